package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The probability of every token of a text that is read, not drawn. */
class TokenScoresTest {
    private static final Path TINY = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");

    private static LocalModel scripted(ScriptedModel model) {
        return LocalModel.of(new ModelParts("scripted", model, null, null, SamplingSettings.NONE, List.of(0), null));
    }

    /** The logits of a token are its distance from the last one, in eighths. */
    private static ScriptedModel distances(int vocabulary, int context) {
        return new ScriptedModel(vocabulary, context, ids -> logits(vocabulary, ids.get(ids.size() - 1)));
    }

    private static float[] logits(int vocabulary, int last) {
        float[] logits = new float[vocabulary];
        for (int id = 0; id < vocabulary; id++) {
            logits[id] = -Math.abs(id - last) / 8f;
        }
        return logits;
    }

    private static double logSoftmax(float[] logits, int id) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return logits[id] - Math.log(sum);
    }

    @Test
    void scoreOfATokenIsTheLogSoftmaxOfTheLogitsBeforeIt() {
        int[] ids = {3, 4, 1, 9, 9};
        try (LocalModel model = scripted(distances(10, 100))) {
            List<TokenScore> scores = model.scores(ids, 3, new Cancellation());
            assertThat(scores).extracting(TokenScore::id).containsExactly(4, 1, 9, 9);
            for (int i = 1; i < ids.length; i++) {
                float[] before = logits(10, ids[i - 1]);
                TokenScore score = scores.get(i - 1);
                assertThat(score.logprob()).isCloseTo(logSoftmax(before, ids[i]), within(1e-12));
                for (TokenScore.Alternative one : score.top()) {
                    assertThat(one.logprob()).isCloseTo(logSoftmax(before, one.id()), within(1e-12));
                }
            }
            assertThat(scores.get(1).top())
                    .extracting(TokenScore.Alternative::id)
                    .containsExactly(4, 3, 5);
            assertThat(scores.get(3).top())
                    .extracting(TokenScore.Alternative::id)
                    .containsExactly(9, 8, 7);
        }
    }

    @Test
    void asManyAlternativesAsAreAskedForAreTold() {
        try (LocalModel model = scripted(distances(4, 100))) {
            for (int top : new int[] {0, 1, 4, 9}) {
                assertThat(model.scores(new int[] {1, 2}, top, new Cancellation())
                                .get(0)
                                .top())
                        .hasSize(Math.min(top, 4));
            }
        }
    }

    @Test
    void everyPrefixHasTheSameFiguresToTheBit() {
        try (LocalModel model = LocalModel.open(TINY);
                LocalModel fresh = LocalModel.open(TINY)) {
            int[] ids = new Random(21)
                    .ints(Math.min(300, model.contextLength()), 3, model.vocabularySize())
                    .toArray();
            assertThat(ids.length).isGreaterThan(2 * Scheduler.CHUNK);
            List<TokenScore> scores = model.scores(ids, 2, new Cancellation());
            assertThat(scores).hasSize(ids.length - 1);
            for (int length = 1; length < ids.length; length += 1 + length / 9) {
                float[] logits = fresh.logits(Arrays.copyOf(ids, length));
                TokenScore score = scores.get(length - 1);
                double sum = score.logprob() - logits[ids[length]];
                assertThat(score.logprob()).isCloseTo(logSoftmax(logits, ids[length]), within(1e-12));
                for (TokenScore.Alternative one : score.top()) {
                    assertThat(one.logprob() - logits[one.id()]).isCloseTo(sum, within(1e-14));
                }
                TokenScore alone = fresh.scores(Arrays.copyOf(ids, length + 1), 2, new Cancellation())
                        .get(length - 1);
                assertThat(alone).isEqualTo(score);
            }
        }
    }

    @Test
    void scoreOfATokenIsTheNumberThatItWasDrawnWith() {
        try (LocalModel model = LocalModel.open(TINY);
                LocalModel fresh = LocalModel.open(TINY)) {
            int[] prompt = {5, 9, 4};
            CompletionOptions options = CompletionOptions.defaults()
                    .maxTokens(20)
                    .seed(3L)
                    .temperature(1)
                    .trace(TraceOptions.top(3));
            Completion completion = model.complete(prompt, options, GenerationListener.NONE, new Cancellation());
            int[] drawn = completion.result().tokens().toArray();
            int[] whole = IntStream.concat(Arrays.stream(prompt), Arrays.stream(drawn))
                    .toArray();
            List<TokenScore> scores = fresh.scores(whole, 3, new Cancellation());
            assertThat(drawn).hasSizeGreaterThan(5);
            for (int i = 0; i < drawn.length; i++) {
                StepTrace trace = completion.traces().get(i);
                TokenScore score = scores.get(prompt.length - 1 + i);
                assertThat(score.logprob()).isEqualTo(trace.logprobRaw());
                assertThat(score.top())
                        .isEqualTo(trace.top().stream()
                                .map(one -> new TokenScore.Alternative(one.id(), one.logprobRaw()))
                                .toList());
            }
        }
    }

    @Test
    void everyTokenIsFedOnce() {
        ScriptedModel script = distances(10, 2000);
        try (LocalModel model = scripted(script)) {
            int[] ids = IntStream.range(0, 1000).map(i -> i % 10).toArray();
            assertThat(model.scores(ids, 1, new Cancellation())).hasSize(999);
            assertThat(script.fed.stream().mapToInt(fed -> fed.length).sum()).isEqualTo(999);
            assertThat(script.fed.size()).isLessThanOrEqualTo(9);
        }
    }

    @Test
    void aTextOfOneTokenHasNothingToScore() throws Exception {
        try (LocalModel model = scripted(distances(10, 100))) {
            assertThat(model.scores(new int[] {3}, 1, new Cancellation())).isEmpty();
            assertThat(model.scoresAsync(new int[] {3}, 1, () -> {}, new Cancellation(), Runnable::run)
                            .get())
                    .isEmpty();
        }
    }

    /** The model's run waits for that. */
    @Test
    void tellsWhenTheModelBeginsOnceAndBeforeTheScores() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedModel script = distances(10, 100);
        script.inRun = () -> Patience.until(() -> told.contains("begun"));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (LocalModel model = scripted(script)) {
            model.scoresAsync(new int[] {1, 2, 3}, 0, () -> told.add("begun"), new Cancellation(), executor)
                    .thenRun(() -> told.add("scored"))
                    .get();
            assertThat(told).containsExactly("begun", "scored");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void refusesWhatCannotBeScored() {
        try (LocalModel model = scripted(distances(10, 5))) {
            assertThat(model.scores(new int[] {1, 2, 3, 4, 5, 6}, 0, new Cancellation()))
                    .hasSize(5);
            assertThatThrownBy(() -> model.scores(new int[] {1, 2, 3, 4, 5, 6, 7}, 0, new Cancellation()))
                    .isInstanceOf(ContextLengthException.class);
            assertThatThrownBy(() -> model.scores(new int[] {1, 10}, 0, new Cancellation()))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> model.scores(new int[] {}, 0, new Cancellation()))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> model.scores(new int[] {1, 2}, -1, new Cancellation()))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void aCancellationEndsItWithinOneRun() {
        ScriptedModel script = distances(10, 5000);
        Cancellation cancellation = new Cancellation();
        script.inRun = () -> {
            if (script.runs.size() == 2) {
                cancellation.cancel();
            }
        };
        try (LocalModel model = scripted(script)) {
            int[] ids = new int[4000];
            assertThatThrownBy(() -> model.scores(ids, 1, cancellation)).isInstanceOf(CancelledException.class);
            assertThat(script.runs).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void samplesAreThoseOfOneSeedAndTheFirstIsThatOfALoneCompletion() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (LocalModel model = scripted(distances(50, 1000))) {
            CompletionOptions options =
                    CompletionOptions.defaults().maxTokens(12).seed(7L).temperature(3);
            int[] prompt = {20, 25};
            List<Completion> three = model.completeAsync(
                            prompt, options, 3, sample -> GenerationListener.NONE, new Cancellation(), executor)
                    .get();
            List<Completion> two = model.completeAsync(
                            prompt, options, 2, sample -> GenerationListener.NONE, new Cancellation(), executor)
                    .get();
            Completion alone = model.complete(prompt, options, GenerationListener.NONE, new Cancellation());
            assertThat(tokens(three.get(0))).isEqualTo(tokens(alone));
            assertThat(tokens(three.get(1))).isEqualTo(tokens(two.get(1))).isNotEqualTo(tokens(alone));
            assertThat(tokens(three.get(2))).isNotEqualTo(tokens(three.get(1)));
            assertThatThrownBy(() -> model.completeAsync(
                            prompt, options, 0, sample -> GenerationListener.NONE, new Cancellation(), executor))
                    .isInstanceOf(InvalidValueException.class);
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Integer> tokens(Completion completion) {
        return Arrays.stream(completion.result().tokens().toArray()).boxed().toList();
    }
}
