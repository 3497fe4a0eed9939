package io.github.isotherm.error;

/** Work that was stopped because somebody asked for it. */
public class CancelledException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /** Cancelled work. */
    public CancelledException() {
        super("The generation was cancelled.");
    }

    /**
     * Other work that was cancelled.
     *
     * @param message which, as a sentence
     */
    public CancelledException(String message) {
        super(message);
    }
}
