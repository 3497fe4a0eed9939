package io.github.isotherm.tokenizer.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's table of normalised characters: the length of a trie in bytes, the trie as a double array of 32-bit units
 * (darts-clone), then texts that end with a zero byte. Little-endian.
 */
final class Charsmap {
    private static final int MOST_CHARACTERS = 1 << 24;

    /** The longest known text of one character has 33 bytes. */
    private static final int LONGEST_TEXT = 256;

    private final Node node;
    private final int[] units;
    private final byte[] texts;

    private Charsmap(Node node, int[] units, byte[] texts) {
        this.node = node;
        this.units = units;
        this.texts = texts;
    }

    /** That following it, whatever the text, never leads outside. */
    static Charsmap of(Node node) {
        byte[] bytes = decoded(node);
        if (bytes.length < 4) {
            throw node.refused("is cut: it has " + bytes.length + " bytes, fewer than the length it begins with");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(buffer.getInt());
        if (length == 0 || length % 4 != 0 || length > buffer.remaining()) {
            throw node.refused(
                    "is damaged: it says its table has " + length + " bytes, and " + buffer.remaining() + " follow");
        }
        int[] units = new int[(int) (length / 4)];
        buffer.asIntBuffer().get(units);
        byte[] texts = new byte[buffer.remaining() - (int) length];
        buffer.position(4 + (int) length).get(texts);
        Charsmap map = new Charsmap(node, units, texts);
        map.require();
        return map;
    }

    /** Whether a visible character by itself stays, or becomes a text that shows something. */
    boolean keeps(int character) {
        int base = (int) offset(units[0]);
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            int label = b & 0xFF;
            int place = base ^ label;
            int unit = units[place];
            if ((unit & 0x800000FF) != label) {
                break;
            }
            base = place ^ (int) offset(unit);
            if ((unit >> 8 & 1) == 1) {
                return text(units[base] & Integer.MAX_VALUE).codePoints().anyMatch(CheckedNormalizer::isVisible);
            }
        }
        return CheckedNormalizer.isVisible(character);
    }

    private String text(int from) {
        int end = from;
        while (end < texts.length && texts[end] != 0) {
            end++;
        }
        return new String(texts, from, end - from, StandardCharsets.UTF_8);
    }

    /** Read as strictly as it is written: the native library ends the process over anything else. */
    private static byte[] decoded(Node node) {
        String text = node.text(MOST_CHARACTERS);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw node.refused("is not base64");
    }

    private void require() {
        try {
            JsonReader.requireUtf8(texts);
        } catch (Refused e) {
            throw node.refused("is damaged: its texts are not UTF-8");
        }
        BitSet known = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        visit(offset(units[0]), known, open);
        while (!open.isEmpty()) {
            int base = open.pop();
            for (int label = 1; label < 256; label++) {
                int unit = units[base ^ label];
                if ((unit & 0x800000FF) == label) {
                    follow(base ^ label, unit, known, open);
                }
            }
        }
    }

    private void follow(int place, int unit, BitSet known, Deque<Integer> open) {
        long next = place ^ offset(unit);
        visit(next, known, open);
        if ((unit >> 8 & 1) == 1) {
            requireText(units[(int) next] & Integer.MAX_VALUE);
        }
    }

    /** Every byte may follow, so all of the block must be inside. */
    private void visit(long base, BitSet known, Deque<Integer> open) {
        if ((base | 255) >= units.length) {
            throw node.refused("is damaged: its table of " + units.length + " entries leads to entry " + (base | 255));
        }
        if (!known.get((int) base)) {
            known.set((int) base);
            open.push((int) base);
        }
    }

    private static long offset(int unit) {
        return (Integer.toUnsignedLong(unit) >> 10) << ((unit & 1 << 9) >> 6);
    }

    private void requireText(int from) {
        boolean inside = from <= texts.length && (from == texts.length || (texts[from] & 0xC0) != 0x80);
        int end = from;
        while (inside && end < texts.length && texts[end] != 0) {
            end++;
        }
        if (!inside || end - from > LONGEST_TEXT) {
            throw node.refused("is damaged: a text of it begins at byte " + from + " of " + texts.length
                    + (inside ? " and has more than " + LONGEST_TEXT : ", which is not the start of a character"));
        }
    }
}
