package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ForkedCompletions;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.LongestMatches;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.next.AppliedChain;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A matcher of one's own works wherever a grammar does. */
class OwnMatcherTest {
    private static final LongestMatches TEXTS = new LongestMatches("a", "b", "ab", "?", "<end>");
    private static final int PROMPT = 3;
    private static final int END = 4;
    /** Of the probabilities 0.4, 0.3, 0.1, 0.1, 0.1, whatever came before. */
    private static final float[] LOGITS = {ln(0.4), ln(0.3), ln(0.1), ln(0.1), ln(0.1)};

    private static float ln(double p) {
        return (float) Math.log(p);
    }

    /** The texts "abab" and "baba". */
    private static final class Alternating implements Matcher {
        private final TokenTrie vocabulary;
        private String text;

        Alternating(TokenTrie vocabulary, String text) {
            this.vocabulary = vocabulary;
            this.text = text;
        }

        @Override
        public Matcher copy() {
            return new Alternating(vocabulary, text);
        }

        @Override
        public boolean accept(int token) {
            byte[] bytes = vocabulary.bytes(token);
            String longer = text + new String(bytes, StandardCharsets.UTF_8);
            boolean fits = bytes.length > 0 && ("abab".startsWith(longer) || "baba".startsWith(longer));
            text = fits ? longer : text;
            return fits;
        }

        @Override
        public TokenSet allowed(int tokensLeft) {
            return TokenSet.where(vocabulary.vocabularySize(), id -> {
                Matcher behind = copy();
                return behind.accept(id) && behind.leastTokens() < tokensLeft;
            });
        }

        @Override
        public boolean mayEnd() {
            return text.length() == 4;
        }

        @Override
        public int leastTokens() {
            String rest = (text.startsWith("b") ? "baba" : "abab").substring(text.length());
            return rest.replace("ab", "-").length();
        }
    }

    private static final TextConstraint OWN = vocabulary -> new Alternating(vocabulary, "");

    static Stream<ProcessorChain> chains() {
        LogitsProcessorProvider provider = new LogitsProcessorProvider() {
            @Override
            public String name() {
                return "alternating";
            }

            @Override
            public LogitsProcessor create(Map<String, Object> parameters) {
                return OWN;
            }
        };
        return Stream.of(
                ProcessorChain.of(OWN),
                ProcessorChain.EMPTY.then("mine", OWN),
                ProcessorCatalog.of(List.of(provider)).parse("alternating"),
                ProcessorChain.of(new ChoiceConstraint(List.of("abab", "baba"))));
    }

    private static StepContext behind(int... written) {
        return StepContext.builder()
                .prompt(TokenSequence.of(PROMPT))
                .generated(TokenSequence.of(written))
                .endOfSequence(END)
                .vocabulary(TEXTS)
                .build();
    }

    @ParameterizedTest
    @MethodSource("chains")
    void isApplied(ProcessorChain chain) {
        double[] logits = {3, 2, 1, 0, -1};
        assertThat(AppliedChain.of(logits, behind(), chain).kept()).containsExactly(0, 1, 2);
        assertThat(AppliedChain.of(logits, behind(0), chain).kept()).containsExactly(1);
        assertThat(AppliedChain.of(logits, behind(2, 0), chain).kept()).containsExactly(1);
        assertThat(AppliedChain.of(logits, behind(1, 2), chain).kept()).containsExactly(0);
        assertThat(AppliedChain.of(logits, behind(2, 2), chain).kept()).containsExactly(END);
    }

    private static Scheduler scheduler() {
        return new Scheduler(
                new ScriptedModel(TEXTS.size(), 50, history -> LOGITS),
                TEXTS,
                TEXTS,
                () -> 0,
                SchedulerOptions.defaults());
    }

