package io.github.isotherm.generate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One token a byte, so that most characters beyond ASCII are split over tokens. */
public class ByteCodec implements TextCodec {
    /** The number of tokens. */
    public static final int SIZE = 256;

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes[i] & 0xFF;
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.write(id);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
