package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.generate.DraftCount;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.math.KeyedUniform;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningStatisticsTest {
    private static final double[] UNKNOWN = {};

    private static RunningStatistics of(int[]... completions) {
        RunningStatistics statistics = new RunningStatistics();
        for (int[] ids : completions) {
            statistics.add(ids, UNKNOWN, UNKNOWN);
        }
        return statistics;
    }

    /** Counted by hand: 7 7 7 7 7 has two runs of four, one of them had before; 1 2 3 4 has one. */
    @Test
    void countsTokensPairsRunsAndTexts() {
        SampleStatistics statistics = of(
                        new int[] {7, 7, 7, 7, 7}, new int[] {1, 2, 3, 4}, new int[] {1, 2, 3, 4}, new int[] {2, 3})
                .statistics();
        assertThat(statistics.completions()).isEqualTo(4);
        assertThat(statistics.unique()).isEqualTo(3);
        assertThat(statistics.distinct1()).as("7 1 2 3 4 of 15").isEqualTo(5 / 15.0);
        assertThat(statistics.distinct2()).as("77 12 23 34 of 4 + 3 + 3 + 1").isEqualTo(4 / 11.0);
        assertThat(statistics.repetition()).as("0.5, 0, 0").isCloseTo(0.5 / 3, within(1e-15));
        assertThat(statistics.meanTokens()).isEqualTo(15 / 4.0);
        assertThat(statistics.meanLogprob()).isZero();
        assertThat(statistics.entropies()).isEmpty();
    }

    /** By hand: (-1 - 2 - 6) / 3; the second step is reached by one. */
    @Test
    void meansAreOverTokensAndOverTheRowsThatReachAStep() {
        RunningStatistics statistics = new RunningStatistics();
        statistics.add(new int[] {5, 6}, new double[] {-1, -2}, new double[] {3, 0.5});
        statistics.add(new int[] {5}, new double[] {-6}, new double[] {1});
        assertThat(statistics.statistics().meanLogprob()).isEqualTo(-3);
        assertThat(statistics.statistics().entropies()).containsExactly(2.0, 0.5);
    }

    /** Ten thousand tenths are 1000.0000000001588 by plain addition in double (Python: sum([0.1] * 10000)). */
    @Test
    void sumsDoNotGatherRoundingErrors() {
        RunningStatistics statistics = new RunningStatistics();
        for (int row = 0; row < 10_000; row++) {
            statistics.add(new int[] {1}, new double[] {-0.1}, new double[] {0.1});
        }
        assertThat(statistics.statistics().meanLogprob()).isEqualTo(-0.1);
        assertThat(statistics.statistics().entropies()).containsExactly(0.1);
    }

    @Test
    void aTokenThatTheModelExcludesMakesTheMeanInfinite() {
        RunningStatistics statistics = new RunningStatistics();
        statistics.add(new int[] {5, 6}, new double[] {-1, Double.NEGATIVE_INFINITY}, UNKNOWN);
        statistics.add(new int[] {5}, new double[] {-1}, UNKNOWN);
        assertThat(statistics.statistics().meanLogprob()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void emptyCompletionsAreCompletions() {
        SampleStatistics statistics = of(new int[0], new int[0], new int[] {0}).statistics();
        assertThat(statistics.completions()).isEqualTo(3);
        assertThat(statistics.unique()).isEqualTo(2);
        assertThat(statistics.distinct1()).isEqualTo(1);
        assertThat(statistics.distinct2()).isZero();
        assertThat(statistics.meanTokens()).isEqualTo(1 / 3.0);
    }

    @Test
    void nothingHasNothingInCommon() {
        assertThat(new RunningStatistics().statistics())
                .isEqualTo(new SampleStatistics(0, 0, 0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void lengthTellsCompletionsApart() {
        assertThat(of(new int[] {0}, new int[] {0, 0}, new int[] {0, 0, 0}, new int[] {0, 0})
                        .statistics()
                        .unique())
                .isEqualTo(3);
    }

    @Test
    void theGreatestIdsAreTokensToo() {
        int most = 1 << 22;
        SampleStatistics statistics =
                of(new int[] {most, 0, most, 0, most}, new int[] {0, most}).statistics();
        assertThat(statistics.distinct1()).isEqualTo(2 / 7.0);
        assertThat(statistics.distinct2()).isEqualTo(2 / 5.0);
        assertThat(statistics.repetition()).isZero();
    }

    @Test
    void anIdThatIsNoneCountsForNothing() {
        RunningStatistics statistics = new RunningStatistics();
        assertThatThrownBy(() -> statistics.add(new int[] {-1}, UNKNOWN, UNKNOWN))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(statistics.statistics().completions()).isZero();
    }

    @Test
    void looksWhileItGoesOn() {
        RunningStatistics statistics = of(new int[] {1, 2});
        SampleStatistics before = statistics.statistics();
        statistics.add(new int[] {3, 4}, UNKNOWN, UNKNOWN);
        assertThat(before.completions()).isEqualTo(1);
        assertThat(statistics.statistics().completions()).isEqualTo(2);
    }

    /** Few tokens, so that pairs, runs and whole texts come again; lengths from 0 to 12. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheDefinitionWrittenOut(long seed) {
        List<GenerationResult> samples = new ArrayList<>();
        RunningStatistics running = new RunningStatistics();
        for (int row = 0; row < 200; row++) {
            int[] ids = ids(seed, row, (int) (13 * KeyedUniform.at(seed, row, 99)), (int) (1 + seed));
            double[] logprobs =
                    uniforms(seed, row, ids.length, 1).map(Math::log).toArray();
            double[] entropies = uniforms(seed, row, ids.length, 2).toArray();
            samples.add(completion(ids, logprobs, entropies));
            running.add(ids, logprobs, entropies);
        }
        assertThat(running.statistics()).isEqualTo(definition(samples)).isEqualTo(SampleStatistics.of(samples));
    }

    private static int[] ids(long seed, int row, int length, int vocabulary) {
        return IntStream.range(0, length)
                .map(step -> (int) (vocabulary * KeyedUniform.at(seed, row, step)))
                .toArray();
    }

    private static DoubleStream uniforms(long seed, int row, int length, int stream) {
        return IntStream.range(0, length).mapToDouble(step -> KeyedUniform.at(seed, row, step, stream));
    }

    private static GenerationResult completion(int[] ids, double[] logprobs, double[] entropies) {
        List<StepTrace> traces = IntStream.range(0, ids.length)
                .mapToObj(step -> new StepTrace(
                        step, ids[step], logprobs[step], 0, 1, entropies[step], 3, List.of(), List.of(), null))
                .toList();
        return new GenerationResult(
                MarkedText.of(""),
                TokenSequence.of(ids),
                FinishReason.LENGTH,
                1,
                0,
                traces,
                DraftCount.NONE,
                null,
                Duration.ZERO,
                Duration.ZERO);
    }

    private static SampleStatistics definition(List<GenerationResult> samples) {
        List<List<Integer>> texts = samples.stream()
                .map(sample -> Arrays.stream(sample.tokens().toArray()).boxed().toList())
                .toList();
        List<Double> entropies = new ArrayList<>();
        int longest = texts.stream().mapToInt(List::size).max().orElseThrow();
        for (int step = 0; step < longest; step++) {
            int at = step;
            entropies.add(samples.stream()
                    .filter(sample -> sample.traces().size() > at)
                    .mapToDouble(sample -> sample.traces().get(at).entropy())
                    .average()
                    .orElseThrow());
        }
        return new SampleStatistics(
                texts.size(),
                new HashSet<>(texts).size(),
                distinct(texts, 1),
                distinct(texts, 2),
                texts.stream()
                        .filter(text -> text.size() >= 4)
                        .mapToDouble(text -> 1 - distinct(List.of(text), 4))
                        .average()
                        .orElseThrow(),
                samples.stream()
                        .flatMap(sample -> sample.traces().stream())
                        .mapToDouble(StepTrace::logprobRaw)
                        .average()
                        .orElseThrow(),
                texts.stream().mapToInt(List::size).average().orElseThrow(),
                entropies);
    }

    private static double distinct(List<List<Integer>> texts, int n) {
        List<List<Integer>> all = new ArrayList<>();
        texts.forEach(text ->
                IntStream.rangeClosed(0, text.size() - n).forEach(at -> all.add(text.subList(at, at + n))));
        Set<List<Integer>> different = new HashSet<>(all);
        return (double) different.size() / all.size();
    }

    /** In another order the counts are the same, and the means but for rounding of their last digits. */
    @Test
    void theOrderOfTheRowsIsNothing() {
        RunningStatistics forwards = new RunningStatistics();
        RunningStatistics backwards = new RunningStatistics();
        for (int row = 0; row < 1000; row++) {
            add(forwards, row);
            add(backwards, 999 - row);
        }
        SampleStatistics one = forwards.statistics();
        SampleStatistics other = backwards.statistics();
        assertThat(other.distinct2()).isEqualTo(one.distinct2());
        assertThat(other.unique()).isEqualTo(one.unique());
        assertThat(other.meanLogprob()).isCloseTo(one.meanLogprob(), within(1e-15));
    }

    private static void add(RunningStatistics statistics, int row) {
        double[] logprobs = uniforms(3, row, 10, 1).map(Math::log).toArray();
        statistics.add(ids(3, row, 10, 50), logprobs, UNKNOWN);
    }

    /** By the class's own figures: 2^17 slots of 16 bytes, 2^20 of 8 for 700 · 700 pairs, and a bit a token. */
    @Test
    void holdsWhatDiffersAndNoRow() {
        RunningStatistics statistics = new RunningStatistics();
        for (int row = 0; row < 90_000; row++) {
            statistics.add(ids(5, row, 40, 700), UNKNOWN, UNKNOWN);
        }
        SampleStatistics all = statistics.statistics();
        assertThat(all.unique()).isEqualTo(90_000);
        assertThat(all.distinct2()).as("nearly all of 490,000 pairs").isGreaterThan(485_000 / (39 * 90_000.0));
        assertThat(statistics.bytes()).isLessThanOrEqualTo((1L << 17) * 16 + (1L << 20) * 8 + 1024);
    }

    @Test
    void rowsThatComeAgainTakeNoMoreRoom() {
        RunningStatistics once = of(ids(5, 0, 40, 700));
        RunningStatistics often = new RunningStatistics();
        for (int row = 0; row < 10_000; row++) {
            often.add(ids(5, 0, 40, 700), UNKNOWN, UNKNOWN);
        }
        assertThat(often.bytes()).isEqualTo(once.bytes());
        assertThat(often.statistics().unique()).isEqualTo(1);
    }
}
