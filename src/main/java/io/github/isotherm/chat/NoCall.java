package io.github.isotherm.chat;

/** Why no call is read at a place. Never leaves the package. */
@SuppressWarnings({"serial", "StaticAssignmentOfThrowable"})
final class NoCall extends RuntimeException {
    private final boolean unfinished;

    private NoCall(boolean unfinished) {
        super(null, null, false, false);
        this.unfinished = unfinished;
    }

    /** There is none, whatever follows. */
    static NoCall broken() {
        return new NoCall(false);
    }

    /** More text may complete one. */
    static NoCall unfinished() {
        return new NoCall(true);
    }

    boolean isUnfinished() {
        return unfinished;
    }
}
