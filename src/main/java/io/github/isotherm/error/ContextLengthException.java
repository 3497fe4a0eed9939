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

    /**
     * A text that does not fit behind what it is scored after.
     *
     * @param before tokens before the text
     * @param text tokens of the text
     * @param contextLength tokens the model can hold
     */
    public ContextLengthException(int before, int text, int contextLength) {
        super("The text to score has " + text + " tokens after " + before + " and does not fit the model's context of "
                + contextLength + " tokens; shorten the text to at most " + Math.max(0, contextLength - before)
                + " tokens, or what stands before it.");
    }

    /**
     * A text that is not even encoded, as its tokens could not fit.
     *
     * @param bytes of the text in UTF-8
     * @param contextLength tokens the model can hold
     * @param longestToken bytes of the tokenizer's longest token
     */
    public ContextLengthException(long bytes, int contextLength, int longestToken) {
        super("The text has " + bytes + " bytes, and the model's context of " + contextLength
                + " tokens holds at most " + (long) contextLength * longestToken
                + ", its longest token having " + longestToken + "; shorten the text.");
    }

    /**
     * A text that no model's tokenizer is given.
     *
     * @param bytes of the text in UTF-8
     * @param most the most bytes of a text
     */
    public ContextLengthException(long bytes, int most) {
        super("The text has " + bytes + " bytes, and at most " + most
                + " are encoded at once; shorten the text, or encode it in parts.");
    }
}
