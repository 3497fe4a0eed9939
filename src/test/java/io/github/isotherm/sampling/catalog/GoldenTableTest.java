package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.StepContext;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * One line, one case: chain and numbers in, probabilities out, for logits that come as doubles and as floats. The format is
 * told at the head of each file.
 */
class GoldenTableTest {
    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(
            resources = {"/golden/processors.csv", "/golden/python.csv"},
            delimiter = '|',
            maxCharsPerColumn = 100_000)
    void givesTheExpectedDistribution(String source, String chain, String input, String history, String expected) {
        double[] logits = logits(input);
        check(new Candidates(logits.length).load(logits), chain, history, expected);
        check(new Candidates(logits.length).load(floats(logits)), chain, history, expected);
    }

    private static void check(Candidates candidates, String chain, String history, String expected) {
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

    private static double[] logits(String input) {
        double[] values = numbers(input.substring(1));
        return input.charAt(0) == 'p' ? Arrays.stream(values).map(Math::log).toArray() : values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
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
