package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads one protobuf message, field after field. {@link #next}, then exactly one of the methods for its value. */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer buffer;
    private int field;
    private int kind;

    /** Over the bytes from the buffer's position to its limit; other positions stay as they are. */
    ProtoReader(ByteBuffer buffer) {
        this.buffer = buffer.slice();
    }

    /** Steps to the next field. */
    boolean next() {
        if (!buffer.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        kind = (int) (tag & 7);
        return true;
    }

    /** Where the next field begins, counted from this message's first byte. */
    int position() {
        return buffer.position();
    }

    /** What lies between a position and the present one. */
    ByteBuffer since(int position) {
        return buffer.slice(position, buffer.position() - position);
    }

    int field() {
        return field;
    }

    /** A whole number, of the field or of a packed list. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = buffer.get();
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    boolean isBytes() {
        return kind == BYTES;
    }

    boolean hasMore() {
        return buffer.hasRemaining();
    }

    ByteBuffer bytes() {
        int length = Math.toIntExact(varint());
        ByteBuffer part = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return part;
    }

    ProtoReader message() {
        return new ProtoReader(bytes());
    }

    String text() {
        ByteBuffer part = bytes();
        byte[] text = new byte[part.remaining()];
        part.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Of the whole message: a field of text, empty where it is left out. */
    String textOf(int wanted) {
        String text = "";
        while (next()) {
            if (field == wanted) {
                text = text();
            } else {
                skip();
            }
        }
        return text;
    }

    void skip() {
        switch (kind) {
            case VARINT -> varint();
            case FIXED64 -> buffer.position(buffer.position() + Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> buffer.position(buffer.position() + Integer.BYTES);
            default -> throw new IllegalArgumentException("an unknown kind of field " + kind);
        }
    }
}
