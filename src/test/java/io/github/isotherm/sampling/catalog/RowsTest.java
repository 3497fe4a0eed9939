package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.Samples;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rows say is what the records do. */
class RowsTest {
    private static final double TINY = 1e-9;

    static Stream<ProcessorType> rows() {
        return BuiltInProcessors.ALL.stream();
    }

    static Stream<Arguments> ranged() {
        return rows().flatMap(type -> type.parameters().stream()
                .filter(parameter -> parameter.range() != null)
                .map(parameter -> Arguments.of(type, parameter)));
    }

    /** All parameters of a sample at work, so that only the one that is tried can be refused. */
    private static Map<String, Object> atWork(ProcessorType type) {
        return Samples.ALL.stream()
                .map(sample -> ProcessorCatalog.standard()
                        .parse(sample.active())
                        .steps()
                        .get(0))
                .filter(step -> step.name().equals(type.name()))
                .findFirst()
                .map(step -> new HashMap<>(step.parameters()))
                .orElseThrow();
    }

    private static void make(ProcessorType type, Parameter parameter, double value) {
        Map<String, Object> given = atWork(type);
        given.put(parameter.name(), value);
        given.computeIfPresent("unconditional", (name, none) -> List.of(1, 2));
        type.create(given);
    }

    @ParameterizedTest
    @MethodSource("ranged")
    void aRecordTakesItsRange(ProcessorType type, Parameter parameter) {
        Range range = parameter.range();
        for (double value : List.of(
                -1e6, -1.0, 0.0, 1.0, 2.0, 1e6, range.low(), range.low() + TINY, range.high(), range.high() - TINY)) {
            if (range.contains(value) && !(range.whole() && value > 100)) {
                make(type, parameter, value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ranged")
    void aRecordRefusesWhatIsOutside(ProcessorType type, Parameter parameter) {
        Range range = parameter.range();
        boolean offIsOutside = type.off()
                .map(Double::valueOf)
                .filter(off -> !range.contains(off))
                .isPresent();
        for (double value : List.of(
                -1e6,
                -1.0,
                -TINY,
                0.0,
                0.5,
                1.0,
                1 + TINY,
                1e6,
                range.low(),
                range.high(),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY)) {
            if (!range.contains(value) && !(offIsOutside && value == -1)) {
                assertThatThrownBy(() -> make(type, parameter, value))
                        .as("%s %s %s", type, parameter.name(), value)
                        .isInstanceOf(InvalidValueException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theOffValueIsOffAndTheFirstIsNot(ProcessorType type) {
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        type.off()
                .ifPresent(off -> assertThat(catalog.parse(type.name() + "=" + off)
                                .steps()
                                .get(0)
                                .processor()
                                .isOff())
                        .isTrue());
        type.first().ifPresent(first -> {
            String text = first.contains("=") ? "(" + first + ")" : "=" + first;
            assertThat(catalog.parse(type.name() + text)
                            .steps()
                            .get(0)
                            .processor()
                            .isOff())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aMeaningIsOneSentence(ProcessorType type) {
        assertThat(type.meaning()).matches("[A-Z][^\n]{20,140}\\.").doesNotContain(". ");
    }

    @ParameterizedTest
    @EnumSource(ProcessorOrder.class)
    void noTwoRowsShareAPlace(ProcessorOrder order) {
        Set<Place> places = new HashSet<>();
        rows().forEach(type ->
                assertThat(places.add(type.place(order))).as(type.name()).isTrue());
    }

    @Test
    void noTwoRowsShareAFieldOfTheConfiguration() {
        Set<String> fields = new HashSet<>();
        rows().forEach(type -> type.configuration()
                .forEach(key -> assertThat(fields.add(key.name())).isTrue()));
    }
}
