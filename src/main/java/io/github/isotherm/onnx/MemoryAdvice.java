package io.github.isotherm.onnx;

import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the Linux kernel is told about memory. Elsewhere nothing is said, and what it refuses is left. */
final class MemoryAdvice {
    /** Bytes. */
    static final long PAGE = 4096;

    /** Bytes. */
    static final long HUGE_PAGE = 2L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryAdvice.class);

    private static final Path SETTINGS = Path.of("/sys/kernel/mm/transparent_hugepage");

    /** Names three ways, that in force in brackets. */
    private static final Path WAY = SETTINGS.resolve("enabled");

    /** Bytes; 2 MiB where small pages have 4 KiB. */
    private static final Path SIZE = SETTINGS.resolve("hpage_pmd_size");

    private static final String ALWAYS = "[always]";
    private static final String NEVER = "[never]";

    /** {@code MADV_HUGEPAGE}. */
    private static final int LARGE = 14;

    /** {@code MADV_NOHUGEPAGE}. */
    private static final int SMALL = 15;

    /** {@code MADV_COLLAPSE}, since Linux 6.1. */
    private static final int COLLAPSE = 25;

    private MemoryAdvice() {}

    /**
     * Keeps memory on small pages where the system would otherwise give a huge one at the first write: the heads of a state
     * tensor begin at distances of a whole context, so the first token of a row would make all of its context resident.
     */
    static void smallPages(long address, long bytes) {
        if (said(WAY).contains(ALWAYS)) {
            keepSmall(address, bytes);
        }
    }

    /** The same whatever the system would do; false where it is not told. */
    static boolean keepSmall(long address, long bytes) {
        long from = (address + PAGE - 1) & -PAGE;
        return advise(from, (address + bytes & -PAGE) - from, SMALL);
    }

    /** Whether the system has huge pages and may give them. */
    static boolean canCollapse() {
        return said(SIZE).equals(Long.toString(HUGE_PAGE)) && !said(WAY).contains(NEVER);
    }

    /** Moves a huge page's worth of memory to one, kept small or not; false where the system does not. */
    static boolean collapse(AddressRange page) {
        if (said(WAY).contains(ALWAYS)) {
            advise(page.from(), page.bytes(), LARGE);
        }
        return advise(page.from(), page.bytes(), COLLAPSE);
    }

    private static String said(Path setting) {
        try {
            return Platform.isLinux() ? Files.readString(setting).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean advise(long address, long bytes, int advice) {
        if (bytes <= 0) {
            return false;
        }
        try {
            Object[] arguments = {new Pointer(address), bytes, advice};
            return SystemFunction.of("madvise").invokeInt(arguments) == 0;
        } catch (LinkageError e) {
            LOG.debug("The kernel cannot be advised", e);
            return false;
        }
    }
}
