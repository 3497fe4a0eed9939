package io.github.isotherm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One line, one case: chain and numbers in, probabilities out. The format is told at the head of each file. */
class GoldenTableTest {
    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(
            resources = {"/golden/processors.csv", "/golden/python.csv"},
            delimiter = '|',
            maxCharsPerColumn = 100_000)
    void givesTheExpectedDistribution(String source, String chain, String input, String history, String expected) {
        Candidates candidates = load(input);
        CATALOG.parse(chain == null ? "" : chain).forRow().process(candidates, context(history));
        if (expected.startsWith("l ")) {
            assertThat(Reference.denseLogits(candidates)).containsExactly(numbers(expected.substring(1)), within(1e-5));
            return;
        }
        double[] wanted = numbers(expected);
        assertThat(Reference.dense(candidates)).containsExactly(wanted, within(1e-5));
        assertThat(Reference.ids(candidates)).isEqualTo(idsAbove0(wanted));
    }

    private static int[] idsAbove0(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .filter(id -> probabilities[id] > 0)
                .toArray();
    }

    private static Candidates load(String input) {
        double[] values = numbers(input.substring(1));
        if (input.charAt(0) == 'p') {
            values = Arrays.stream(values).map(Math::log).toArray();
        }
        return new Candidates(values.length).load(values);
    }

    private static StepContext context(String history) {
        String[] parts = history == null ? new String[] {""} : history.split("/", -1);
        int[] prompt = parts.length == 2 ? ids(parts[0]) : new int[0];
        int[] generated = ids(parts[parts.length - 1]);
        int[] all = Arrays.copyOf(prompt, prompt.length + generated.length);
        System.arraycopy(generated, 0, all, prompt.length, generated.length);
        return Reference.context(all, prompt.length);
    }

    private static int[] ids(String text) {
        return Arrays.stream(text.trim().split(" +"))
                .filter(id -> !id.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.trim().split(" +"))
                .mapToDouble(GoldenTableTest::number)
                .toArray();
    }

    private static double number(String text) {
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
