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
    /** Without a vocabulary: no character has more tokens than it has bytes. */
    private static final int LONGEST_CHARACTER = 4;

    private final TextCodec codec;
    private final @Nullable Vocabulary vocabulary;
    private final TokenSequence tokens;
    /** The prompt's last tokens, where they leave a character incomplete: what completes it has that character. */
    private int[] unfinished = {};

    /** What the unfinished tokens had as a text of their own. */
    private String said = "";

    private TextAfter before;
    /** How many tokens, counted from the unfinished ones. */
    private int given;

    TextStream(TextCodec codec, @Nullable Vocabulary vocabulary, TokenSequence prompt, TokenSequence tokens) {
        this.codec = codec;
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        int[] ids = prompt.toArray();
        before = TextAfter.of(codec, ids);
        int inside = vocabulary != null && before.mayGoOn() ? insideCharacter(ids) : 0;
        if (inside > 0) {
            unfinished = Arrays.copyOfRange(ids, ids.length - inside, ids.length);
            before = TextAfter.of(codec, Arrays.copyOf(ids, ids.length - inside));
            said = before.add(unfinished);
        }
    }

    /** The text that the tokens added since the last call make final; empty while a character is incomplete. */
    String next() {
        int[] more = pending();
        String piece = before.add(more);
        int held = TextAfter.mayGoOn(piece) ? insideCharacter(more) : 0;
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

    /**
     * Tokens without a text, such as special ones, are nothing that others could go on after; nor are bytes that only a
     * stray one before them makes no character.
     */
    private String give(int[] more, String piece) {
        given += more.length;
        if (!piece.isEmpty()) {
            TextAfter now = TextAfter.of(codec, more);
            boolean drawnIn = TextAfter.mayGoOn(piece) && !now.mayGoOn();
            before = now.isEmpty() || drawnIn ? before : now;
        }
        String added = TextAfter.difference(piece, said);
        said = "";
        return added == null ? piece : added;
    }

    private int[] pending() {
        int[] ids = new int[unfinished.length + tokens.size() - given];
        for (int i = 0; i < ids.length; i++) {
            int at = given + i;
            ids[i] = at < unfinished.length ? unfinished[at] : tokens.get(at - unfinished.length);
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
