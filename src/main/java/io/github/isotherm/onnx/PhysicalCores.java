package io.github.isotherm.onnx;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Counts cores, not hyper-threads: two threads of one core share the arithmetic units that a model keeps busy. */
public final class PhysicalCores {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private PhysicalCores() {}

    /**
     * Counts.
     *
     * @return cores of this machine that this program may use, ≥ 1
     */
    public static int count() {
        int logical = Runtime.getRuntime().availableProcessors();
        int physical = Files.isDirectory(CPUS) ? linux(CPUS) : byArchitecture(logical);
        return physical < 1 ? logical : Math.min(physical, logical);
    }

    /** The number of different sets of hyper-threads; 0 when the kernel does not say. */
    static int linux(Path cpus) {
        Set<String> cores = new HashSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
            for (Path cpu : folders) {
                Path siblings = cpu.resolve("topology").resolve("thread_siblings_list");
                if (Files.isReadable(siblings)) {
                    cores.add(Files.readString(siblings).strip());
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return cores.size();
    }

    /** Where nobody says: x86 processors usually have two threads per core, ARM ones one. */
    private static int byArchitecture(int logical) {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = architecture.startsWith("aarch64") || architecture.startsWith("arm");
        return arm ? logical : Math.max(1, logical / 2);
    }
}
