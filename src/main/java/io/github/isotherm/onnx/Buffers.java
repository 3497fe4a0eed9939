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
    private final NavigableMap<Integer, Deque<ByteBuffer>> spare = new TreeMap<>();
    private long spareBytes;
    private long lentBytes;
    private long mostLent;

    /** At least so many bytes, with anything in them; {@code use} completes the sentence of the error. */
    synchronized ByteBuffer take(long bytes, String use) {
        if (bytes == 0) {
            return DirectMemory.NONE;
        }
        ByteBuffer buffer = reused(bytes);
        if (buffer == null) {
            buffer = made(bytes, use);
        }
        lentBytes += buffer.capacity();
        mostLent = Math.max(mostLent, lentBytes);
        return buffer;
    }

    private @org.jspecify.annotations.Nullable ByteBuffer reused(long bytes) {
        Map.Entry<Integer, Deque<ByteBuffer>> fitting =
                bytes > Integer.MAX_VALUE ? null : spare.ceilingEntry((int) bytes);
        return fitting == null || fitting.getKey() > 2 * bytes ? null : removed(fitting);
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
        spare.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).push(buffer);
        while (spareBytes + lentBytes > mostLent) {
            removed(spare.firstEntry());
        }
    }

    /** Bytes lent and spare. */
    synchronized long bytes() {
        return spareBytes + lentBytes;
    }
}
