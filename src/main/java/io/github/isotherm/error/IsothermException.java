package io.github.isotherm.error;

/**
 * The root of every error isotherm raises on purpose. Its message is one sentence for a person: what was wrong, its
 * value, what is allowed and what to do instead.
 */
public class IsothermException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with a sentence.
     *
     * @param message the sentence
     */
    public IsothermException(String message) {
        super(message);
    }

    /**
     * An error with a sentence and the failure below it.
     *
     * @param message the sentence
     * @param cause what failed underneath
     */
    public IsothermException(String message, Throwable cause) {
        super(message, cause);
    }
}
