package io.github.isotherm.generate;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Bytes, and behind them special tokens that decode to nothing. */
public record MarkedBytes(List<String> special) implements TextCodec, Vocabulary {
    private static final ByteCodec BYTES = new ByteCodec();

    public static MarkedBytes of(String... special) {
        return new MarkedBytes(List.of(special));
    }

    /** The id of a special token. */
    public int id(String name) {
        return ByteCodec.SIZE + special.indexOf(name);
    }

    /** Names of special tokens become those tokens. */
    @Override
    public int[] encode(String text) {
        for (String name : special) {
            int at = text.indexOf(name);
            if (at >= 0) {
                int[] before = encode(text.substring(0, at));
                int[] after = encode(text.substring(at + name.length()));
                int[] all = Arrays.copyOf(before, before.length + 1 + after.length);
                all[before.length] = id(name);
                System.arraycopy(after, 0, all, before.length + 1, after.length);
                return all;
            }
        }
        return BYTES.encode(text);
    }

    @Override
    public String decode(int[] ids) {
        return BYTES.decode(Arrays.stream(ids).filter(id -> !isSpecial(id)).toArray());
    }

    @Override
    public int size() {
        return ByteCodec.SIZE + special.size();
    }

    @Override
    public byte[] bytes(int id) {
        return isSpecial(id)
                ? special.get(id - ByteCodec.SIZE).getBytes(StandardCharsets.UTF_8)
                : new byte[] {(byte) id};
    }

    @Override
    public String text(int id) {
        return new String(bytes(id), StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= ByteCodec.SIZE;
    }
}
