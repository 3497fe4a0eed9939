package io.github.isotherm.error;

/** Work that was not done when its time was over. */
public class DeadlineException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * Work that took too long.
     *
     * @param message which, how long it was allowed, and what to do instead, as a sentence
     */
    public DeadlineException(String message) {
        super(message);
    }
}