    @ParameterizedTest
    @MethodSource("chains")
    void completes(ProcessorChain chain) {
        try (Scheduler scheduler = scheduler()) {
            for (int most = 2; most <= 5; most++) {
                for (int seed = 0; seed < 20; seed++) {
                    GenerationRequest request = GenerationRequest.of(PROMPT)
                            .chain(chain)
                            .seed(seed)
                            .maxTokens(most)
                            .endOfSequence(List.of(END))
                            .build();
                    GenerationResult result = scheduler
                            .generate(request, GenerationListener.NONE, new Cancellation())
                            .await()
                            .completions()
                            .get(0);
                    assertThat(result.text()).isIn("abab", "baba");
                    assertThat(Objects.requireNonNull(result.constraint()).complete())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void tellsWhatComesNext(ProcessorChain chain) {
        TemperatureSweep sweep = new TemperatureSweep(
                chain,
                List.of(1.0),
                3,
                List.of(
                        new TemperatureSweep.Word("abab", List.of(2, 0, 1)),
                        new TemperatureSweep.Word("aa", List.of(0, 0))));
        try (Scheduler scheduler = scheduler()) {
            Distribution next = sweep.over(
                            new PromptContext(TokenSequence.of(PROMPT), List.of(END), TEXTS),
                            scheduler
                                    .score(
                                            new int[] {PROMPT},
                                            sweep.words().stream()
                                                    .map(TemperatureSweep.Word::toArray)
                                                    .toList(),
                                            new Cancellation())
                                    .await())
                    .distributions()
                    .get(0);
            assertThat(next.kept()).isEqualTo(3);
            // "ab" of a, b and ab; then "a" of a and ab; then "b" alone
            assertThat(next.candidates().get(0).probability()).isCloseTo(0.1 / 0.8 * (0.4 / 0.5), within(1e-7));
            assertThat(next.candidates().get(1).probability()).isZero();
        }
    }

    /** Without a token that ends it, a whole text is followed by none. */
    @ParameterizedTest
    @MethodSource("chains")
    void aWordThatGoesOnBehindTheEndHasNoProbability(ProcessorChain chain) {
        TemperatureSweep.Word longer = new TemperatureSweep.Word("ababa", List.of(2, 2, 0));
        TemperatureSweep sweep = new TemperatureSweep(chain, List.of(1.0), 3, List.of(longer));
        try (Scheduler scheduler = scheduler()) {
            Distribution next = sweep.over(
                            new PromptContext(TokenSequence.of(PROMPT), List.of(), TEXTS),
                            scheduler
                                    .score(new int[] {PROMPT}, List.of(longer.toArray()), new Cancellation())
                                    .await())
                    .distributions()
                    .get(0);
            assertThat(next.candidates().get(0).probability()).isZero();
        }
    }

    private static ComparedCompletions compared(ProcessorChain chain, int maxTokens) {
        Comparison comparison = new Comparison(chain, List.of(1.0), 600, 1, maxTokens, List.of());
        int[] prompt = {PROMPT};
        try (Scheduler scheduler = scheduler()) {
            ForkedCompletions result = scheduler
                    .generate(
                            comparison.requests(prompt, List.of(END)),
                            row -> GenerationListener.NONE,
                            new Cancellation())
                    .await();
            return ComparedCompletions.of(
                    comparison, new PromptContext(TokenSequence.of(prompt), List.of(END), TEXTS), result);
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void isComparedWithItsExactProbabilities(ProcessorChain chain) {
        FirstTokenFit fit =
                Objects.requireNonNull(compared(chain, 9).groups().get(0).firstToken());
        assertThat(fit.outcomes()).extracting(FirstTokenFit.Outcome::id).containsExactlyInAnyOrder(0, 1, 2);
        fit.outcomes().forEach(outcome -> {
            double p = Map.of(0, 0.5, 1, 0.375, 2, 0.125).get(outcome.id());
            assertThat(outcome.probability()).isCloseTo(p, within(1e-7));
            assertThat(outcome.count() / 600.0).isCloseTo(p, within(0.08));
        });
    }

    /** Two tokens are "ab" twice; three begin with any. */
    @ParameterizedTest
    @MethodSource("chains")
    void isComparedWithWhatMayBeginInTime(ProcessorChain chain) {
        FirstTokenFit fit =
                Objects.requireNonNull(compared(chain, 2).groups().get(0).firstToken());
        assertThat(fit.outcomes()).containsExactly(new FirstTokenFit.Outcome(2, 600, 1));
    }

    @Test
    void eachChainNamesItsOwn() {
        assertThat(chains().map(chain -> chain.steps().get(0).name()))
                .containsExactly("custom", "mine", "alternating", "choice");
    }
}
