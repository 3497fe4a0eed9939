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
     * Arguments of a call go on; all pieces together are {@link ToolCall#arguments}. Told only where the answer is held to calls
     * ({@link HeldFrame}), so that the call is sure to become whole; then each call has pieces before it is whole, and nothing of
     * the next one is told until then.
     *
     * @param index how many calls came before it
     * @param name the tool's
     * @param piece at least one character that is no blank
     */
    default void onArguments(int index, String name, String piece) {}

    /**
     * A call is whole.
     *
     * @param index how many came before it
     * @param call the call
     */
    default void onCall(int index, ToolCall call) {}
}
