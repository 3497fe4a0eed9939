package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link ServerSoak} in a program of its own: two minutes, or what {@code -Dsoak.seconds}, {@code -Dsoak.requests} and {@code
 * -Dsoak.seed} say.
 */
class ServerSoakIT {
    private static final long SECONDS = Long.getLong("soak.seconds", 120);
    private static final long REQUESTS = Long.getLong("soak.requests", Long.MAX_VALUE);
    private static final long SEED = Long.getLong("soak.seed", 21L);
    private static final int LEAST = 200;

    @Test
    void everyAnswerIsTheOneGivenAloneEveryRefusalIsDueAndNoMemoryIsKept() throws Exception {
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch", // what remains is the natives' doing
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerSoak.class.getName(),
                        Long.toString(SECONDS),
                        Long.toString(REQUESTS),
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
        assertThat(rounds).hasSizeGreaterThan(1).allMatch(line -> line.contains(" 0 faults"));
        assertThat(numbers(rounds, "(\\d+) requests").get(rounds.size() - 1))
                .isGreaterThanOrEqualTo(Math.min(LEAST, REQUESTS));
        // the first two rounds still warm up
        grewBy(numbers(rounds, "heap (\\d+) KiB"), 15);
        grewBy(numbers(rounds, "resident (\\d+) KiB"), 20);
    }

    private static void grewBy(List<Long> measured, int percent) {
        assertThat(measured.get(measured.size() - 1))
                .as("KiB after each round, when nothing runs: %s", measured)
                .isLessThanOrEqualTo(measured.get(Math.min(1, measured.size() - 1)) * (100 + percent) / 100);
    }

    private static List<Long> numbers(List<String> rounds, String pattern) {
        return rounds.stream()
                .map(line -> Long.valueOf(line.replaceFirst(".*?" + pattern + ".*", "$1")))
                .toList();
    }
}
