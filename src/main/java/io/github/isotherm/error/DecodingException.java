package io.github.isotherm.error;

/** Logits or candidates that no token can be drawn from: NaN, +infinity, or nothing left. Names the step at fault. */
public class DecodingException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A failed step, in a sentence that other languages can say too.
     *
     * @param sentence the sentence, its key and values
     */
    public DecodingException(Sentence sentence) {
        super(sentence);
    }

    /**
     * A failed step.
     *
     * @param message which step, what it found
     */
    public DecodingException(String message) {
        super(message);
    }
}
