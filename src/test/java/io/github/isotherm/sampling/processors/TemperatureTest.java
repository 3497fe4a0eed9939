package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.RandomLogits;
import io.github.isotherm.sampling.Reference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {
    private static final double[] TEMPERATURES = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1, 1.1, 1.5, 2};

    static Stream<RandomLogits.Row> rows() {
        return Stream.concat(RandomLogits.rows(), RandomLogits.wideRows().limit(1));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void equalsAFloat64SoftmaxAtEveryTemperature(RandomLogits.Row row) {
        double[] logits = Reference.doubles(row.logits());
        for (double t : TEMPERATURES) {
            Candidates candidates = new Candidates(row.size()).load(row.logits());
            run(new Temperature(t), candidates);
            double[] expected = Reference.softmax(logits, t);
            double[] actual = Reference.dense(candidates);
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
            }
            assertThat(worst).as("T = %s", t).isLessThan(1e-12);
        }
    }

    /** Entropy rises with T, and T → 0 meets greedy. */
    @ParameterizedTest
    @MethodSource("io.github.isotherm.sampling.RandomLogits#rows")
    void entropyNeverFallsAsTheTemperatureRises(RandomLogits.Row row) {
        double previous = 0;
        for (double t : TEMPERATURES) {
            Candidates candidates = new Candidates(row.size()).load(row.logits());
            run(new Temperature(t), candidates);
            assertThat(candidates.entropy()).isGreaterThanOrEqualTo(previous - 1e-12);
            previous = candidates.entropy();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-250, 1e-12, 1e-3})
    void theLeastTemperaturesMeetGreedy(double t) {
        Candidates candidates = new Candidates(3).load(new float[] {1, 4, 2});
        run(new Temperature(t), candidates);
        assertThat(Reference.dense(candidates)).containsExactly(0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e250, 1e-250})
    void extremeTemperaturesWorkOnDoublesToo(double t) {
        Candidates candidates = new Candidates(3).load(new double[] {1e150, 1e150, -1e150});
        run(new Temperature(t), candidates);
        double third = t > 1 ? 1.0 / 3 : 0;
        assertThat(Reference.dense(candidates))
                .containsExactly(new double[] {(1 - third) / 2, (1 - third) / 2, third}, within(1e-15));
    }

    @Test
    void hugeTemperatureIsUniform() {
        Candidates candidates = new Candidates(4).load(new float[] {1e30f, -1e30f, 0, 5});
        run(new Temperature(1e300), candidates);
        assertThat(Reference.dense(candidates)).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(1e-15));
    }

    @Test
    void aPenaltyAfterItSeesTheScaledLogits() {
        Candidates candidates = new Candidates(2).load(new float[] {3, -1});
        ProcessorChain.of(new Temperature(0.5), new RepetitionPenalty(2))
                .process(candidates, Reference.context(new int[] {0, 1}, 0));
        assertThat(candidates.logit(0)).isEqualTo(3);
        assertThat(candidates.logit(1)).isEqualTo(-4);
    }

    private static void run(LogitsProcessor processor, Candidates candidates) {
        ProcessorChain.of(processor).process(candidates, Reference.context(new int[0], 0));
    }
}
