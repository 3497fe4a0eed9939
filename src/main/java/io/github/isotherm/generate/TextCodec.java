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
     * Decodes ids, leaving special tokens out. Bytes that are no complete character become U+FFFD.
     *
     * @param ids token ids
     * @return the text
     */
    String decode(int[] ids);
}
