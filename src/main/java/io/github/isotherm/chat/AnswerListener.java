package io.github.isotherm.chat;

/** Is told the parts of an answer as soon as they are certain. Every method has an empty default. */
public interface AnswerListener {
    /** Listens to nothing. */
    AnswerListener NONE = new AnswerListener() {};

    /**
     * Text goes on; all pieces together are {@link Answer#text}.
     *
     * @param piece at least one character
     */
    default void onText(String piece) {}

    /**
     * Thinking goes on; all pieces together are {@link Answer#thinking}.
     *
     * @param piece at least one character
     */
    default void onThinking(String piece) {}

    /**
     * A call is whole.
     *
     * @param index how many came before it
     * @param call the call
     */
    default void onCall(int index, ToolCall call) {}
}
