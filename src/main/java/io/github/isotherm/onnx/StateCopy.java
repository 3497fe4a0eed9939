package io.github.isotherm.onnx;

import java.nio.ByteBuffer;

/**
 * Copies rows of a state between buffers of different room.
 *
 * @param slot which state
 * @param sourceRows rows of the source
 * @param sourceRoom positions the source has room for
 * @param targetRoom positions the target has room for
 */
record StateCopy(StateSlot slot, int sourceRows, int sourceRoom, int targetRoom) {

    /**
     * Writes row {@code rows[i]} of the source as row {@code i} of the target.
     *
     * @param positions how many positions hold something
     */
    void rows(int[] rows, int positions, ByteBuffer source, ByteBuffer target) {
        if (slot.grows() && slot.growAxis() < slot.rowAxis()) {
            positionsFirst(rows, positions, source, target);
        } else {
            rowsFirst(rows, positions, source, target, false);
        }
    }

    /**
     * The same within one buffer of the same room, for rows {@link StateSlot#rowsAreApart apart} of which none is read after
     * it is written, see {@link #inPlace}. What stays costs nothing.
     */
    void within(int[] rows, int positions, ByteBuffer buffer) {
        rowsFirst(rows, positions, buffer, buffer, true);
    }

    /** {@code [outer, rows, blocks, positions, inner]}. */
    private void rowsFirst(int[] rows, int positions, ByteBuffer source, ByteBuffer target, boolean within) {
        int rank = slot.dims().size();
        boolean grows = slot.grows();
        int inner = grows ? slot.growAxis() + 1 : rank;
        long outer = slot.product(0, slot.rowAxis());
        long blocks = slot.rowFactor() * slot.product(slot.rowAxis() + 1, inner);
        long stride = slot.product(inner, rank) * slot.type().size;
        if (!grows) {
            stride *= blocks;
            blocks = 1;
        }
        long from = grows ? sourceRoom * stride : stride;
        long to = grows ? targetRoom * stride : stride;
        int length = Math.toIntExact(grows ? positions * stride : stride);
        for (long o = 0; o < outer; o++) {
            for (int row = 0; row < rows.length; row++) {
                for (long block = 0; block < blocks; block++) {
                    long read = ((o * sourceRows + rows[row]) * blocks + block) * from;
                    long write = ((o * rows.length + row) * blocks + block) * to;
                    if (!within || read != write) {
                        target.put(Math.toIntExact(write), source, Math.toIntExact(read), length);
                    }
                }
            }
        }
    }

    /** {@code [outer, positions, blocks, rows, inner]}. */
    private void positionsFirst(int[] rows, int positions, ByteBuffer source, ByteBuffer target) {
        long outer = slot.product(0, slot.growAxis());
        long blocks = slot.product(slot.growAxis() + 1, slot.rowAxis());
        long inner = slot.product(slot.rowAxis() + 1, slot.dims().size());
        int length = Math.toIntExact(slot.rowFactor() * inner * slot.type().size);
        for (long o = 0; o < outer; o++) {
            for (int position = 0; position < positions; position++) {
                for (long block = 0; block < blocks; block++) {
                    for (int row = 0; row < rows.length; row++) {
                        long read = ((o * sourceRoom + position) * blocks + block) * sourceRows + rows[row];
                        long write = ((o * targetRoom + position) * blocks + block) * rows.length + row;
                        target.put(Math.toIntExact(write * length), source, Math.toIntExact(read * length), length);
                    }
                }
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

    /** Whether rows can be chosen within one buffer: all ascending, or each stays or comes from behind those chosen. */
    static boolean inPlace(int[] rows) {
        boolean ascending = true;
        boolean fromBehind = true;
        for (int i = 0; i < rows.length; i++) {
            ascending &= i == 0 || rows[i] > rows[i - 1];
            fromBehind &= rows[i] == i || rows[i] >= rows.length;
        }
        return ascending || fromBehind;
    }
}
