package io.github.isotherm.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kind of processor, as far as the system tells: ONNX Runtime chooses kernels, and with them graphs, by it. */
public final class Processor {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    /** Of x86, then of ARM: the model and the sets of instructions. */
    private static final List<String> FIELDS = List.of(
            "vendor_id", "cpu family", "model", "model name", "flags", "CPU implementer", "CPU part", "Features");

    private Processor() {}

    /**
     * The processor of this machine.
     *
     * @return system, model and sets of instructions; the same text for the same kind
     */
    public static String description() {
        String system = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
        try {
            return Files.isReadable(LINUX)
                    ? system + " " + linux(Files.readAllLines(LINUX))
                    : system + " " + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
        } catch (IOException e) {
            return system;
        }
    }

    /** What counts of {@code /proc/cpuinfo}: not its clock, which moves. */
    static String linux(List<String> lines) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).strip();
            if (FIELDS.contains(field)) {
                found.putIfAbsent(field, line.substring(colon + 1).strip());
            }
        }
        return found.toString();
    }
}
