package io.github.isotherm.onnx;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.github.isotherm.error.ModelException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of memory for the state of a row: reserved for its whole context at once, resident only as it is written, gone at
 * {@link #close}. It comes from the C library, as direct buffers are zeroed, hence resident at once, and go when garbage is
 * next collected. Slices keep the memory only as long as somebody holds the block. Thread-safe; a slice is not.
 */
final class StateBlock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateBlock.class);

    /** Frees what nobody closed. */
    private static final Cleaner FORGOTTEN = Cleaner.create();

    /** A cache line, and the width of the widest vector registers. */
    private static final int LINE = 64;

    /** Whatever glibc has learnt, this much is a mapping of its own and goes back to the system whole. */
    private static final long OWN_MAPPING = (32L << 20) + 1;

    /** Less than this may stay with the C library for whoever asks next. */
    private static final long WORTH_A_MAPPING = 1L << 20;

    private static final boolean NATIVE = isNative();

    private final long bytes;

    /** Empty where nobody knows where it is. */
    private final AddressRange addresses;

    private final Cut cut;
    private final Cleaner.Cleanable memory;
    private volatile boolean closed;

    private StateBlock(long bytes, AddressRange addresses, Cut cut, Runnable free) {
        this.bytes = bytes;
        this.addresses = addresses;
        this.cut = cut;
        memory = FORGOTTEN.register(this, free);
    }

    /** A part of the memory. */
    private interface Cut {
        ByteBuffer of(long offset, long bytes);
    }

    /**
     * Memory with anything in it; where the C library cannot be reached, a direct buffer of zeros.
     *
     * @param bytes ≥ 0
     * @param use completes the sentence of the error, such as "the key/value cache of a row"
     * @throws ModelException when there is not so much memory
     */
    static StateBlock allocate(long bytes, String use) {
        return NATIVE ? ofSystem(bytes, use) : ofJava(bytes, use);
    }

    private static StateBlock ofSystem(long bytes, String use) {
        long alignment = bytes < MemoryAdvice.HUGE_PAGE ? LINE : MemoryAdvice.HUGE_PAGE;
        long allocated = Native.malloc(asked(bytes + alignment));
        if (allocated == 0) {
            throw DirectMemory.refused(bytes, use);
        }
        long address = (allocated + alignment - 1) & -alignment;
        MemoryAdvice.smallPages(address, bytes);
        AddressRange addresses = new AddressRange(address, address + bytes);
        return new StateBlock(bytes, addresses, new Pointer(address)::getByteBuffer, () -> Native.free(allocated));
    }

    private static long asked(long bytes) {
        return bytes >= WORTH_A_MAPPING && Platform.isLinux() ? Math.max(bytes, OWN_MAPPING) : bytes;
    }

    /** What every platform has. */
    static StateBlock ofJava(long bytes, String use) {
        ByteBuffer whole = DirectMemory.allocate(bytes, use);
        AddressRange unknown = new AddressRange(0, 0);
        return new StateBlock(bytes, unknown, (offset, length) -> whole.slice((int) offset, (int) length), () -> {});
    }

    /** JNA says with errors of several kinds that it cannot load. */
    private static boolean isNative() {
        try {
            return Native.POINTER_SIZE == Long.BYTES;
        } catch (Error e) {
            LOG.debug("The C library cannot be reached: the state of rows is in direct buffers", e);
            return false;
        }
    }

    /**
     * A part, in native byte order; not to be used after {@link #close}.
     *
     * @param offset bytes from the start, a multiple of 64
     * @param length bytes, ≤ {@link Integer#MAX_VALUE}
     */
    ByteBuffer slice(long offset, long length) {
        if (closed) {
            throw new IllegalStateException("the block is closed");
        }
        if (offset < 0 || offset % LINE != 0 || length < 0 || length > Integer.MAX_VALUE || offset > bytes - length) {
            throw new IllegalArgumentException(
                    "no slice of " + length + " bytes at " + offset + " in a block of " + bytes);
        }
        return cut.of(offset, length).order(ByteOrder.nativeOrder());
    }

    /** The pages of 2 MiB that lie in it whole, in a list of the caller's; empty where nobody knows where it is. */
    List<AddressRange> hugePages() {
        return new ArrayList<>(addresses.pages(MemoryAdvice.HUGE_PAGE));
    }

    /** Bytes reserved; how many are resident depends on what was written. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        memory.clean();
    }
}
