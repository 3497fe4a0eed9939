package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.LocalModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Soak} in a program of its own: two minutes, or what {@code -Dsoak.seconds}, {@code -Dsoak.tokens} and {@code
 * -Dsoak.seed} say.
 */
class SoakIT {
    private static final long SECONDS = Long.getLong("soak.seconds", 120);
    private static final long TOKENS = Long.getLong("soak.tokens", Long.MAX_VALUE);
    private static final long SEED = Long.getLong("soak.seed", 20L);
    private static final boolean IS_LONG = SECONDS >= 3600;
    private static final Path TINY = Path.of("src/test/resources/fixtures/tiny-gqa");

    @TempDir
    Path folder;

    @Test
    void everyTextOfATinyGraphIsTheOneMadeAloneAndNoMemoryIsKept() throws Exception {
        Path model = tiny();
        List<String> said = soak(model, SECONDS * 3 / 4);
        grewBy(numbers(said, "heap (\\d+) KiB"), IS_LONG ? 1 : 15);
        grewBy(numbers(said, "resident (\\d+) KiB"), IS_LONG ? 5 : 25);
    }

    /** From the end of the first round, which is a tenth, to the end of the last; short runs still warm up then. */
    private static void grewBy(List<Long> measured, int percent) {
        assertThat(measured.get(measured.size() - 1))
                .as("KiB after each round, all closed: %s", measured)
                .isLessThanOrEqualTo(measured.get(0) * (100 + percent) / 100);
    }

    @Test
    void everyTextOfTheBundledModelIsTheOneMadeAlone() throws Exception {
        soak(LocalModel.bundledFolder(), SECONDS / 4);
    }

    private static List<String> soak(Path model, long seconds) throws Exception {
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch", // what remains is the natives' doing
                        "-cp",
                        System.getProperty("java.class.path"),
                        Soak.class.getName(),
                        model.toString(),
                        Long.toString(seconds),
                        Long.toString(TOKENS),
                        Long.toString(SEED)))
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        said.forEach(System.out::println);
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        List<String> rounds =
                said.stream().filter(line -> line.startsWith("round ")).toList();
        assertThat(rounds).isNotEmpty().allMatch(line -> line.contains(" 0 faults"));
        assertThat(numbers(rounds, "(\\d+) requests").get(rounds.size() - 1)).isGreaterThan(seconds);
        return rounds;
    }

    private static List<Long> numbers(List<String> rounds, String pattern) {
        return rounds.stream()
                .map(line -> Long.valueOf(line.replaceFirst(".*?" + pattern + ".*", "$1")))
                .toList();
    }

    /** The graph has no tokenizer; this one has a word for each of its ids. */
    private Path tiny() throws Exception {
        try (Stream<Path> files = Files.list(TINY)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        int size;
        try (LocalModel model = LocalModel.open(folder)) {
            size = model.vocabularySize();
        }
        String words =
                IntStream.range(0, size).mapToObj(id -> "\"w" + id + "\":" + id).collect(Collectors.joining(","));
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],\"normalizer\":null,"
                        + "\"pre_tokenizer\":{\"type\":\"Whitespace\"},\"post_processor\":null,\"decoder\":null,"
                        + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{" + words + "},\"unk_token\":\"w0\"}}");
        return folder;
    }
}
