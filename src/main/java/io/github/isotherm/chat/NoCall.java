package io.github.isotherm.chat;

/** Why no call is read at a place. Never leaves the package. */
@SuppressWarnings({"serial", "StaticAssignmentOfThrowable"})
final class NoCall extends RuntimeException {
    /** There is none, whatever follows. */
    static final NoCall BROKEN = new NoCall(false);

    /** More text may complete one. */
    static final NoCall UNFINISHED = new NoCall(true);

    private final boolean unfinished;

    private NoCall(boolean unfinished) {
        super(null, null, false, false);
        this.unfinished = unfinished;
    }

    boolean isUnfinished() {
        return unfinished;
    }
}
