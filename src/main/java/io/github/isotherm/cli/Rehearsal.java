package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.IsothermException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs short commands that print to nobody, for a JVM that keeps what it loads for them ({@link StartArchive}): on the model that
 * they would open, where there is one that does not take long.
 */
final class Rehearsal {
    private static final long MOST_BYTES = 1L << 30;

    private static final List<List<String>> WITH_MODEL = List.of(
            List.of("complete", "This is a", "-n", "2"), List.of("next", "This is a", "--temperatures", "0.5,1"));

    private static final List<List<String>> ALONE =
            List.of(List.of("apply", "day=5", "space=2.2", "--temperature", "0.5"), List.of("--version"));

    private Rehearsal() {}

    /**
     * Runs them and exits.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Main.prepare();
        PrintStream nobody =
                new PrintStream(new CheckedOutput(OutputStream.nullOutputStream()), true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(InputStream.nullInputStream(), nobody, nobody, Terminal.isInteractive(), System.getenv());
        if (hasModel()) {
            run(terminal, WITH_MODEL);
        }
        run(terminal, ALONE);
        System.exit(0);
    }

    private static void run(Terminal terminal, List<List<String>> commands) {
        for (List<String> command : commands) {
            CommandLineProgram.run(terminal, CommandLineText.decoded(command.toArray(String[]::new)));
        }
    }

    private static boolean hasModel() {
        try {
            Path folder = LocalModel.defaultFolder();
            return Files.isDirectory(folder) && bytes(folder) <= MOST_BYTES;
        } catch (IsothermException | IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
