package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import io.github.isotherm.sampling.processors.RegexConstraint;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer that is never done by itself ends whole within the most tokens. */
class ClosingTest {
    private static final LongestMatches TEXTS =
            new LongestMatches("{", "}", "\"", ":", "n", "a", "aa", "aaaa", "\"}", " ", "x", "y", "xy", "?", "<end>");

    private static final int A = 5;
    private static final int END = 14;

    /** A constraint, what its texts look like, and the fewest tokens that one of them has. */
    record Rambling(TextConstraint constraint, Pattern pattern, int least) {}

    static Stream<Rambling> rambling() {
        JsonSchemaConstraint object = JsonSchemaConstraint.of("""
                {"type": "object", "properties": {"n": {"type": "string"}}, "required": ["n"]}""");
        return Stream.of(
                new Rambling(new RegexConstraint("[a-z]*x"), Pattern.compile("[a-z]*x"), 1),
                // aaax is the shortest, but aaaax has fewer tokens
                new Rambling(new RegexConstraint("a{3}[a-z]*x"), Pattern.compile("a{3}[a-z]*x"), 2),
                new Rambling(new RegexConstraint("(aaaaa)*(yx){3}"), Pattern.compile("(aaaaa)*(yx){3}"), 4),
                // { " n " : " "}
                new Rambling(object, Pattern.compile("\\{\"n\": ?\"[^\"]*\"}"), 7));
    }

