package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.LocalModel;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.TerminalText;
import io.github.isotherm.sampling.ProcessorChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of {@code next} in a window. */
class NextScreenIT {
    private static final String PROMPT = "This is a wonderful ___";

    private static CommandLineRun watched(int columns, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                true,
                Map.of("COLUMNS", "" + columns, "LANG", "en_US.UTF-8", "TERM", "xterm-256color", "NO_COLOR", "1"));
        int code = CommandLineProgram.run(terminal, args);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<Double> figures(String line) {
        return Arrays.stream(line.replaceAll("\"[^\"]*\"|\\|[^|]*\\||others|\\S*,\\d+", " ")
                        .strip()
                        .split(" +"))
                .map(Double::valueOf)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {PROMPT, "This is a ___ day", "The capital of France is"})
    void fitsTwentyFourLinesOfEightyAtItsDefaults(String prompt) {
        CommandLineRun run = watched(80, "next", prompt);
        assertThat(run.code()).as(run.err()).isZero();
        String shown = run.err() + run.out();
        assertThat(shown.lines().count() + 1)
                .as("with the line to type on:\n" + shown)
                .isLessThanOrEqualTo(24);
        assertThat(shown.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80));
        assertThat(run.out()).contains("T = 0.2 ", "T = 0.7 ", "T = 1 ", "T = 1.5");
    }

    @Test
    void theColumnsAreTheNumbersOfTheTemperatures() {
        List<String> lines =
                watched(120, "next", PROMPT, "-c", "day,space").out().lines().toList();
        try (LocalModel model = LocalModel.openBundled()) {
            List<Double> temperatures = List.of(0.2, 0.7, 1.0, 1.5);
            NextTokens next = model.next(
                    model.encode("This is a wonderful"),
                    new TemperatureSweep(
                            ProcessorChain.EMPTY, temperatures, 10, List.of(model.word("day"), model.word("space"))));
            for (int rank = 0; rank < 10; rank++) {
                String token = "\""
                        + model.vocabulary()
                                .text(next.distributions()
                                        .get(0)
                                        .top()
                                        .get(rank)
                                        .id()) + "\"";
                String line = lines.stream()
                        .filter(one -> one.startsWith(token))
                        .findFirst()
                        .orElseThrow();
                for (int t = 0; t < 4; t++) {
                    assertThat(figures(line).get(t))
                            .isCloseTo(
                                    next.distributions().get(t).top().get(rank).probability(), within(1e-6));
                }
            }
            String others = lines.stream()
                    .filter(one -> one.startsWith("49,142 others"))
                    .findFirst()
                    .orElseThrow();
            String day = lines.stream()
                    .filter(one -> one.startsWith("\" day\""))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            for (int t = 0; t < 4; t++) {
                assertThat(figures(others).get(t))
                        .isCloseTo(next.distributions().get(t).rest().probability(), within(1e-6));
                assertThat(figures(day).get(t))
                        .isCloseTo(
                                next.distributions().get(t).candidates().get(0).probability(), within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 72, 76, 80, 100, 200, 400})
    void whereColumnsDoNotFitTheTemperaturesStandOneBelowTheOther(int columns) {
        String shown = watched(columns, "next", PROMPT, "-c", "day").out();
        if (columns < 80) {
            assertThat(shown)
                    .isEqualTo(watched(columns, "next", PROMPT, "-c", "day", "--format", "table")
                            .out());
        } else {
            assertThat(shown.lines())
                    .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
            assertThat(shown.lines()).anyMatch(line -> line.contains("T = 0.2 ") && line.contains("T = 1.5"));
        }
    }

    @Test
    void aChainsStagesOneTemperatureAndAFormAskedForKeepTheirTable() {
        assertThat(watched(80, "next", PROMPT, "-t", "1").out()).contains("\nT = 1   entropy");
        assertThat(watched(80, "next", PROMPT, "--top-k", "5").out()).contains("\nT = 0.2   entropy");
        assertThat(watched(80, "next", PROMPT, "--format", "table").out()).contains("\nT = 0.2   entropy");
    }
}
