package io.github.isotherm.error;

/** A prompt that does not fit the model's context. */
public class ContextLengthException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A prompt that is too long.
     *
     * @param promptTokens tokens of the prompt
     * @param contextLength tokens the model can hold, prompt and completion together
     */
    public ContextLengthException(int promptTokens, int contextLength) {
        super(Sentence.of(
                "prompt.too-long",
                "The prompt has {tokens} tokens and leaves no room in the model's context of {context} tokens (prompt and"
                        + " completion together); shorten the prompt to at most {most} tokens.",
                "tokens",
                promptTokens,
                "context",
                contextLength,
                "most",
                contextLength - 1));
    }
}
