package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.DraftCount;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.ForkedCompletions;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** Three tokens of probability 0.5, 0.3 and 0.2 at T = 1, whatever came before. */
    private static final ScriptedModel LOADED = new ScriptedModel(
            3, 100, sequence -> new float[] {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)});

    private static Comparison comparison(int samples, int maxTokens, Double... temperatures) {
        return new Comparison(ProcessorChain.EMPTY, List.of(temperatures), samples, 11, maxTokens, List.of());
    }

    private static ComparedCompletions run(Comparison comparison) {
        int[] prompt = {0, 1};
        try (Scheduler scheduler =
                new Scheduler(LOADED, new ByteCodec(), null, System::nanoTime, SchedulerOptions.defaults())) {
            ForkedCompletions result = scheduler
                    .generate(
                            comparison.requests(prompt, List.of()),
                            row -> ComparisonListener.NONE.row(0, row),
                            new Cancellation())
                    .await();
            return ComparedCompletions.of(comparison, PromptContext.of(prompt), result);
        }
    }

    @Test
    void theSameUniformsAreDrawnFromAtEveryTemperature() {
        ComparedCompletions compared = run(comparison(50, 4, 0.5, 1.0, 2.0));
        assertThat(compared.groups()).hasSize(3);
        for (int sample = 0; sample < 50; sample++) {
            for (int step = 0; step < 4; step++) {
                int cold =
                        compared.groups().get(0).samples().get(sample).tokens().get(step);
                int warm =
                        compared.groups().get(1).samples().get(sample).tokens().get(step);
                int hot =
                        compared.groups().get(2).samples().get(sample).tokens().get(step);
                assertThat(cold).as("the drawn rank never falls as T rises").isLessThanOrEqualTo(warm);
                assertThat(warm).isLessThanOrEqualTo(hot);
            }
        }
        assertThat(compared.groups().get(0).samples().get(0).tokens())
                .asString()
                .isNotEqualTo(compared.groups().get(0).samples().get(1).tokens().toString());
        assertThat(run(comparison(50, 4, 1.0)).groups().get(0).samples().stream()
                        .map(GenerationResult::text))
                .isEqualTo(compared.groups().get(1).samples().stream()
                        .map(GenerationResult::text)
                        .toList());
    }

    @Test
    void manyFirstTokensFitTheExactDistribution() {
        FirstTokenFit fit = run(comparison(1000, 1, 1.0)).groups().get(0).firstToken();
        assertThat(fit.samples()).isEqualTo(1000);
        assertThat(fit.totalVariation()).isLessThan(0.05);
        assertThat(fit.degrees()).isEqualTo(2);
        assertThat(fit.chiSquare()).as("99.9 % of samples are below 13.8").isLessThan(13.8);
        assertThat(fit.outcomes().get(0).id()).isZero();
        assertThat(fit.outcomes().get(0).probability()).isCloseTo(0.5, within(1e-6));
    }

    /** 6, 3 and 1 draws of 0.5, 0.3, 0.2: TV = (0.1 + 0 + 0.1) / 2; bins: 5 expected, and 5 in the pool. */
    @Test
    void theFitIsThatOfTheTextbook() {
        List<GenerationResult> samples = new ArrayList<>();
        for (int token : new int[] {0, 0, 0, 1, 0, 1, 2, 1, 0, 0}) {
            samples.add(completion(-1, token));
        }
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        FirstTokenFit fit = FirstTokenFit.of(logits, ProcessorChain.EMPTY, PromptContext.of(0), 9, samples);
        assertThat(fit.totalVariation()).isCloseTo(0.1, within(1e-6));
        assertThat(fit.chiSquare()).isCloseTo(1.0 / 5 + 1.0 / 5, within(1e-5));
        assertThat(fit.degrees()).isEqualTo(1);
        assertThat(fit.outcomes()).extracting(FirstTokenFit.Outcome::count).containsExactly(6, 3, 1);
        assertThat(fit.likely()).extracting(FirstTokenFit.Outcome::id).containsExactly(0, 1, 2);
        assertThat(fit.likely()).extracting(FirstTokenFit.Outcome::count).containsExactly(6, 3, 1);
    }

    /** Token 2 is never drawn, and is likely all the same; 1 and 2 end a completion and are one outcome. */
    @Test
    void likelyFirstTokensAreThereDrawnOrNot() {
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        List<GenerationResult> samples = List.of(completion(-1, 0), completion(-1, 0));
        FirstTokenFit fit = FirstTokenFit.of(logits, ProcessorChain.EMPTY, PromptContext.of(0), 9, samples);
        assertThat(fit.likely()).extracting(FirstTokenFit.Outcome::count).containsExactly(2, 0, 0);
        assertThat(fit.likely().get(2).probability()).isCloseTo(0.2, within(1e-6));
        FirstTokenFit ends = FirstTokenFit.of(
                logits, ProcessorChain.EMPTY, new PromptContext(TokenSequence.of(0), List.of(1, 2), null), 9, samples);
        assertThat(ends.likely()).extracting(FirstTokenFit.Outcome::id).containsExactly(0, 1);
        assertThat(ends.likely().get(1).probability()).isCloseTo(0.5, within(1e-6));
        assertThat(ends.totalVariation()).isCloseTo(0.5, within(1e-6));
    }

    private static GenerationResult completion(double logprob, int... tokens) {
        List<StepTrace> traces = new ArrayList<>();
        for (int step = 0; step < tokens.length; step++) {
            traces.add(new StepTrace(step, tokens[step], logprob, 0, 1, step, 3, List.of(), List.of(), null));
        }
        return new GenerationResult(
                MarkedText.of(""),
                TokenSequence.of(tokens),
                FinishReason.LENGTH,
                1,
                0,
                traces,
                DraftCount.NONE,
                null,
                Duration.ZERO,
                Duration.ZERO);
    }

    @Test
    void statisticsCountWhatIsThere() {
        SampleStatistics statistics = SampleStatistics.of(
                List.of(completion(-1, 1, 2, 1, 2, 1, 2), completion(-2, 1, 2), completion(-2, 1, 2), completion(0)));
        assertThat(statistics.completions()).isEqualTo(4);
        assertThat(statistics.unique()).isEqualTo(3);
        assertThat(statistics.distinct1()).isEqualTo(2 / 10.0);
        assertThat(statistics.distinct2()).as("12 and 21 of 5 + 1 + 1").isEqualTo(2 / 7.0);
        assertThat(statistics.repetition()).as("1212 2121 1212").isCloseTo(1 / 3.0, within(1e-12));
        assertThat(statistics.meanLogprob()).isCloseTo((6 * -1 + 4 * -2) / 10.0, within(1e-12));
        assertThat(statistics.meanTokens()).isEqualTo(2.5);
        assertThat(statistics.entropies()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
    }

    /** The one that was stopped has the only repeated token and the only low log-probability. */
    @Test
    void whatWasBrokenOffIsNotCounted() {
        GenerationResult stopped = completion(-9, 3, 3);
        SampleStatistics statistics = SampleStatistics.of(List.of(
                completion(-1, 1, 2),
                new GenerationResult(
                        stopped.marked(),
                        stopped.tokens(),
                        FinishReason.CANCELLED,
                        1,
                        0,
                        stopped.traces(),
                        DraftCount.NONE,
                        null,
                        Duration.ZERO,
                        Duration.ZERO)));
        assertThat(statistics.completions()).isEqualTo(1);
        assertThat(statistics.distinct1()).isEqualTo(1);
        assertThat(statistics.meanLogprob()).isEqualTo(-1);
        assertThat(SampleStatistics.of(List.of()).entropies()).isEmpty();
    }

    @Test
    void badValuesAreRefusedInASentence() {
        assertThatThrownBy(() -> comparison(0, 1, 1.0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> comparison(1, 1)).hasMessageContaining("No temperature");
        assertThatThrownBy(() -> comparison(1, 1, -1.0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> comparison(600, 1, 1.0, 2.0)).hasMessageContaining("at most 1024");
    }
}
