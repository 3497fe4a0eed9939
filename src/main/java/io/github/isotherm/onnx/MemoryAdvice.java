package io.github.isotherm.onnx;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the Linux kernel is told about memory. Elsewhere nothing is said, and what it refuses is left. */
final class MemoryAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryAdvice.class);

    /** Names three ways, that in force in brackets. */
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private static final String ALWAYS = "[always]";
    private static final long PAGE = 4096;

    /** {@code MADV_NOHUGEPAGE}. */
    private static final int SMALL = 15;

    private MemoryAdvice() {}

    /**
     * Keeps memory on small pages where the system would otherwise give a huge one at the first write: the heads of a state
     * tensor begin at distances of a whole context, so the first token of a row would make all of its context resident.
     */
    static void smallPages(long address, long bytes) {
        if (hugePagesAre(ALWAYS)) {
            long from = (address + PAGE - 1) & -PAGE;
            advise(from, (address + bytes & -PAGE) - from, SMALL);
        }
    }

    private static boolean hugePagesAre(String way) {
        try {
            return Platform.isLinux() && Files.readString(HUGE_PAGES).contains(way);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the system did it. */
    private static boolean advise(long address, long bytes, int advice) {
        if (bytes <= 0) {
            return false;
        }
        try {
            Object[] arguments = {new Pointer(address), bytes, advice};
            return Function.getFunction("c", "madvise").invokeInt(arguments) == 0;
        } catch (LinkageError e) {
            LOG.debug("The kernel cannot be advised", e);
            return false;
        }
    }
}
