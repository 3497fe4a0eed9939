package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every guard fires, in one sentence that tells name, value and what is allowed. */
class GuardsTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/golden/refusals.csv", delimiter = '|', nullValues = "none")
    void refuses(String chain, String logits, String sentence) {
        assertThatThrownBy(() -> {
                    ProcessorChain parsed = ProcessorCatalog.standard().parse(chain == null ? "" : chain);
                    double[] row = Arrays.stream(logits.split(" "))
                            .mapToDouble(GuardsTest::number)
                            .toArray();
                    parsed.forRow()
                            .process(new Candidates(row.length).load(row), Reference.context(new int[] {0, 1, 0}, 1));
                })
                .isInstanceOf(IsothermException.class)
                .hasMessage(sentence);
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
