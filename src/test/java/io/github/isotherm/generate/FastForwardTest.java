package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.RegexConstraint;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a constraint leaves no choice about, written as a tokenizer of longest matches writes it. */
class FastForwardTest {
    private static final LongestMatches TEXTS = new LongestMatches("a", "b", "c", "x", "y", "ab", "abc", "?", "<end>");

    private static final int PROMPT = 7;
    private static final int END = 8;

    /** Likes lower ids better, so that it would spell everything letter by letter. */
    private static float[] logits(List<Integer> history) {
        float[] logits = new float[TEXTS.size()];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = -id - 0.25f * (history.size() % 3);
        }
        return logits;
    }

    private static GenerationResult complete(ScriptedModel model, boolean fastForward, ProcessorChain chain) {
        try (Scheduler scheduler = new Scheduler(
                model, TEXTS, TEXTS, () -> 0, SchedulerOptions.defaults().withForcedRuns(false))) {
            return scheduler
                    .generate(
                            GenerationRequest.of(PROMPT)
                                    .chain(chain)
                                    .maxTokens(20)
                                    .endOfSequence(List.of(END))
                                    .fastForward(fastForward)
                                    .build(),
                            GenerationListener.NONE,
                            new Cancellation())
                    .await()
                    .completions()
                    .get(0);
        }
    }

    private static ProcessorChain greedy(String pattern) {
        return ProcessorChain.of(new RegexConstraint(pattern), new Temperature(0));
    }

    private static ScriptedModel model() {
        return new ScriptedModel(TEXTS.size(), 100, FastForwardTest::logits);
    }

    @Test
    void writesWhatIsCertainAsTheTokenizerDoesAndDrawsTheRest() {
        ScriptedModel drawn = model();
        assertThat(complete(drawn, false, greedy("abcabc[xy]")).tokens().toArray())
                .containsExactly(0, 1, 2, 0, 1, 2, 3);
        ScriptedModel written = model();
        GenerationResult result = complete(written, true, greedy("abcabc[xy]"));
        assertThat(result.tokens().toArray()).containsExactly(6, 6, 3);
        assertThat(result.text()).isEqualTo("abcabcx");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(drawn.runs).hasSize(8);
        assertThat(written.runs).hasSize(3);
        assertThat(written.fed).containsExactly(new int[] {PROMPT}, new int[] {6, 6}, new int[] {3});
    }

    @Test
    void leavesTheEndToTheModelWhereItCouldBeOneTokenWithWhatFollows() {
        GenerationResult result = complete(model(), true, greedy("yyab[cx]"));
        assertThat(result.tokens().toArray()).containsExactly(4, 4, 0, 1, 2);
    }

    @Test
    void drawsInsteadWhereAnotherProcessorDropsWhatWouldBeWritten() {
        LogitsProcessor dropsTheSecond = (candidates, context) -> {
            if (context.step() == 1) {
                candidates.drop(6);
            }
        };
        List<Integer> read = new ArrayList<>();
        ScriptedModel model = new ScriptedModel(TEXTS.size(), 100, history -> {
            read.clear();
            read.addAll(history);
            return logits(history);
        });
        GenerationResult result = complete(
                model, true, ProcessorChain.of(dropsTheSecond, new RegexConstraint("abcabc[xy]"), new Temperature(0)));
        assertThat(result.text()).isEqualTo("abcabcx");
        assertThat(result.tokens().toArray()).startsWith(6, 0).endsWith(3);
        assertThat(read.subList(1, read.size()))
                .containsExactlyElementsOf(
                        Arrays.stream(result.tokens().toArray()).boxed().toList());
    }

    @Test
    void costsWhatTheModelGivesTheWrittenTokens() {
        GenerationResult result = complete(model(), true, greedy("abcabc[xy]"));
        int[] history = {PROMPT, 6, 6, 3};
        double sum = 0;
        for (int step = 0; step < 2; step++) {
            sum += ofTheModel(history, step + 1, 6);
        }
        sum += Math.log(Math.exp(ofTheModel(history, 3, 3)) + Math.exp(ofTheModel(history, 3, 4)));
        sum += ofTheModel(history, 4, END);
        assertThat(result.constraint()).isNotNull();
        assertThat(result.constraint().complete()).isTrue();
        assertThat(result.constraint().logProbability()).isCloseTo(sum, within(1e-9));
    }

    private static double ofTheModel(int[] history, int length, int id) {
        float[] logits = logits(Arrays.stream(history).limit(length).boxed().toList());
        double all = 0;
        for (float logit : logits) {
            all += Math.exp(logit);
        }
        return logits[id] - Math.log(all);
    }

    @Test
    void doesNothingWithoutAConstraint() {
        ProcessorChain plain = ProcessorChain.of(new Temperature(0));
        assertThat(complete(model(), true, plain).tokens().toArray())
                .isEqualTo(complete(model(), false, plain).tokens().toArray());
    }
}
