package io.github.isotherm;

import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What opening a model takes, in this process: {@code load.py} asks for it and for the same of Python. Arguments: the folder, which
 * needs no tokenizer; {@code exact}, {@code fast} or {@code as-is}. Printed: milliseconds to the open model and to the logits of one
 * token, then resident memory, its part that is in no file, and the most that ever was resident, in MB.
 */
final class LoadMemory {
    private static final double MILLION = 1e6;
    private static final double KILO = 1024;

    private LoadMemory() {}

    public static void main(String[] arguments) throws IOException {
        EngineOptions options = EngineOptions.defaults().withThreads(1);
        options = switch (arguments[1]) {
            case "exact" -> options;
            case "fast" -> options.withActivations(Activations.FAST);
            case "as-is" -> options.withAsIs(true);
            default -> throw new IllegalArgumentException(arguments[1]);
        };
        long start = System.nanoTime();
        try (LocalModel model = LocalModel.open(Path.of(arguments[0]), options)) {
            long opened = System.nanoTime();
            CompletionOptions one = CompletionOptions.defaults().maxTokens(1).seed(1L);
            model.complete(new int[] {1}, one, GenerationListener.NONE, new Cancellation());
            long fed = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%.0f %.0f %.1f %.1f %.1f%n",
                    (opened - start) / MILLION,
                    (fed - start) / MILLION,
                    megabytes("VmRSS:"),
                    megabytes("RssAnon:"),
                    megabytes("VmHWM:"));
        }
    }

    private static double megabytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith(name))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / KILO;
    }
}
