package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one protobuf message, field after field. {@link #next}, then exactly one of the methods for its value; each throws
 * {@link MalformedGraphException} where the bytes are no such message.
 */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer buffer;

    /** The buffer's own bytes, null where it has none in the heap. */
    private final byte @Nullable [] array;

    private final int arrayStart;
    private final int start;
    private final int length;
    private int position;
    private int field;
    private int kind;

    /** Over the bytes from the buffer's position to its limit; other positions stay as they are. */
    ProtoReader(ByteBuffer buffer) {
        this.buffer = buffer;
        array = buffer.hasArray() ? buffer.array() : null;
        start = buffer.position();
        arrayStart = array == null ? 0 : buffer.arrayOffset() + start;
        length = buffer.remaining();
    }

    /** Steps to the next field. */
    boolean next() {
        if (!hasMore()) {
            return false;
        }
        long tag = number();
        field = (int) (tag >>> 3);
        kind = (int) (tag & 7);
        return true;
    }

    /** Where the next field begins, counted from this message's first byte. */
    int position() {
        return position;
    }

    /** What lies between a position and the present one. */
    ByteBuffer since(int from) {
        return buffer.slice(start + from, position - from);
    }

    int field() {
        return field;
    }

    /** A whole number, of the field or of a packed list. */
    long varint() {
        if (kind != VARINT) {
            throw new MalformedGraphException("another kind of value where a whole number belongs");
        }
        return number();
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = get();
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new MalformedGraphException("a number of more than 64 bits");
    }

    private byte get() {
        if (position == length) {
            throw new MalformedGraphException("a number that is cut off");
        }
        int at = position++;
        return array == null ? buffer.get(start + at) : array[arrayStart + at];
    }

    /** The bits of a number of 32, as floats are written. */
    int fixed32() {
        if (kind != FIXED32) {
            throw new MalformedGraphException("another kind of value where a float belongs");
        }
        return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(start + passed(Integer.BYTES));
    }

    boolean isBytes() {
        return kind == BYTES;
    }

    boolean hasMore() {
        return position < length;
    }

    ByteBuffer bytes() {
        int count = count();
        int from = passed(count);
        return buffer.slice(start + from, count);
    }

    /** Other readers pass over a field of another kind; bytes that are taken for its length would hide from us what they see. */
    private int count() {
        if (kind != BYTES) {
            throw new MalformedGraphException("another kind of value where bytes belong");
        }
        long count = number();
        if (count < 0 || count > length) {
            throw new MalformedGraphException("a field of " + count + " bytes in a message of " + length);
        }
        return (int) count;
    }

    /** Goes on by so many bytes; where they began. */
    private int passed(int count) {
        if (count > length - position) {
            throw new MalformedGraphException("a field of " + count + " bytes with " + (length - position) + " left");
        }
        int from = position;
        position += count;
        return from;
    }

    ProtoReader message() {
        return new ProtoReader(bytes());
    }

    String text() {
        int count = count();
        int from = passed(count);
        if (array != null) {
            return new String(array, arrayStart + from, count, StandardCharsets.UTF_8);
        }
        byte[] text = new byte[count];
        buffer.get(start + from, text);
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
            case FIXED64 -> passed(Long.BYTES);
            case BYTES -> passed(count());
            case FIXED32 -> passed(Integer.BYTES);
            default -> throw new MalformedGraphException("an unknown kind of field " + kind);
        }
    }
}
