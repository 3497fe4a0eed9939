package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Memory that goes from one session of a model to the next. Java frees direct memory when it next collects garbage, which
 * a program that makes little of it may put off for long. Thread-safe.
 */
final class Buffers {
    /** Sizes that change from run to run would each leave memory to the collector: up to this, the largest serves all. */
    private static final long LITTLE = 8L << 20;

    private final NavigableMap<Integer, Deque<ByteBuffer>> spare = new TreeMap<>();
    private long spareBytes;
    private long lentBytes;
    private long mostLent;

    /**
     * At least so many bytes and at most twice as many, or 8 MiB, with anything in them; for what is needed a moment.
     * {@code use} completes the sentence of the error.
     */
    ByteBuffer take(long bytes, String use) {
        return taken(bytes, Math.max(2 * bytes, LITTLE), use);
    }

    /** Exactly so many bytes, with anything in them; for what stays, so that it takes what was reckoned. */
    ByteBuffer exactly(long bytes, String use) {
        return taken(bytes, bytes, use);
    }

    private synchronized ByteBuffer taken(long least, long most, String use) {
        if (least == 0) {
            return DirectMemory.NONE;
        }
        Map.Entry<Integer, Deque<ByteBuffer>> fitting =
                least > Integer.MAX_VALUE ? null : spare.ceilingEntry((int) least);
        ByteBuffer buffer = fitting == null || fitting.getKey() > most ? made(least, use) : removed(fitting);
        lentBytes += buffer.capacity();
        mostLent = Math.max(mostLent, lentBytes);
        return buffer;
    }

    private ByteBuffer removed(Map.Entry<Integer, Deque<ByteBuffer>> size) {
        ByteBuffer buffer = size.getValue().pop();
        if (size.getValue().isEmpty()) {
            spare.remove(size.getKey());
        }
        spareBytes -= buffer.capacity();
        return buffer;
    }

    private ByteBuffer made(long bytes, String use) {
        dropSpare(Math.max(mostLent, lentBytes + bytes) - bytes);
        try {
            return DirectMemory.allocate(bytes, use);
        } catch (ModelException e) {
            if (spare.isEmpty()) {
                throw e;
            }
            spare.clear();
            spareBytes = 0;
            return DirectMemory.allocate(bytes, use);
        }
    }

    /** Takes memory back. No more is kept than was ever in use at once. */
    synchronized void give(ByteBuffer buffer) {
        if (buffer.capacity() == 0) {
            return;
        }
        lentBytes -= buffer.capacity();
        spareBytes += buffer.capacity();
        Deque<ByteBuffer> alike = spare.get(buffer.capacity());
        if (alike == null) {
            alike = new ArrayDeque<>();
            spare.put(buffer.capacity(), alike);
        }
        alike.push(buffer);
        dropSpare(mostLent);
    }

    /** Until no more than so many bytes are lent and spare. */
    private void dropSpare(long most) {
        while (!spare.isEmpty() && spareBytes + lentBytes > most) {
            removed(spare.firstEntry());
        }
    }

    /** Bytes that somebody has. */
    synchronized long lentBytes() {
        return lentBytes;
    }

    /** Bytes lent and spare. */
    synchronized long bytes() {
        return spareBytes + lentBytes;
    }
}
