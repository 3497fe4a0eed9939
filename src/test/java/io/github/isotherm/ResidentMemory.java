package io.github.isotherm;

import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.KeyValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What the bundled model takes in this process; {@code resident.py} prints the same of Python. Arguments: the tokens of one
 * prompt, or {@code chats} and how many of varying length; then {@code fast} for activations as exported,
 * {@code float16} for keys and values of 16 bits. What is in files is
 * libraries, jars and Java's archive; the rest is Java's heap, what Java has outside it, and what the C library has.
 */
final class ResidentMemory {
    private static final Path MODEL = Path.of("models", "smollm2-135m-instruct");
    private static final int STEPS = 16;
    private static final double MB = 1 << 20;
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int LONGEST_CHAT = 400;

    private ResidentMemory() {}

    public static void main(String[] arguments) {
        say("started");
        List<String> all = List.of(arguments);
        Activations activations = all.contains("fast") ? Activations.FAST : Activations.EXACT;
        EngineOptions options = EngineOptions.defaults().withThreads(1).withActivations(activations);
        options = all.contains("float16") ? options.withKeyValues(KeyValueType.FLOAT16) : options;
        try (LocalModel model = LocalModel.open(MODEL, options)) {
            say("loaded");
            if (all.get(0).equals("chats")) {
                chats(model, Integer.parseInt(all.get(1)));
            } else {
                chat(model, Integer.parseInt(all.get(0)));
                say("steps");
            }
        }
        say("closed");
    }

    private static void chats(LocalModel model, int count) {
        Random lengths = new Random(1);
        for (int i = 1; i <= count; i++) {
            chat(model, 1 + lengths.nextInt(LONGEST_CHAT));
            if (i % (count / 10) == 0) {
                say(i + " chats");
            }
        }
    }

    /** Its state stays for whoever goes on with it. */
    private static void chat(LocalModel model, int tokens) {
        int[] prompt =
                new Random(tokens).ints(tokens, 0, model.vocabularySize()).toArray();
        CompletionOptions options =
                CompletionOptions.defaults().maxTokens(STEPS).seed(1L);
        model.complete(prompt, options, GenerationListener.NONE, new Cancellation());
    }

    private static void say(String when) {
        System.out.printf(
                Locale.ROOT,
                "%12s: VmRSS %6.1f MB, VmHWM %6.1f MB; in files %6.1f, heap %6.1f of %6.1f committed, direct %5.1f,"
                        + " classes and code %5.1f%n",
                when,
                megabytes("VmRSS:"),
                megabytes("VmHWM:"),
                megabytes("RssFile:"),
                MEMORY.getHeapMemoryUsage().getUsed() / MB,
                MEMORY.getHeapMemoryUsage().getCommitted() / MB,
                direct() / MB,
                MEMORY.getNonHeapMemoryUsage().getCommitted() / MB);
    }

    private static double direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static double megabytes(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith(name))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
