package io.github.isotherm.generate;

/** Text to token ids and back. Thread-safe. */
public interface TextCodec {
    /**
     * Encodes text as it is: nothing is added, nothing truncated; names of special tokens become those tokens.
     *
     * @param text the text
     * @return token ids
     */
    int[] encode(String text);

    /**
     * Encodes text as {@link #encode(String)} does, and can be stopped while it waits.
     *
     * @param text the text
     * @param interruption asked before, and now and then while the text waits for others; throws to stop it
     * @return token ids
     */
    default int[] encode(String text, Runnable interruption) {
        interruption.run();
        return encode(text);
    }

    /**
     * Encodes a text that stands at the beginning of what a model reads: with what the tokenizer's own post-processor puts
     * around it, such as a begin-of-sequence token. A text made by a chat template brings its own and is {@link
     * #encode}d.
     *
     * @param text the text
     * @return token ids
     */
    default int[] encodePrompt(String text) {
        return encode(text);
    }

    /**
     * Encodes a prompt as {@link #encodePrompt(String)} does, and can be stopped while it waits.
     *
     * @param text the text
     * @param interruption asked before, and now and then while the text waits for others; throws to stop it
     * @return token ids
     */
    default int[] encodePrompt(String text, Runnable interruption) {
        interruption.run();
        return encodePrompt(text);
    }

    /**
     * Encodes a text that goes on after other tokens: without the space that some tokenizers put before whatever they are
     * given first.
     *
     * @param ids the tokens before it
     * @param text the text as it goes on, with its leading space if there is one
     * @return token ids of the text alone
     */
    default int[] encodeAfter(int[] ids, String text) {
        return encode(text);
    }

    /**
     * Decodes ids, leaving special tokens out. Bytes that are no complete character become U+FFFD.
     *
     * @param ids token ids
     * @return the text
     */
    String decode(int[] ids);

    /**
     * Decodes ids that go on after others: what decoding all of them adds to the text of those before. Some tokenizers
     * leave out the space that begins whatever they decode; it is there after other tokens.
     *
     * @param ids the tokens before
     * @param more token ids; special ones are left out
     * @return the text they add
     */
    default String decodeAfter(int[] ids, int[] more) {
        return TextAfter.of(this, ids).add(more);
    }
}
