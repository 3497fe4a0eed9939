package io.github.isotherm.onnx;

import java.nio.ByteBuffer;

/** Copies rows of a state between buffers of different room. */
final class StateCopy {
    private StateCopy() {}

    /**
     * Writes row {@code rows[i]} of the source as row {@code i} of the target. Both may be one buffer when no row moves
     * towards the end: rows ascending and {@code targetRoom <= sourceRoom}.
     *
     * @param positions how many positions hold something
     * @param sourceRoom positions a block of the source has room for
     * @param targetRoom positions a block of the target has room for
     */
    static void rows(
            StateSlot slot,
            int[] rows,
            int positions,
            ByteBuffer source,
            int sourceRoom,
            ByteBuffer target,
            int targetRoom) {
        int stride = slot.stride();
        int blocks = slot.blocks();
        for (int row = 0; row < rows.length; row++) {
            for (int block = 0; block < blocks; block++) {
                int from = (rows[row] * blocks + block) * sourceRoom * stride;
                int to = (row * blocks + block) * targetRoom * stride;
                target.put(to, source, from, positions * stride);
            }
        }
    }

    static int[] identity(int rows) {
        int[] same = new int[rows];
        for (int i = 0; i < rows; i++) {
            same[i] = i;
        }
        return same;
    }

    static boolean ascending(int[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] <= rows[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
