package io.github.isotherm.wire.openai;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where tokens begin in a text, in characters (Unicode code points) from its beginning: a token that begins inside a character has
 * that one's place, one that adds nothing to the text the place of what follows. Fed the tokens one after the other.
 */
final class TextOffsets {
    private final @Nullable Vocabulary vocabulary;
    private int at;

    /** Offsets in what follows so many characters. */
    TextOffsets(@Nullable Vocabulary vocabulary, int from) {
        this.vocabulary = vocabulary;
        at = from;
    }

    /** The offset of the next token, which adds its bytes unless it is special. */
    int next(int id) {
        return vocabulary == null || vocabulary.isSpecial(id) ? at : count(vocabulary.bytes(id), 0);
    }

    private int count(byte[] bytes, int from) {
        int offset = from < bytes.length && isInside(bytes[from]) && at > 0 ? at - 1 : at;
        for (int i = from; i < bytes.length; i++) {
            at += isInside(bytes[i]) ? 0 : 1;
        }
        return offset;
    }

    private static boolean isInside(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** The offsets of a text's tokens, which need not spell it to the letter: special ones may be missing in it. */
    int[] of(String text, int[] ids) {
        int characters = text.codePointCount(0, text.length());
        int[] offsets = new int[ids.length];
        int place = 0;
        boolean begins = true;
        for (int i = 0; i < ids.length; i++) {
            int before = at;
            offsets[i] = Math.min(characters, nextIn(text, place, ids[i], begins));
            begins &= vocabulary == null || vocabulary.isSpecial(ids[i]);
            place = moved(text, place, at - before);
        }
        at = characters;
        return offsets;
    }

    private static int moved(String text, int place, int characters) {
        int moved = place;
        for (int i = 0; i < characters && moved < text.length(); i++) {
            moved += Character.charCount(text.codePointAt(moved));
        }
        return moved;
    }

    private int nextIn(String text, int place, int id, boolean begins) {
        if (vocabulary == null) {
            return at;
        }
        byte[] bytes = vocabulary.bytes(id);
        if (vocabulary.isSpecial(id)) {
            boolean isThere = text.startsWith(new String(bytes, StandardCharsets.UTF_8), place);
            return isThere ? count(bytes, 0) : at;
        }
        // The space that some tokenizers put before a text is not in it.
        boolean isAdded = begins && bytes.length > 0 && bytes[0] == ' ' && !text.startsWith(" ", place);
        return count(bytes, isAdded ? 1 : 0);
    }
}
