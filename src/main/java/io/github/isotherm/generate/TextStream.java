package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenSequence;

/**
 * Tokens to text, piece by piece: a token that ends inside a character is held until the character is whole.
 *
 * <p>Decodes a window twice, with and without the new tokens, and gives the difference out once it no longer ends in
 * U+FFFD (the method of the Hugging Face text-generation servers): the pieces together equal the decoding of all tokens.
 * Mutable; serves one completion.
 */
final class TextStream {
    private static final char INCOMPLETE = '\uFFFD';

    private final TextCodec codec;
    private final TokenSequence tokens;
    private int windowStart;
    private int given;
    private String before = "";

    TextStream(TextCodec codec, TokenSequence tokens) {
        this.codec = codec;
        this.tokens = tokens;
    }

    /** The text that the tokens added since the last call make final; empty while a character is incomplete. */
    String next() {
        String now = window(tokens.size());
        if (now.isEmpty() || now.charAt(now.length() - 1) == INCOMPLETE) {
            return "";
        }
        return give(now);
    }

    /** The rest, complete or not. */
    String flush() {
        return give(window(tokens.size()));
    }

    private String give(String now) {
        String piece = now.length() > before.length() ? now.substring(before.length()) : "";
        windowStart = given;
        given = tokens.size();
        before = window(given);
        return piece;
    }

    private String window(int end) {
        int[] ids = new int[end - windowStart];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens.get(windowStart + i);
        }
        return codec.decode(ids);
    }
}
