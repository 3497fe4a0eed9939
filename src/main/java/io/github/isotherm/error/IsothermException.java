package io.github.isotherm.error;

/**
 * The root of every error isotherm raises on purpose. Its message is one sentence for a person: what was wrong, its
 * value, what is allowed and what to do instead.
 */
public class IsothermException extends RuntimeException {
    private static final long serialVersionUID = 2L;

    @SuppressWarnings("serial") // Map.copyOf makes serializable ones
    private final Sentence sentence;

    /**
     * An error with a sentence.
     *
     * @param message the sentence
     */
    public IsothermException(String message) {
        this(Sentence.plain(message));
    }

    /**
     * An error with a sentence that other languages can say too.
     *
     * @param sentence the sentence, its key and values
     */
    public IsothermException(Sentence sentence) {
        super(sentence.text());
        this.sentence = sentence;
    }

    /**
     * An error in a sentence that other languages can say too, with the failure below.
     *
     * @param sentence the sentence, its key and values
     * @param cause what failed underneath
     */
    public IsothermException(Sentence sentence, Throwable cause) {
        super(sentence.text(), cause);
        this.sentence = sentence;
    }

    /**
     * An error with a sentence and the failure below it.
     *
     * @param message the sentence
     * @param cause what failed underneath
     */
    public IsothermException(String message, Throwable cause) {
        this(Sentence.plain(message), cause);
    }

    /**
     * The message with its key and values.
     *
     * @return the sentence; its code is empty where nobody gave one
     */
    public Sentence sentence() {
        return sentence;
    }
}
