package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.KnownLanguage;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.ForcedFirstToken;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TextConstraint;
import io.github.isotherm.sampling.processors.TopP;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that alone may come, read in one run with others: the same completion from fewer runs. */
class ForcedRunsTest {
    private static final LongestMatches LETTERS = new LongestMatches("a", "b", "c", "x", "y", "?", "<end>");
    private static final LongestMatches TEXTS = new LongestMatches(KnownLanguage.vocabulary(new Random(7)));
    private static final String TAIL = "abcabcabcabcabcabcabc";
    private static final TextConstraint LONG = new ChoiceConstraint(List.of("x" + TAIL, "y"));

    static List<KnownLanguage> languages() {
        return KnownLanguage.all();
    }

    /** Logits that any other history changes; the end is likely. */
    private static Function<List<Integer>, float[]> noise(int size) {
        return history -> {
            Random random = new Random(history.hashCode() * 0x9E3779B97F4A7C15L);
            float[] logits = new float[size];
            for (int id = 0; id < size; id++) {
                logits[id] = (float) (2 * random.nextGaussian());
            }
            logits[size - 1] += 3;
            return logits;
        };
    }

    private static ConstrainedRun letters(boolean forced) {
        return new ConstrainedRun(LETTERS, noise(LETTERS.size())).forcedRuns(forced);
    }

    private static ProcessorChain favouring(int id, TextConstraint constraint) {
        LogitsProcessor favours = (candidates, context) -> {
            int at = candidates.indexOf(id);
            if (context.step() == 0 && at >= 0) {
                candidates.logit(at, 100);
            }
        };
        return ProcessorChain.of(favours, constraint);
    }

    private static void assertSame(GenerationResult one, GenerationResult other) {
        assertThat(one.tokens().toArray()).isEqualTo(other.tokens().toArray());
        assertThat(one.text()).isEqualTo(other.text());
        assertThat(one.finishReason()).isEqualTo(other.finishReason());
        assertThat(one.traces()).isEqualTo(other.traces());
        assertThat(one.constraint()).isEqualTo(other.constraint());
    }

