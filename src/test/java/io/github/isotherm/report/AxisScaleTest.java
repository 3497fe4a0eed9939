package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.math.KeyedUniform;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AxisScaleTest {
    private static List<String> labels(double most, int atMost) {
        AxisScale scale = AxisScale.of(most, atMost);
        return IntStream.rangeClosed(0, scale.marks()).mapToObj(scale::label).toList();
    }

    @Test
    void marksAreRoundNumbersFromZeroOverTheValue() {
        assertThat(labels(4.6, 5)).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(labels(0.93, 4)).containsExactly("0.0", "0.5", "1.0");
        assertThat(labels(0.021, 4)).containsExactly("0.00", "0.01", "0.02", "0.03");
        assertThat(labels(37.2, 4)).containsExactly("0", "10", "20", "30", "40");
        assertThat(labels(1e6, 4)).containsExactly("0", "500000", "1000000");
    }

    /** 0.3 is not three times 0.1 in double. */
    @Test
    void aValueOnAMarkIsTheEnd() {
        assertThat(labels(0.3, 4)).containsExactly("0.0", "0.1", "0.2", "0.3");
        assertThat(labels(1, 4)).containsExactly("0.0", "0.5", "1.0");
    }

    @Test
    void withNothingAboveZeroItEndsAtOne() {
        assertThat(labels(0, 4)).containsExactly("0.0", "0.5", "1.0");
    }

    @Test
    void holdsEveryValueWithFewMarks() {
        for (int i = 0; i < 2000; i++) {
            double most = Math.pow(10, 14 * KeyedUniform.at(1, i, 0) - 7);
            AxisScale scale = AxisScale.of(most, 4);
            assertThat(scale.marks()).as("%s", most).isBetween(1, 4);
            assertThat(scale.end()).isGreaterThanOrEqualTo(most * (1 - 1e-9)).isLessThanOrEqualTo(5 * most);
        }
    }
}
