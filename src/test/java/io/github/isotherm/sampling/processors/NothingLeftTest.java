package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ListedTexts;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StageObserver;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a constraint and other steps leave no token, the sentence names both. */
class NothingLeftTest {
    private static final ListedTexts TEXTS = new ListedTexts("a", "b", "c", "<end>");
    private static final int END = 3;
    private static final TextConstraint WHOLE = new ChoiceConstraint(List.of("ab"));

    /** After the prompt "c" and the text "ab", which is whole. */
    private static void process(StageObserver observer, float[] logits, LogitsProcessor... steps) {
        StepContext context = StepContext.builder()
                .prompt(TokenSequence.of(2))
                .generated(TokenSequence.of(0, 1))
                .endOfSequence(END)
                .vocabulary(TEXTS)
                .build();
        ProcessorChain.of(steps).forRow().process(new Candidates(TEXTS.size()).load(logits), context, observer);
    }

    private static void process(LogitsProcessor... steps) {
        process(StageObserver.NONE, new float[TEXTS.size()], steps);
    }

    static Stream<Arguments> droppingTheEnd() {
        return Stream.of(
                Arguments.of("min-new-tokens", new MinNewTokens(5, List.of(END))),
                Arguments.of("min-length", new MinLength(9, List.of(END))),
                Arguments.of("suppress-tokens", new SuppressTokens(List.of(END))),
                Arguments.of("bad-words", new BadWords(List.of(List.of(1, END)))),
                Arguments.of("logit-bias", new LogitBias(Map.of(END, Double.NEGATIVE_INFINITY))));
    }

    @ParameterizedTest
    @MethodSource("droppingTheEnd")
    void namesTheConstraintAndTheStepBeforeItThatDroppedWhatItAllows(String name, LogitsProcessor step) {
        assertThatThrownBy(() -> process(step, new TopKeeper(), WHOLE))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("After choice no token is left to draw from: those that it allows here had been dropped by "
                        + name + "; loosen one of them.");
    }

    @ParameterizedTest
    @MethodSource("droppingTheEnd")
    void namesTheStepBehindAConstraintAndWhatThatHadLeft(String name, LogitsProcessor step) {
        assertThatThrownBy(() -> process(WHOLE, new Temperature(2), step))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage(
                        "After " + name
                                + " no token is left to draw from: choice allows 1 here, and none of them stayed; loosen one of them.");
    }

    @Test
    void countsWhatTheConstraintLeftAndNotWhatATruncationLeftOfIt() {
        // "b" and the end may come; top-k=1 keeps "b", which was there before
        assertThatThrownBy(() -> process(
                        StageObserver.NONE,
                        new float[] {0, 5, 0, 1},
                        new RegexConstraint("ab+"),
                        new TopK(1),
                        new NoRepeatNgram(1, List.of())))
                .hasMessage(
                        "After no-repeat-ngram no token is left to draw from: regex allows 2 here, and none of them stayed;"
                                + " loosen one of them.");
    }

    @Test
    void namesAllThatDroppedTokensAndTheModelIfItDid() {
        float[] logits = {0, 0, Float.NEGATIVE_INFINITY, 0};
        assertThatThrownBy(() -> process(
                        StageObserver.NONE,
                        logits,
                        new SuppressTokens(List.of(0)),
                        new LogitBias(Map.of(1, 2.0)),
                        new MinNewTokens(5, List.of(END)),
                        WHOLE))
                .hasMessage(
                        "After choice no token is left to draw from: those that it allows here had been dropped by the model,"
                                + " suppress-tokens, min-new-tokens; loosen one of them.");
    }

    @Test
    void saysTheSameWhileItIsTraced() {
        StageObserver watching = new StageObserver() {
            @Override
            public void before(Candidates candidates) {}

            @Override
            public void after(int place, Candidates candidates, double keptMass) {}
        };
        assertThatThrownBy(() -> process(watching, new float[4], new SuppressTokens(List.of(END)), WHOLE))
                .hasMessage("After choice no token is left to draw from: those that it allows here had been dropped by"
                        + " suppress-tokens; loosen one of them.");
    }

    @Test
    void forgetsTheStepBefore() {
        Candidates candidates = new Candidates(2);
        StepContext context = StepContext.builder().build();
        ProcessorChain.of(new SuppressTokens(List.of(0))).process(candidates.load(new float[2]), context);
        assertThatThrownBy(() -> ProcessorChain.of(new SuppressTokens(List.of(0, 1)))
                        .process(candidates.load(new float[2]), context))
                .hasMessage(
                        "After suppress-tokens no token is left to draw from; at least one must stay, so loosen it or what"
                                + " stands before it.");
    }

    /** Drops nothing and so is not to blame. */
    private record TopKeeper() implements LogitsProcessor {
        @Override
        public void process(Candidates candidates, StepContext context) {
            candidates.retain(i -> true);
        }
    }
}
