package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Completions side by side, with the bundled model. */
class ComparisonIT {
    private static LocalModel model;
    private static int[] prompt;

    @BeforeAll
    static void open() {
        model = LocalModel.openBundled();
        prompt = model.encode("This is a wonderful");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Comparison comparison(int samples, int maxTokens, Double... temperatures) {
        return new Comparison(ProcessorChain.EMPTY, List.of(temperatures), samples, 42, maxTokens, List.of());
    }

    private static ComparedCompletions compare(Comparison comparison) {
        return model.compare(prompt, comparison, ComparisonListener.NONE, new Cancellation());
    }

    private static List<String> texts(ComparedCompletions.Group group) {
        return group.samples().stream().map(GenerationResult::text).toList();
    }

    /** Whatever rows are beside it. */
    @Test
    void aTextDependsOnItsTemperatureSeedAndSampleAlone() {
        ComparedCompletions three = compare(comparison(2, 12, 0.5, 1.0, 1.5));
        ComparedCompletions one = compare(comparison(1, 12, 1.0));
        ComparedCompletions again = compare(comparison(2, 12, 1.5, 1.0));
        assertThat(texts(one.groups().get(0)))
                .isEqualTo(texts(three.groups().get(1)).subList(0, 1));
        assertThat(texts(again.groups().get(0))).isEqualTo(texts(three.groups().get(2)));
        assertThat(texts(again.groups().get(1))).isEqualTo(texts(three.groups().get(1)));
    }

    /** A token takes 45 KB: two rows fit beside the prompt. */
    @Test
    void textsDoNotDependOnTheMemory() {
        ComparedCompletions whole = compare(comparison(3, 12, 0.6, 1.2));
        SchedulerOptions little = SchedulerOptions.defaults().withStateBytes(2L << 20);
        try (LocalModel small = LocalModel.open(LocalModel.bundledFolder(), EngineOptions.defaults(), little)) {
            ComparedCompletions split =
                    small.compare(prompt, comparison(3, 12, 0.6, 1.2), ComparisonListener.NONE, new Cancellation());
            for (int t = 0; t < 2; t++) {
                assertThat(texts(split.groups().get(t)))
                        .isEqualTo(texts(whole.groups().get(t)));
                for (int sample = 0; sample < 3; sample++) {
                    assertThat(logprobs(split, t, sample)).isEqualTo(logprobs(whole, t, sample));
                }
            }
            assertThatThrownBy(() ->
                            small.compare(prompt, comparison(1, 60, 1.0), ComparisonListener.NONE, new Cancellation()))
                    .isInstanceOf(StateMemoryException.class)
                    .hasMessageContaining("budget is 2.0 MB");
        }
    }

    private static List<Double> logprobs(ComparedCompletions compared, int temperature, int sample) {
        return compared.groups().get(temperature).samples().get(sample).traces().stream()
                .map(StepTrace::logprobRaw)
                .toList();
    }

    @Test
    void whatIsStreamedIsTheTextOfEachRow() {
        Map<String, StringBuilder> streamed = new HashMap<>();
        ComparedCompletions compared = model.compare(
                prompt,
                comparison(2, 8, 0.7, 1.3),
                new ComparisonListener() {
                    @Override
                    public void onText(int temperature, int sample, String piece) {
                        streamed.computeIfAbsent(temperature + "/" + sample, row -> new StringBuilder())
                                .append(piece);
                    }
                },
                new Cancellation());
        for (int t = 0; t < 2; t++) {
            for (int sample = 0; sample < 2; sample++) {
                assertThat(streamed.get(t + "/" + sample))
                        .hasToString(
                                compared.groups().get(t).samples().get(sample).text());
            }
        }
    }

    @Test
    void firstTokensComeFromTheExactDistribution() {
        ComparedCompletions.Group group =
                compare(comparison(400, 1, 0.3)).groups().get(0);
        double sum = 0;
        float[] logits = model.logits(prompt);
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        for (float logit : logits) {
            sum += Math.exp((logit - max) / 0.3);
        }
        assertThat(group.firstToken()).isNotNull();
        assertThat(group.firstToken().samples()).isEqualTo(400);
        assertThat(group.firstToken().totalVariation()).isLessThan(0.1);
        for (var outcome : group.firstToken().outcomes()) {
            double expected = Math.exp((logits[outcome.id()] - max) / 0.3) / sum;
            assertThat(outcome.probability()).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void cancellingStopsAllRowsAndTheModelGoesOn() {
        Cancellation cancellation = new Cancellation();
        ComparedCompletions compared = model.compare(
                prompt,
                comparison(2, 500, 1.0, 1.2),
                new ComparisonListener() {
                    @Override
                    public void onText(int temperature, int sample, String piece) {
                        cancellation.cancel();
                    }
                },
                cancellation);
        assertThat(compared.groups())
                .flatExtracting(ComparedCompletions.Group::samples)
                .allMatch(sample -> sample.finishReason() == FinishReason.CANCELLED);
        assertThat(texts(compare(comparison(1, 3, 0.0)).groups().get(0)).get(0)).isNotBlank();
    }
}
