package io.github.isotherm.onnx;

import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What glibc keeps of memory that was freed: it has heaps of their own for threads, and gives pages back only from their ends, so
 * that a program that opens and closes models kept 1.5 GB after thirty of them.
 */
final class FreedMemory {
    private static final Logger LOG = LoggerFactory.getLogger(FreedMemory.class);

    private FreedMemory() {}

    /** Gives all of it back to the system; nothing where the C library is another, which has no such function. */
    static void giveBack() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            SystemFunction.of("malloc_trim").invokeInt(new Object[] {0L});
        } catch (LinkageError e) {
            LOG.debug("Freed memory stays with the C library", e);
        }
    }
}
