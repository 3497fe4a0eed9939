package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds one protobuf message from new fields and from parts of others. Large parts stay where they are until {@link #writeTo}
 * copies them, once.
 */
final class ProtoWriter {
    private static final int LONGEST_NUMBER = 10;
    private static final int FIRST_ROOM = 64;

    /** Bytes that are sooner copied than remembered. */
    private static final int SMALL = 256;

    /** All that comes before what was written last. */
    private final List<ByteBuffer> parts = new ArrayList<>();

    /** What was written last. */
    private byte[] last = new byte[FIRST_ROOM];

    private int count;
    private long size;

    /** Adds bytes that are one or more whole fields. */
    ProtoWriter fields(ByteBuffer whole) {
        if (whole.remaining() <= SMALL) {
            return copied(whole);
        }
        endPart();
        parts.add(whole.slice());
        size += whole.remaining();
        return this;
    }

    private ProtoWriter copied(ByteBuffer some) {
        int bytes = some.remaining();
        reserve(bytes);
        some.get(some.position(), last, count, bytes);
        written(bytes);
        return this;
    }

    ProtoWriter text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        header(field, bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, last, count, bytes.length);
        written(bytes.length);
        return this;
    }

    ProtoWriter number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    ProtoWriter message(int field, ProtoWriter value) {
        header(field, value.size);
        for (ByteBuffer part : value.parts) {
            fields(part);
        }
        return fields(ByteBuffer.wrap(value.last, 0, value.count));
    }

    private void header(int field, long length) {
        varint(((long) field << 3) | 2);
        varint(length);
    }

    private void varint(long value) {
        reserve(LONGEST_NUMBER);
        int from = count;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            last[count++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        last[count++] = (byte) rest;
        size += count - from;
    }

    private void reserve(int bytes) {
        if (last.length - count < bytes) {
            last = Arrays.copyOf(last, Math.max(2 * last.length, count + bytes));
        }
    }

    private void written(int bytes) {
        count += bytes;
        size += bytes;
    }

    private void endPart() {
        if (count > 0) {
            parts.add(ByteBuffer.wrap(last, 0, count));
            last = new byte[FIRST_ROOM];
            count = 0;
        }
    }

    /** Bytes of the message so far. */
    long size() {
        return size;
    }

    void writeTo(ByteBuffer target) {
        for (ByteBuffer part : parts) {
            target.put(part.duplicate());
        }
        target.put(last, 0, count);
    }

    /** The message, for small ones. */
    ByteBuffer bytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
        writeTo(all);
        return all.flip();
    }
}
