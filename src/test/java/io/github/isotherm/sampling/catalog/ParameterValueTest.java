package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.TopK;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterValueTest {
    /** A component of every type that a processor of one's own may have. */
    private record Every(
            double number,
            int whole,
            boolean flag,
            String text,
            List<Integer> ids,
            List<Double> numbers,
            List<List<Integer>> sequences,
            List<Entry> entries,
            Map<Integer, Double> biases,
            Map<String, Integer> counts,
            List<Boolean> flags,
            List<String> texts,
            List<Form> forms,
            Object other) {}

    public record Entry(int id, double bias) {
        public Entry {
            if (bias == 13) {
                throw new IllegalArgumentException("13");
            }
        }
    }

    /** Written as what it holds. */
    public sealed interface Form {
        record Word(String word) implements Form {}

        record Ids(List<Integer> ids) implements Form {}
    }

    private static Object convert(String component, Object value) {
        Type type = Stream.of(Every.class.getRecordComponents())
                .filter(one -> one.getName().equals(component))
                .map(RecordComponent::getGenericType)
                .findFirst()
                .orElseThrow();
        return ParameterValue.convert("x's " + component, value, type);
    }

    @Test
    void everyTypeOfAComponentIsMadeOfWhatJsonHas() {
        assertThat(convert("number", 2)).isEqualTo(2.0);
        assertThat(convert("number", "inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(convert("number", "nan")).isEqualTo(Double.NaN);
        assertThat(convert("whole", 2.0)).isEqualTo(2);
        assertThat(convert("flag", true)).isEqualTo(true);
        assertThat(convert("text", "a")).isEqualTo("a");
        assertThat(convert("ids", List.of(1, 2.0))).isEqualTo(List.of(1, 2));
        assertThat(convert("numbers", List.of(1, "-inf"))).isEqualTo(List.of(1.0, Double.NEGATIVE_INFINITY));
        assertThat(convert("sequences", List.of(List.of(1)))).isEqualTo(List.of(List.of(1)));
        assertThat(convert("entries", List.of(Map.of("id", 3, "bias", 0.5)))).isEqualTo(List.of(new Entry(3, 0.5)));
        assertThat(convert("biases", Map.of("7", 1))).isEqualTo(Map.of(7, 1.0));
        assertThat(convert("counts", Map.of("a", 1))).isEqualTo(Map.of("a", 1));
        assertThat(convert("flags", List.of(true))).isEqualTo(List.of(true));
        assertThat(convert("forms", List.of("a", List.of(1.0))))
                .isEqualTo(List.of(new Form.Word("a"), new Form.Ids(List.of(1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number    | a number",
                "whole     | a whole number",
                "flag      | true or false",
                "ids       | a list of token ids",
                "numbers   | a list of numbers",
                "sequences | a list of lists of token ids",
                "entries   | a list of {id, bias} entries",
                "texts     | a list of \"strings\"",
                "forms     | a list of \"strings\" or lists of token ids",
                "biases    | a map from token ids to numbers",
                "counts    | a map from names to numbers"
            })
    void anotherShapeIsRefusedByName(String component, String allowed) {
        assertThatThrownBy(() -> convert(component, "often"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("x's " + component)
                .hasMessageContaining(allowed);
    }

    @Test
    void whatIsInsideIsRefusedByName() {
        assertThatThrownBy(() -> convert("text", 3)).hasMessageContaining("a \"string\"");
        assertThatThrownBy(() -> convert("whole", 2.5)).hasMessageContaining("a whole number");
        assertThatThrownBy(() -> convert("whole", 1e12)).hasMessageContaining("a whole number");
        assertThatThrownBy(() -> convert("biases", Map.of("a", 1))).hasMessageContaining("keys must be token ids");
        assertThatThrownBy(() -> convert("entries", List.of("a"))).hasMessageContaining("exactly \"id\" and \"bias\"");
        assertThatThrownBy(() -> convert("entries", List.of(Map.of("id", 1))))
                .hasMessageContaining("exactly \"id\" and \"bias\"");
        assertThatThrownBy(() -> convert("ids", Arrays.asList(1, null))).hasMessageContaining("null");
        assertThatThrownBy(() -> convert("biases", Collections.singletonMap("1", null)))
                .hasMessageContaining("null");
        assertThatThrownBy(() -> convert("forms", List.of(3)))
                .hasMessageContaining("must be a \"string\" or a list of token ids");
        assertThatThrownBy(() -> convert("other", 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> convert("entries", List.of(Map.of("id", 1, "bias", 13))))
                .isInstanceOf(UserCodeException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsAreEqualByWhatTheySet() {
        SamplingSettings settings = SamplingSettings.of(new TopK(3), new MinP(0.1));
        assertThat(settings)
                .isEqualTo(SamplingSettings.of(new TopK(5), new MinP(0.1), new TopK(3)))
                .hasSameHashCodeAs(SamplingSettings.of(new TopK(3), new MinP(0.1)))
                .isNotEqualTo(SamplingSettings.of(new TopK(3)))
                .isNotEqualTo("top-k=3");
        assertThat(settings.has("top_k")).isTrue();
        assertThat(settings.without("top_k").has("top_k")).isFalse();
        assertThat(settings.names()).containsExactlyInAnyOrder("top_k", "min_p");
        LogitsProcessor own = (candidates, context) -> {};
        assertThat(SamplingSettings.of(own, own).steps()).hasSize(2);
    }

    private static final class NoRecord implements LogitsProcessor {
        @Override
        public void process(Candidates candidates, StepContext context) {}
    }

    @Test
    void aRowIsOfARecord() {
        assertThatThrownBy(
                        () -> ProcessorType.of("no-record", NoRecord.class, "x").stands(Stage.TRUNCATE, 1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("is no record");
    }

    @Test
    void aProcessorWithoutParametersTakesNone() {
        assertThatThrownBy(() -> ProcessorCatalog.standard().step("p_less", Map.of("p", 1)))
                .hasMessageContaining("it takes none");
        assertThatThrownBy(() -> ProcessorCatalog.standard().step("p_less", 1)).hasMessageContaining("write it alone");
    }
}
