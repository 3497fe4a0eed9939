package io.github.isotherm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tests that run in the background of a shell are born deaf to Ctrl-C, and so are the processes they start. */
public final class DefaultSignals {
    private static final int INTERRUPT = 2;

    private DefaultSignals() {}

    /** What a command line begins with, so that its process hears Ctrl-C; nothing where it does anyway. */
    public static List<String> prefix() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return List.of();
        }
        return isDeaf(status) ? List.of("env", "--default-signal=INT") : List.of();
    }

    /** Until it has the signals back, which takes a moment on a busy machine, it would miss one. */
    public static void await(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        while (Files.exists(status) && process.isAlive() && isDeaf(status)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isDeaf(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & INTERRUPT) != 0);
    }
}
