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
        super("The prompt has " + promptTokens + " tokens and leaves no room in the model's context of "
                + contextLength + " tokens (prompt and completion together); shorten the prompt to at most "
                + (contextLength - 1) + " tokens.");
    }
}
