package io.github.isotherm.onnx;

import java.nio.ByteBuffer;

/**
 * Copies a state between buffers of different room.
 *
 * @param slot which state
 * @param sourceRoom positions the source has room for
 * @param targetRoom positions the target has room for
 */
record StateCopy(StateSlot slot, int sourceRoom, int targetRoom) {
    /** Copies the first positions of each head, or all of a state of fixed size; both may be one buffer where the room shrinks. */
    void positions(int count, ByteBuffer source, ByteBuffer target) {
        if (!slot.grows()) {
            target.put(0, source, 0, Math.toIntExact(slot.bytes(0)));
            return;
        }
        long blocks = slot.blocks();
        long stride = slot.positionBytes() / blocks;
        int length = Math.toIntExact(count * stride);
        for (long block = 0; block < blocks; block++) {
            int read = Math.toIntExact(block * sourceRoom * stride);
            target.put(Math.toIntExact(block * targetRoom * stride), source, read, length);
        }
    }
}
