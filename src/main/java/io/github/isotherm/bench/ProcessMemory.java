package io.github.isotherm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the system says about this process. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    /** Sums over all mappings, as the list of them has thousands of lines. */
    private static final Path SUMS = Path.of("/proc/self/smaps_rollup");

    private static final String HUGE = "AnonHugePages:";

    private ProcessMemory() {}

    /** Bytes in memory; empty where the system has no such file. */
    static OptionalLong resident() {
        return figure(STATUS, RESIDENT);
    }

    /** Bytes of it on huge pages; empty where the system has no such file. */
    static OptionalLong huge() {
        return figure(SUMS, HUGE);
    }

    private static OptionalLong figure(Path file, String name) {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
