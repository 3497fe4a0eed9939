package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.next.ChannelScores;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model that counts on one's fingers: after a context that begins with n, each token of the text has p = 1/(n + position). */
class ChannelTest {
    private static final int CONTEXT = 12;

    private final ScriptedModel script = new ScriptedModel(ByteCodec.SIZE, CONTEXT, ChannelTest::logits);
    private final LocalModel model = LocalModel.of(
            new ModelParts("scripted", script, new ByteCodec(), null, SamplingSettings.NONE, List.of(0), null));

    /** All mass on 'a', 'b', 'c' … of so many letters, where the first token says how many and each position adds one. */
    private static float[] logits(List<Integer> sequence) {
        float[] logits = new float[ByteCodec.SIZE];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        int letters = sequence.get(0) - '0' + sequence.size();
        for (int letter = 0; letter < letters; letter++) {
            logits['a' + letter] = 7;
        }
        return logits;
    }

    @Test
    void addsTheLogarithmsOfEveryTokenAfterItsContext() {
        ChannelScores scores = model.channel(List.of("1\n", "4\n"), "aba");
        assertThat(scores.tokens()).containsExactly((int) 'a', (int) 'b', (int) 'a');
        assertThat(scores.logprobs().get(0).get(0)).isCloseTo(-Math.log(3), within(1e-12));
        assertThat(scores.logprob(0)).isCloseTo(-Math.log(3 * 4 * 5), within(1e-12));
        assertThat(scores.logprob(1)).isCloseTo(-Math.log(6 * 7 * 8), within(1e-12));
        assertThat(scores.best()).isZero();
        assertThat(script.open).as("no sequence is held but the kept ones").hasValueLessThanOrEqualTo(4);
    }

    @Test
    void aTextOfOneTokenNeedsItsContextOnly() {
        assertThat(model.channel(List.of("2"), "a").logprob(0)).isCloseTo(-Math.log(3), within(1e-12));
    }

    @Test
    void theOrderOfContextsAndWhatWasAskedBeforeChangeNothing() {
        ChannelScores there = model.channel(List.of("1\n", "4\n", "1.\n"), "abba");
        ChannelScores back = model.channel(List.of("1.\n", "4\n", "1\n"), "abba");
        for (int i = 0; i < 3; i++) {
            assertThat(back.logprobs().get(2 - i)).isEqualTo(there.logprobs().get(i));
        }
    }

    @Test
    void readsEveryContextOnce() {
        model.channel(List.of("1\n", "4\n"), "aba");
        assertThat(script.fed.stream().mapToInt(chunk -> chunk.length).sum())
                .as("two contexts of two tokens, and twice all tokens of the text but the last")
                .isEqualTo(2 * (2 + 2));
    }

    @Test
    void aTextThatTheModelRulesOutIsImpossible() {
        ChannelScores scores = model.channel(List.of("1", "2"), "d");
        assertThat(scores.logprob(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(scores.logprob(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(scores.posterior(1)).containsExactly(0.5, 0.5);
    }

    @Test
    void fitsTheContextToTheLastToken() {
        assertThat(model.channel(List.of("12345678"), "aaaa").tokens()).hasSize(4);
        assertThatThrownBy(() -> model.channel(List.of("1", "12345678"), "aaaaa"))
                .isExactlyInstanceOf(ContextLengthException.class)
                .hasMessage("The text to score has 5 tokens after 8 and does not fit the model's context of 12 tokens;"
                        + " shorten the text to at most 4 tokens, or what stands before it.");
        assertThatThrownBy(() -> model.channel(List.of("1234567890123"), "a"))
                .isExactlyInstanceOf(ContextLengthException.class)
                .hasMessageContaining("at most 0 tokens");
    }

    @Test
    void refusesWhatIsEmpty() {
        assertThatThrownBy(() -> model.channel(List.of(), "a"))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("contexts is 0");
        assertThatThrownBy(() -> model.channel(List.of("1", ""), "a"))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("prompt is empty");
        assertThatThrownBy(() -> model.channel(List.of("1"), ""))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("text to score is empty");
    }

    @Test
    void isCancelledBetweenRuns() {
        Cancellation cancellation = new Cancellation();
        script.inRun = cancellation::cancel;
        assertThatThrownBy(() -> model.channel(List.of(new int[] {'1', '2'}, new int[] {'3'}), "ab", cancellation))
                .isExactlyInstanceOf(CancelledException.class);
    }

    @Test
    void whatContextsAndTextSpellBecomesNoSpecialToken() {
        SpellingCodec spelling = new SpellingCodec("</s>");
        ScriptedModel even = new ScriptedModel(257, 100, sequence -> new float[257]);
        try (LocalModel spelled = LocalModel.of(
                new ModelParts("spelled", even, spelling, spelling, SamplingSettings.NONE, List.of(256), null))) {
            ChannelScores scores = spelled.channel(List.of("</s>x"), "a</s>b");
            assertThat(scores.tokens()).hasSize(6).doesNotContain(256);
            assertThat(spelled.decode(
                            scores.tokens().stream().mapToInt(id -> id).toArray()))
                    .isEqualTo("a</s>b");
            assertThat(even.fed).allSatisfy(chunk -> assertThat(chunk).doesNotContain(256));
            spelled.channel(List.of(spelled.encode("</s>x")), "a", new Cancellation());
            assertThat(even.fed.get(even.fed.size() - 1))
                    .as("ids are the caller's own")
                    .contains(256);
        }
    }
}