    @Test
    void readsALongTailInFewRuns() {
        ConstrainedRun together = letters(true);
        ConstrainedRun single = letters(false);
        GenerationResult result = together.complete(favouring(3, LONG), 50);
        assertSame(result, single.complete(favouring(3, LONG), 50));
        assertThat(result.text()).isEqualTo("x" + TAIL);
        assertThat(single.model.runs).hasSize(1 + 22);
        // x and 15 behind it, one and the 6 others
        assertThat(together.model.fed).extracting(ids -> ids.length).containsExactly(1, 16, 6);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void areTheSameCompletionsFromNoMoreRuns(KnownLanguage language) {
        ProcessorChain chain = ProcessorChain.of(language.constraint(), new Temperature(0.8), new TopP(0.95));
        for (int seed = 0; seed < 20; seed++) {
            int with = seed;
            Consumer<GenerationRequest.Builder> seeded =
                    request -> request.seed(with).maxTokens(60);
            ConstrainedRun together = new ConstrainedRun(TEXTS, noise(TEXTS.size()));
            ConstrainedRun single = new ConstrainedRun(TEXTS, noise(TEXTS.size())).forcedRuns(false);
            GenerationResult result = together.complete(chain, seeded);
            assertSame(result, single.complete(chain, seeded));
            assertThat(together.model.runs).hasSizeLessThanOrEqualTo(single.model.runs.size());
            assertThat(language.isWhole()).accepts(result.text());
        }
    }

    /** What each step allowed, summed up by the model's own logits and by what is known of the language. */
    @ParameterizedTest
    @MethodSource("languages")
    void theCostIsTheSumOverAllStepsAndTheEnd(KnownLanguage language) {
        int end = TEXTS.size() - 1;
        for (int seed = 0; seed < 20; seed++) {
            int with = seed;
            GenerationResult result = new ConstrainedRun(TEXTS, noise(TEXTS.size()))
                    .complete(
                            ProcessorChain.of(new Temperature(0.7), language.constraint(), new Temperature(1.4)),
                            request -> request.seed(with).maxTokens(400));
            assertThat(result.completionTokens()).isLessThan(200);
            List<Integer> history = new ArrayList<>(List.of(TEXTS.size() - 2));
            String text = "";
            double sum = 0;
            for (int step = 0; step <= result.completionTokens(); step++) {
                Set<Integer> allowed = language.allowed(TEXTS, text, Set.of(end));
                double logMass = logMass(noise(TEXTS.size()).apply(history), allowed);
                sum += logMass;
                if (step < result.completionTokens()) {
                    AllowedShare share =
                            Objects.requireNonNull(result.traces().get(step).allowed());
                    assertThat(share.allowed()).isEqualTo(allowed.size());
                    assertThat(share.logMass()).isCloseTo(logMass, within(1e-12 * (1 + Math.abs(logMass))));
                    history.add(result.tokens().get(step));
                    text += TEXTS.text(result.tokens().get(step));
                }
            }
            assertThat(Objects.requireNonNull(result.constraint()).complete()).isTrue();
            assertThat(result.constraint().logProbability()).isCloseTo(sum, within(1e-10));
        }
    }

    private static double logMass(float[] logits, Set<Integer> allowed) {
        double all = 0;
        double some = 0;
        for (int id = 0; id < logits.length; id++) {
            all += Math.exp(logits[id]);
            some += allowed.contains(id) ? Math.exp(logits[id]) : 0;
        }
        return Math.log(some) - Math.log(all);
    }

    @Test
    void theCostOfAnUnfinishedTextHasNoEnd() {
        GenerationResult cut = letters(true)
                .complete(favouring(3, LONG), request -> request.maxTokens(50).stopStrings(List.of("cabcab")));
        double traced = cut.traces().stream()
                .mapToDouble(trace -> Objects.requireNonNull(trace.allowed()).logMass())
                .sum();
        assertThat(cut.traces()).hasSize(cut.completionTokens());
        assertThat(Objects.requireNonNull(cut.constraint()).logProbability()).isCloseTo(traced, within(1e-12));
    }

    @Test
    void withoutAConstraintThereIsNoCost() {
        GenerationResult free = letters(true).withoutEnd().complete(ProcessorChain.of(new Temperature(1)), 5);
        assertThat(free.constraint()).isNull();
        assertThat(free.traces()).extracting(StepTrace::allowed).containsOnlyNulls();
    }

    @Test
    void aStopStringInTheMiddleStopsThere() {
        Consumer<GenerationRequest.Builder> stopping =
                request -> request.maxTokens(50).stopStrings(List.of("bcabca"));
        GenerationResult result = letters(true).complete(favouring(3, LONG), stopping);
        assertSame(result, letters(false).complete(favouring(3, LONG), stopping));
        assertThat(result.text()).isEqualTo("xa");
        assertThat(result.completionTokens()).isEqualTo(8);
        assertUnfinished(result, FinishReason.STOP);
    }

    @Test
    void aListenerInTheMiddleStopsThere() {
        GenerationResult result = letters(true).stopAfter(5).complete(favouring(3, LONG), 50);
        assertSame(result, letters(false).stopAfter(5).complete(favouring(3, LONG), 50));
        assertThat(result.text()).isEqualTo("xabca");
        assertUnfinished(result, FinishReason.STOP);
    }

    @Test
    void aTimeLimitInTheMiddleStopsThere() {
        List<GenerationResult> results = new ArrayList<>();
        for (boolean forced : new boolean[] {true, false}) {
            ConstrainedRun run = letters(forced);
            run.model.inRun = () -> {};
            LogitsProcessor takesTime = (candidates, context) -> run.clock.incrementAndGet();
            results.add(run.complete(
                    favouring(3, LONG).then(takesTime),
                    request -> request.maxTokens(50).timeout(Duration.ofNanos(7))));
        }
        assertSame(results.get(0), results.get(1));
        assertThat(results.get(0).text()).isEqualTo("xabcabc");
        assertUnfinished(results.get(0), FinishReason.DEADLINE);
    }

    @Test
    void theMostTokensInTheMiddleStopThere() {
        for (int most = 1; most < 40; most++) {
            ConstrainedRun together = letters(true);
            GenerationResult result = together.complete(ProcessorChain.of(endless(0)), most);
            assertSame(result, letters(false).complete(ProcessorChain.of(endless(0)), most));
            assertThat(result.text()).isEqualTo("abc".repeat(14).substring(0, most));
            assertUnfinished(result, FinishReason.LENGTH);
            assertThat(together.model.fed.stream().mapToInt(ids -> ids.length).sum())
                    .as("the last token is never fed")
                    .isEqualTo(most);
        }
    }

    @Test
    void aBranchedBeginningIsFollowedByItsTail() {
        for (boolean forced : new boolean[] {true, false}) {
            ConstrainedRun run = letters(forced);
            GenerationResult result = run.complete(List.of(GenerationRequest.of(run.prompt, 3, 0, 1)
                            .answerStart(1)
                            .chain(ProcessorChain.of(LONG))
                            .endOfSequence(List.of(LETTERS.size() - 1))
                            .maxTokens(50)
                            .build()))
                    .get(0);
            assertThat(result.text()).isEqualTo(TAIL.substring(2));
            assertThat(Objects.requireNonNull(result.constraint()).complete()).isTrue();
        }
    }

    @Test
    void aForcedFirstTokenIsFollowedByItsTail() {
        for (boolean forced : new boolean[] {true, false}) {
            ProcessorChain chain = ProcessorChain.of(new ForcedFirstToken(3), LONG);
            assertThat(letters(forced).complete(chain, 50).text()).isEqualTo("x" + TAIL);
        }
    }

    private static void assertUnfinished(GenerationResult result, FinishReason reason) {
        assertThat(result.finishReason()).isEqualTo(reason);
        assertThat(Objects.requireNonNull(result.constraint()).complete()).isFalse();
    }

    @Test
    void aMatcherThatContradictsItselfIsToldSo() {
        ProcessorChain chain = favouring(0, vocabulary -> new Circle(0, TokenSet.where(2, id -> true)))
                .then((candidates, context) -> {
                    int b = candidates.indexOf(1);
                    if (context.step() == 3 && b >= 0) {
                        candidates.logit(b, 100);
                    }
                });
        assertThatThrownBy(() -> letters(true).complete(chain, 10))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage(
                        "The constraint said that only token 0 may come, but allowed token 1 too; its matcher must say the same"
                                + " each time.");
    }

    private static TextConstraint endless(int first) {
        return vocabulary -> new Circle(first, TokenSet.of());
    }

    /** The tokens 0, 1, 2 in turn for ever; or always some others, though it says that 0 must come. */
    private static final class Circle implements Matcher {
        private final TokenSet others;
        private int next;

        Circle(int next, TokenSet others) {
            this.next = next;
            this.others = others;
        }

        @Override
        public Matcher copy() {
            return new Circle(next, others);
        }

        @Override
        public boolean accept(int token) {
            if (!allowed(1).contains(token)) {
                return false;
            }
            next = others.size() > 0 ? 0 : (next + 1) % 3;
            return true;
        }

        @Override
        public TokenSet allowed(int tokensLeft) {
            return others.size() > 0 ? others : TokenSet.only(next);
        }

        @Override
        public int forced() {
            return next;
        }

        @Override
        public boolean mayEnd() {
            return false;
        }

        @Override
        public int leastTokens() {
            return Integer.MAX_VALUE;
        }
    }

    @Test
    void rowsOfOneJobAreWhatEachIsAlone() {
        for (KnownLanguage language : languages()) {
            List<GenerationRequest> requests = new ArrayList<>();
            ConstrainedRun rows = new ConstrainedRun(TEXTS, noise(TEXTS.size()));
            rows.model.rowsAtOnce = 3;
            for (int sample = 0; sample < 6; sample++) {
                int which = sample;
                ProcessorChain chain = ProcessorChain.of(language.constraint(), new Temperature(0.2 + 0.4 * sample));
                requests.add(rows.request(
                        chain,
                        request -> request.seed(3).sample(which).maxTokens(40).trace(TraceOptions.top(2))));
            }
            List<GenerationResult> together = rows.complete(requests);
            for (int row = 0; row < requests.size(); row++) {
                ConstrainedRun alone = new ConstrainedRun(TEXTS, noise(TEXTS.size())).forcedRuns(row % 2 == 0);
                assertSame(
                        together.get(row),
                        alone.complete(List.of(requests.get(row))).get(0));
            }
            assertThat(rows.model.open.get()).isZero();
        }
    }
}
