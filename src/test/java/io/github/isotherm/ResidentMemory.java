package io.github.isotherm;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * What the bundled model takes in this process; {@code resident.py} prints the same of Python. Arguments: the tokens of one
 * prompt, or {@code chats} and how many of varying length.
 */
final class ResidentMemory {
    private static final Path MODEL = Path.of("models", "smollm2-135m-instruct");
    private static final int STEPS = 16;
    private static final int LONGEST_CHAT = 400;

    private ResidentMemory() {}

    public static void main(String[] arguments) {
        say("started");
        try (LocalModel model = LocalModel.open(MODEL, EngineOptions.defaults().withThreads(1))) {
            say("loaded");
            if (arguments[0].equals("chats")) {
                chats(model, Integer.parseInt(arguments[1]));
            } else {
                chat(model, Integer.parseInt(arguments[0]));
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
                Locale.ROOT, "%12s: VmRSS %6.1f MB, VmHWM %6.1f MB%n", when, megabytes("VmRSS:"), megabytes("VmHWM:"));
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
