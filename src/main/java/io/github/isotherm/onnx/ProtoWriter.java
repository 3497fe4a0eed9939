package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds one protobuf message from new fields and from parts of others. Parts stay where they are until {@link #writeTo}
 * copies them, once.
 */
final class ProtoWriter {
    private static final int LONGEST_NUMBER = 10;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;

    /** Adds bytes that are one or more whole fields. */
    ProtoWriter fields(ByteBuffer whole) {
        parts.add(whole.slice());
        size += whole.remaining();
        return this;
    }

    ProtoWriter text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        header(field, bytes.length);
        return fields(ByteBuffer.wrap(bytes));
    }

    ProtoWriter number(int field, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * LONGEST_NUMBER);
        varint(bytes, (long) field << 3);
        varint(bytes, value);
        return fields(bytes.flip());
    }

    ProtoWriter message(int field, ProtoWriter value) {
        header(field, value.size);
        parts.addAll(value.parts);
        size += value.size;
        return this;
    }

    private void header(int field, long length) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * LONGEST_NUMBER);
        varint(bytes, ((long) field << 3) | 2);
        varint(bytes, length);
        fields(bytes.flip());
    }

    private static void varint(ByteBuffer bytes, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    /** Bytes of the message so far. */
    long size() {
        return size;
    }

    void writeTo(ByteBuffer target) {
        parts.forEach(part -> target.put(part.duplicate()));
    }

    /** The message, for small ones. */
    ByteBuffer bytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
        writeTo(all);
        return all.flip();
    }
}
