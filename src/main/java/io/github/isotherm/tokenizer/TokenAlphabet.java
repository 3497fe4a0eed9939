package io.github.isotherm.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a tokenizer's file writes the bytes of a token. */
public enum TokenAlphabet {
    /** GPT-2's: each of 256 printable characters stands for a byte; {@code Ġ} is a space. A token with another is itself. */
    BYTE_LEVEL {
        @Override
        byte[] bytes(String token) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
            for (int i = 0; i < token.length(); i++) {
                char c = token.charAt(i);
                if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
                    return token.getBytes(StandardCharsets.UTF_8);
                }
                bytes.write(BYTE_OF[c]);
            }
            return bytes.toByteArray();
        }
    },
    /** SentencePiece's: {@code ▁} is a space, {@code <0x0A>} a single byte, everything else itself. */
    METASPACE {
        @Override
        byte[] bytes(String token) {
            if (token.length() == 6 && token.startsWith("<0x") && token.endsWith(">")) {
                int high = Character.digit(token.charAt(3), 16);
                int low = Character.digit(token.charAt(4), 16);
                if (high >= 0 && low >= 0) {
                    return new byte[] {(byte) ((high << 4) | low)};
                }
            }
            return token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
        }
    },
    /** Tokens are written as they are. */
    PLAIN {
        @Override
        byte[] bytes(String token) {
            return token.getBytes(StandardCharsets.UTF_8);
        }
    };

    /** Character to byte of GPT-2's alphabet, -1 for the characters outside it. */
    private static final int[] BYTE_OF = byteLevelAlphabet();

    /** The bytes a token of this writing adds to a text. */
    abstract byte[] bytes(String token);

    /** Printable Latin-1 bytes are their own character; the others follow from U+0100 on. */
    private static int[] byteLevelAlphabet() {
        int[] byteOf = new int[256 + 68];
        Arrays.fill(byteOf, -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            byteOf[printable ? b : next++] = b;
        }
        return byteOf;
    }
}
