package io.github.isotherm.error;

/** A value the caller gave is outside what is allowed. The command line answers it with exit code 2. */
public class InvalidValueException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A bad value, in a sentence that other languages can say too.
     *
     * @param sentence the sentence, its key and values
     */
    public InvalidValueException(Sentence sentence) {
        super(sentence);
    }

    /**
     * A bad value, with the failure below.
     *
     * @param sentence the sentence, its key and values
     * @param cause what failed underneath
     */
    public InvalidValueException(Sentence sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * A bad value.
     *
     * @param message name, value, what is allowed and what to do instead
     */
    public InvalidValueException(String message) {
        super(message);
    }
}