    /** Would write "a" for ever. */
    private static float[] logits(List<Integer> history) {
        float[] logits = new float[TEXTS.size()];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = id >= A && id <= A + 2 ? 9 - id : -5 - 0.1f * (id * history.size() % 7);
        }
        return logits;
    }

    private static ConstrainedRun run() {
        return new ConstrainedRun(TEXTS, ClosingTest::logits);
    }

    private static ProcessorChain chain(TextConstraint constraint, double temperature) {
        return ProcessorChain.of(constraint, new Temperature(temperature));
    }

    private static void assertWhole(GenerationResult result, Pattern pattern, int maxTokens) {
        assertThat(result.text()).matches(pattern);
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.completionTokens()).isLessThanOrEqualTo(maxTokens);
        assertThat(result.constraint()).isNotNull();
        assertThat(result.constraint().complete()).isTrue();
        assertThat(result.tokens().toArray()).doesNotContain(END);
    }

    @ParameterizedTest
    @MethodSource("rambling")
    void endsWholeWithinEveryBudgetThatHoldsAWholeText(Rambling rambling) {
        for (int most = rambling.least; most <= rambling.least + 20; most++) {
            for (double temperature : new double[] {0, 1, 20}) {
                for (boolean forced : new boolean[] {true, false}) {
                    GenerationResult result =
                            run().forcedRuns(forced).complete(chain(rambling.constraint, temperature), most);
                    assertWhole(result, rambling.pattern, most);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rambling")
    void endsWholeWithoutAnEndOfSequenceToken(Rambling rambling) {
        for (int most = rambling.least; most <= rambling.least + 20; most++) {
            for (double temperature : new double[] {0, 20}) {
                GenerationResult result = run().withoutEnd().complete(chain(rambling.constraint, temperature), most);
                assertWhole(result, rambling.pattern, most);
            }
        }
    }

    /** Behind "x" four more could come, for which there is no room. */
    @Test
    void endsWithoutAnEndOfSequenceTokenWhereNoMoreCanBeClosed() {
        ProcessorChain chain = chain(new RegexConstraint("x(yyyy)?"), 0);
        for (int most = 1; most < 5; most++) {
            assertThat(run().withoutEnd().complete(chain, most).text()).isEqualTo("x");
        }
        assertThat(run().withoutEnd().complete(chain, 5).text()).isEqualTo("xyyyy");
    }

    @Test
    void usesTheWholeBudgetWhereTheModelWouldRamble() {
        GenerationResult result = run().complete(chain(new RegexConstraint("[a-z]*x"), 0), 6);
        assertThat(result.tokens().toArray()).startsWith(A, A, A, A, A).hasSize(6);
        assertThat(TEXTS.text(result.tokens().get(5))).endsWith("x");
    }

    @ParameterizedTest
    @MethodSource("rambling")
    void refusesABudgetThatHoldsNoWholeText(Rambling rambling) {
        for (int most = 1; most < rambling.least; most++) {
            int left = most;
            assertThatThrownBy(() -> run().complete(chain(rambling.constraint, 0), left))
                    .isExactlyInstanceOf(InvalidValueException.class)
                    .message()
                    .matches("(regex|json-schema) can end the text with \\d more tokens, but no more than " + left
                            + " may come; raise max-tokens\\.");
        }
    }

    @Test
    void namesTheTokensThatAreEnoughAndThoseThatMayCome() {
        RegexConstraint pairs = new RegexConstraint("(yx){3}");
        assertThatThrownBy(() -> run().complete(chain(pairs, 0), 3))
                .hasMessage(
                        "regex can end the text with 4 more tokens, but no more than 3 may come; raise max-tokens.");
    }

    @Test
    void endsAtTheContextsEndToo() {
        for (int context = 2; context < 8; context++) {
            ScriptedModel model = new ScriptedModel(TEXTS.size(), context, ClosingTest::logits);
            GenerationResult result =
                    new ConstrainedRun(TEXTS, model).complete(chain(new RegexConstraint("[a-z]*x"), 0), 1000);
            assertWhole(result, Pattern.compile("[a-z]*x"), context - 1);
        }
    }

    @Test
    void theEndMayComeOnlyWhereTheTextMayEnd() {
        ConstrainedRun eager = new ConstrainedRun(TEXTS, history -> {
            float[] logits = logits(history);
            logits[END] = 50;
            return logits;
        });
        assertThat(eager.complete(chain(new RegexConstraint("aaaaa[a-z]*"), 0), 30)
                        .text())
                .isEqualTo("aaaaa");
    }

    @Test
    void anEndThatIsTextOnlyEndsTheText() {
        int y = TEXTS.size() - 4;
        ConstrainedRun eager = new ConstrainedRun(TEXTS, history -> {
            float[] logits = logits(history);
            logits[y] = 20;
            return logits;
        });
        GenerationResult result = eager.complete(
                chain(new RegexConstraint("[ay]*x[ay]*"), 0),
                request -> request.maxTokens(8).endOfSequence(List.of(y)));
        assertThat(result.text()).isEqualTo("aaaaaaax");
        GenerationResult early = eager.complete(
                chain(new RegexConstraint("a{0,3}"), 0),
                request -> request.maxTokens(8).endOfSequence(List.of(y, END)));
        assertThat(early.text()).isEmpty();
        assertThat(early.constraint()).isNotNull();
        assertThat(early.constraint().complete()).isTrue();
    }

    @Test
    void goesNoWayThatAnEndWithTextWouldBlock() {
        int xy = TEXTS.size() - 3;
        Pattern pattern = Pattern.compile("a*xy");
        GenerationResult result = run().complete(
                        chain(new RegexConstraint(pattern.pattern()), 0),
                        request -> request.maxTokens(6).endOfSequence(List.of(xy, END)));
        assertThat(result.text()).matches(pattern);
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aStopStringInsideLeavesItUnfinished() {
        GenerationResult result = run().complete(
                        chain(new RegexConstraint("[a-z]*x"), 0),
                        request -> request.maxTokens(9).stopStrings(List.of("aaa")));
        assertThat(result.text()).isEmpty();
        assertUnfinished(result, FinishReason.STOP, 3);
    }

    @Test
    void aStopStringAtTheEndLeavesItUnfinishedAsItsTextIsCut() {
        GenerationResult result = run().complete(
                        chain(new ChoiceConstraint(List.of("aaxy")), 0),
                        request -> request.maxTokens(9).stopStrings(List.of("xy")));
        assertThat(result.text()).isEqualTo("aa");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.constraint()).isNotNull();
        assertThat(result.constraint().complete()).isFalse();
    }

    @Test
    void aTimeLimitLeavesItUnfinished() {
        GenerationResult result = run().complete(
                        chain(new RegexConstraint("[a-z]*x"), 0),
                        request -> request.maxTokens(50).timeout(Duration.ofNanos(4)));
        assertUnfinished(result, FinishReason.DEADLINE, 4);
    }

    @Test
    void aCancellationLeavesItUnfinished() {
        ConstrainedRun run = run();
        run.model.inRun = () -> {
            if (run.clock.incrementAndGet() == 4) {
                run.cancellation.cancel();
            }
        };
        GenerationResult result = run.complete(chain(new RegexConstraint("[a-z]*x"), 0), 50);
        assertUnfinished(result, FinishReason.CANCELLED, 4);
    }

    @Test
    void aCancellationWhileThePromptIsReadLeavesItUnfinished() {
        ConstrainedRun run = run();
        run.model.inRun = run.cancellation::cancel;
        GenerationResult result = run.complete(chain(new RegexConstraint("[a-z]*x"), 0), 50);
        assertUnfinished(result, FinishReason.CANCELLED, 0);
        assertThat(result.constraint().logProbability()).isZero();
    }

    @Test
    void aListenerThatStopsLeavesItUnfinished() {
        GenerationResult result = run().stopAfter(3).complete(chain(new RegexConstraint("[a-z]*x"), 0), 50);
        assertUnfinished(result, FinishReason.STOP, 3);
    }

    private static void assertUnfinished(GenerationResult result, FinishReason reason, int tokens) {
        assertThat(result.finishReason()).isEqualTo(reason);
        int[] ramble = new int[tokens];
        Arrays.fill(ramble, A);
        assertThat(result.tokens().toArray()).isEqualTo(ramble);
        assertThat(result.constraint()).isNotNull();
        assertThat(result.constraint().complete()).isFalse();
    }
}
