package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to text, piece by piece, after a prompt: a token that ends inside a character is held until the character is whole.
 *
 * <p>Each piece is what its tokens add to the text of those before, so that the pieces together are the text of prompt and
 * tokens without that of the prompt. Whether a character is whole is told by the bytes of the tokens: their text may end in
 * U+FFFD for good. Mutable; serves one completion.
 */
final class TextStream {
    private static final char INCOMPLETE = '\uFFFD';

    /** Without a vocabulary: no character has more tokens than it has bytes. */
    private static final int LONGEST_CHARACTER = 4;

    private final TextCodec codec;
    private final @Nullable Vocabulary vocabulary;
    private final TokenSequence tokens;
    private TextAfter before;
    private int given;

    TextStream(TextCodec codec, @Nullable Vocabulary vocabulary, TokenSequence prompt, TokenSequence tokens) {
        this.codec = codec;
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        before = TextAfter.of(codec, prompt.toArray());
    }

    /** The text that the tokens added since the last call make final; empty while a character is incomplete. */
    String next() {
        int[] more = pending();
        String piece = before.add(more);
        boolean mayGoOn = !piece.isEmpty() && piece.charAt(piece.length() - 1) == INCOMPLETE;
        int held = mayGoOn ? insideCharacter(more) : 0;
        if (held == 0) {
            return give(more, piece);
        }
        int[] whole = Arrays.copyOf(more, more.length - held);
        return whole.length == 0 ? "" : give(whole, before.add(whole));
    }

    /** The name of the last token if it is a special one, which adds nothing to the text; else empty. */
    String lastSpecial() {
        int last = tokens.get(tokens.size() - 1);
        return vocabulary != null && vocabulary.isSpecial(last)
                ? new String(vocabulary.bytes(last), StandardCharsets.UTF_8)
                : "";
    }

    /** The rest, complete or not. */
    String flush() {
        int[] more = pending();
        return give(more, before.add(more));
    }

    /** Tokens without a text, such as special ones, are nothing that others could go on after. */
    private String give(int[] more, String piece) {
        given += more.length;
        if (!piece.isEmpty()) {
            TextAfter now = TextAfter.of(codec, more);
            before = now.isEmpty() ? before : now;
        }
        return piece;
    }

    private int[] pending() {
        int[] ids = new int[tokens.size() - given];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens.get(given + i);
        }
        return ids;
    }

    /** How many of the last tokens are in a character that further ones could complete. */
    private int insideCharacter(int[] ids) {
        if (vocabulary == null) {
            return ids.length < LONGEST_CHARACTER ? ids.length : 0;
        }
        byte[] last = {};
        for (int at = ids.length - 1; at >= 0 && last.length < LONGEST_CHARACTER; at--) {
            last = joined(vocabulary.isSpecial(ids[at]) ? new byte[0] : vocabulary.bytes(ids[at]), last);
            if (Utf8End.isIncomplete(last)) {
                return ids.length - at;
            }
        }
        return 0;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
