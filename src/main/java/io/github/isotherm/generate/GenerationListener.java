package io.github.isotherm.generate;

import io.github.isotherm.sampling.StepTrace;
import org.jspecify.annotations.Nullable;

/**
 * Follows a generation while it runs, on the thread that receives it: the caller's, or one of an executor. It may ask the
 * model itself, and block; then its own generation rests and no other. Every method has an empty default.
 */
public interface GenerationListener {
    /** Follows nothing. */
    GenerationListener NONE = new GenerationListener() {};

    /** It was let in and waits for its prompt to be read, no longer for others to end. Told once, before anything else. */
    default void onAdmitted() {}

    /**
     * A token was taken.
     *
     * @param id the token
     * @param trace its trace, when traces were asked for
     */
    default void onToken(int id, @Nullable StepTrace trace) {}

    /**
     * The token that ends the completion was taken; it is no token of the completion, and no {@link #onToken} is told of it. Told
     * before the last piece of the text, and not where something else ends the completion.
     *
     * @param id the token
     * @param trace its trace, when traces were asked for; its step is the number of tokens before it
     */
    default void onEnd(int id, @Nullable StepTrace trace) {}

    /**
     * Text is final. Never splits a character, never holds part of a stop string; all pieces together are the result's
     * text.
     *
     * @param piece at least one character
     */
    default void onText(String piece) {}

    /**
     * Text is final, with the special tokens in it. All pieces together are the result's {@link GenerationResult#marked}; a piece
     * that people read something of is told to {@link #onText}, unless this method is overridden.
     *
     * @param piece at least one character; a special token's name is whole
     */
    default void onMarked(MarkedText piece) {
        String plain = piece.plain();
        if (!plain.isEmpty()) {
            onText(plain);
        }
    }

    /**
     * Asked after every token that was received; what ran ahead of it then does not count.
     *
     * @return true to end the generation there, with {@link FinishReason#STOP}
     */
    default boolean wantsStop() {
        return false;
    }
}
