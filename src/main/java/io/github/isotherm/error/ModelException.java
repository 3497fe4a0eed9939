package io.github.isotherm.error;

/** A model folder or file that cannot be opened or run. */
public class ModelException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A model that cannot be used, in a sentence that other languages can say too.
     *
     * @param sentence the sentence, its key and values
     */
    public ModelException(Sentence sentence) {
        super(sentence);
    }

    /**
     * A model that cannot be used.
     *
     * @param message what is wrong with which file, and the way out
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * A model that cannot be used, with the failure below.
     *
     * @param sentence the sentence, its key and values
     * @param cause what failed underneath
     */
    public ModelException(Sentence sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * A model that cannot be used, with the failure below.
     *
     * @param message what is wrong with which file, and the way out
     * @param cause what failed underneath
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
