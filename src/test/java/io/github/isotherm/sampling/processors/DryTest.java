package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.SequenceBreaker;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DryTest {
    /** A vocabulary of a few words, which counts how often it is read. */
    private record Words(AtomicInteger reads, String... words) implements Vocabulary {
        Words(String... words) {
            this(new AtomicInteger(), words);
        }

        @Override
        public int size() {
            return words.length;
        }

        @Override
        public byte[] bytes(int id) {
            reads.incrementAndGet();
            return words[id].getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text(int id) {
            return words[id];
        }

        @Override
        public boolean isSpecial(int id) {
            return false;
        }
    }

    private static Dry dry(SequenceBreaker... breakers) {
        return new Dry(1, 2, 1, -1, List.of(breakers));
    }

    private static double[] logits(Dry dry, Candidates candidates, Vocabulary vocabulary, int... history) {
        candidates.load(new float[candidates.vocabularySize()]);
        ProcessorChain.of(dry)
                .process(
                        candidates,
                        StepContext.builder()
                                .prompt(TokenSequence.of(history))
                                .vocabulary(vocabulary)
                                .build());
        return Reference.denseLogits(candidates);
    }

    private static double[] logits(Dry dry, Vocabulary vocabulary, int... history) {
        return logits(dry, new Candidates(vocabulary.size()), vocabulary, history);
    }

    /** After "before x y z before x y" three tokens match where nothing breaks, and fewer behind a breaker. */
    @ParameterizedTest
    @CsvSource({
        "':',      a,   '):(', 1",
        "':',      a,   '((',  3",
        "ab,       a,   b,     1",
        "ab,       aa,  bb,    1",
        "ab,       ab,  b,     2",
        "abc,      a,   c,     3",
        "abcd,     ab,  cd,    1",
        "é,        a,   é,     1"
    })
    void aTextBreaksInsideATokenAndOverSeveral(String breaker, String before, String x, int matched) {
        Words words = new Words(before, x, "y", "z");
        assertThat(logits(dry(SequenceBreaker.of(breaker)), words, 0, 1, 2, 3, 0, 1, 2)[3])
                .isEqualTo(-Math.pow(2, matched - 1));
    }

    @Test
    void aTextMayStandOverThreeTokensAndTokensWithoutText() {
        Words words = new Words("xa", "b", "cx", "", "y", "z");
        Dry abc = dry(SequenceBreaker.of("abc"));
        assertThat(logits(abc, words, 0, 1, 3, 2, 4, 5, 0, 1, 3, 2, 4)[5])
                .as("only y is matched")
                .isEqualTo(-1);
        assertThat(logits(abc, words, 1, 2, 4, 5, 1, 2, 4)[5])
                .as("the first a is missing")
                .isEqualTo(-4);
        assertThat(logits(abc, words, 2, 4, 5, 2, 4)[5])
                .as("nothing stands before")
                .isEqualTo(-2);
    }

    @Test
    void aTokenThatContainsABreakerIsNotLowered() {
        Words words = new Words("x", "a:b", "y");
        assertThat(logits(dry(SequenceBreaker.of(":")), words, 0, 1, 2, 0)).containsExactly(0, 0, 0);
        assertThat(logits(dry(SequenceBreaker.of(";")), words, 0, 1, 2, 0)).containsExactly(0, -1, 0);
    }

    @Test
    void textsAndIdsStandBesideEachOther() {
        Words words = new Words("x", ":", "y", "z");
        Dry both = dry(SequenceBreaker.of(":"), SequenceBreaker.of(List.of(0, 3)));
        assertThat(logits(both, words, 1, 2, 3, 1, 2)[3]).as("after a colon").isEqualTo(-1);
        assertThat(logits(both, words, 0, 3, 2, 1, 0, 3, 2)).as("a breaker").containsExactly(0, 0, 0, 0);
        assertThat(logits(both, words, 0, 3, 2, 3, 0, 3, 2)[3])
                .as("after two ids")
                .isEqualTo(-1);
    }

    /** A text of one token's own letters, in a vocabulary where no other holds them, is that token's id. */
    @Test
    void aTextThatOnlyOneTokenHoldsIsThatTokensId() {
        Random random = new Random(41);
        Words words = new Words("a", "b", "c", "d", "e", "f");
        for (int n = 0; n < 500; n++) {
            int[] history = random.ints(random.nextInt(30), 0, 6).toArray();
            int one = random.nextInt(6);
            int other = random.nextInt(6);
            Dry texts =
                    dry(SequenceBreaker.of(words.text(one)), SequenceBreaker.of(words.text(one) + words.text(other)));
            Dry ids = dry(SequenceBreaker.of(List.of(one)), SequenceBreaker.of(List.of(one, other)));
            assertThat(logits(texts, words, history)).containsExactly(logits(ids, words, history));
        }
    }

    @Test
    void moreBreakersNeverLowerAToken() {
        Random random = new Random(43);
        Words words = new Words("a", "ab", "b", "ba", "c");
        List<String> texts = List.of("a", "b", "c", "ab", "ba", "bab", "cc");
        for (int n = 0; n < 500; n++) {
            int[] history = random.ints(random.nextInt(30), 0, 5).toArray();
            SequenceBreaker[] breakers = Stream.generate(() -> texts.get(random.nextInt(texts.size())))
                    .limit(1 + random.nextInt(3))
                    .map(SequenceBreaker::of)
                    .toArray(SequenceBreaker[]::new);
            double[] more = logits(dry(breakers), words, history);
            double[] fewer = logits(dry(), words, history);
            assertThat(IntStream.range(0, 5)).allMatch(id -> more[id] >= fewer[id]);
        }
    }

    @Test
    void oneBufferServesOtherBreakersAndOtherVocabularies() {
        Words words = new Words("x", ":", "y", "z");
        Words others = new Words(":", "x", "y", "z");
        Candidates candidates = new Candidates(4);
        int[] history = {1, 2, 3, 1, 2};
        assertThat(logits(dry(SequenceBreaker.of(":")), candidates, words, history)[3])
                .isEqualTo(-1);
        assertThat(logits(dry(SequenceBreaker.of("x")), candidates, words, history)[3])
                .isEqualTo(-2);
        assertThat(logits(dry(SequenceBreaker.of("x")), candidates, others, history)[3])
                .isEqualTo(-1);
    }

    @Test
    void aTokensTextIsReadOnce() {
        Words words = new Words("x", "y", "z", "never");
        Candidates candidates = new Candidates(4);
        Dry dry = dry(SequenceBreaker.of(":"));
        for (int step = 0; step < 5; step++) {
            logits(dry, candidates, words, 0, 1, 2, 0, 1);
        }
        assertThat(words.reads).hasValue(3);
    }

    @Test
    void whatIsOffReadsNoText() {
        Words words = new Words("x", "y", "z");
        ProcessorChain.of(new Dry(0, 2, 1, -1, List.of(SequenceBreaker.of(":"))))
                .process(
                        new Candidates(3).load(new float[3]),
                        StepContext.builder()
                                .prompt(TokenSequence.of(0, 1, 0))
                                .vocabulary(words)
                                .build());
        assertThat(words.reads).hasValue(0);
    }

    /** What an id outside of the model's vocabulary does in a history: nothing. */
    @ParameterizedTest
    @ValueSource(ints = {9, 3, -1})
    void anUnknownIdOfAHistoryBreaksNothing(int unknown) {
        Words words = new Words("x", "y", "z");
        assertThat(logits(dry(SequenceBreaker.of(":")), words, unknown, 1, 2, unknown, 1))
                .containsExactly(0, 0, -2);
    }

    @Test
    void textsWithoutATokenizerAreRefusedByName() {
        Candidates candidates = new Candidates(2).load(new float[2]);
        ProcessorChain chain = ProcessorChain.of(dry(SequenceBreaker.of(List.of(1)), SequenceBreaker.of(":")));
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() ->
                            chain.process(candidates, StepContext.builder().build()))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("dry has sequence breakers that are texts, but without a tokenizer no text is known;"
                            + " give them as lists of token ids, such as [[198], [25]].");
        }
    }

    @Test
    void anEmptyTextIsRefused() {
        assertThatThrownBy(() -> SequenceBreaker.of(""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("A sequence breaker is the empty text but must have at least one character; leave it out.");
    }

    @Test
    void jsonGivesTextsAndIds() {
        assertThat(ProcessorCatalog.standard()
                        .step(
                                "dry",
                                Map.of("multiplier", 0.8, "sequence_breakers", List.of("\n", List.of(5, 6), "\\\"")))
                        .processor())
                .isEqualTo(new Dry(
                        0.8,
                        1.75,
                        2,
                        -1,
                        List.of(
                                SequenceBreaker.of("\n"),
                                SequenceBreaker.of(List.of(5, 6)),
                                SequenceBreaker.of("\\\""))));
    }
}
