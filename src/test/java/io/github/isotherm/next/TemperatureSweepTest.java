package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The article's six tokens, and a table small enough to count on one's fingers. */
class TemperatureSweepTest {
    private static Distribution sweep(String chain, double temperature, int top, float... logits) {
        ScriptedModel model = new ScriptedModel(logits.length, 100, sequence -> logits);
        TemperatureSweep sweep = new TemperatureSweep(
                ProcessorCatalog.standard().parse(chain),
                List.of(temperature),
                top,
                List.of(new TemperatureSweep.Word(" five", List.of(4))));
        return sweep.over(PromptContext.of(0, 1), scored(model, new int[] {0, 1}, sweep))
                .distributions()
                .get(0);
    }

    private static ScoredPrompt scored(ScriptedModel model, int[] prompt, TemperatureSweep sweep) {
        try (Scheduler scheduler = new Scheduler(model, null, null, System::nanoTime, SchedulerOptions.defaults())) {
            List<int[]> words =
                    sweep.words().stream().map(TemperatureSweep.Word::toArray).toList();
            return scheduler.score(prompt, words, new Cancellation()).await();
        }
    }

    @Test
    void processorsKnowWhatTheyKnowInAGeneration() {
        float[] logits = {ln(0.5), ln(0.25), ln(0.25)};
        PromptContext context = new PromptContext(TokenSequence.of(0), List.of(1), null);
        ScriptedModel model = new ScriptedModel(3, 100, sequence -> logits);
        TemperatureSweep sweep = new TemperatureSweep(
                ProcessorCatalog.standard().parse("min-new-tokens=2"),
                List.of(1.0),
                3,
                List.of(
                        new TemperatureSweep.Word("soon", List.of(0, 1)),
                        new TemperatureSweep.Word("in time", List.of(0, 2, 1))));
        Distribution early = sweep.over(context, scored(model, new int[] {0}, sweep))
                .distributions()
                .get(0);
        assertThat(early.kept()).isEqualTo(2);
        assertThat(early.top()).extracting(NextTokens.TopToken::id).containsExactly(0, 2);
        assertThat(early.candidates().get(0).probability())
                .as("ends after one token")
                .isZero();
        assertThat(early.candidates().get(1).probability())
                .as("2/3, then 1/3, then all three are allowed")
                .isCloseTo(2.0 / 3 / 3 / 4, within(1e-6));
        assertThat(ProcessedLogits.of(logits, context, sweep.chain()).probabilities())
                .containsExactly(new float[] {2 / 3f, 0, 1 / 3f}, within(1e-6f));
    }

    /** As a model does with a dry that has no sequence breakers. */
    @Test
    void aPreparedPromptCompletesEveryChain() {
        float[] logits = {ln(0.5), ln(0.25), ln(0.25)};
        ScriptedModel model = new ScriptedModel(3, 100, sequence -> logits);
        TemperatureSweep none = new TemperatureSweep(ProcessorCatalog.standard().parse(""), List.of(1.0), 0, List.of());
        PreparedPrompt prepared = PreparedPrompt.of(
                PromptContext.of(0),
                List.of(),
                scored(model, new int[] {0}, none),
                chain -> ProcessorCatalog.standard().parse("top-k=1"));
        assertThat(prepared.next(none.chain(), List.of(1.0), 3)
                        .distributions()
                        .get(0)
                        .kept())
                .isOne();
    }

    private static float ln(double p) {
        return (float) Math.log(p);
    }

    private static Distribution table(String chain) {
        return sweep(chain, 1, 2, ln(0.5), ln(0.3), ln(0.1495), ln(0.05), ln(0.0005));
    }

    @Test
    void nucleusTailAndRestAreCounted() {
        Distribution plain = table("");
        assertThat(plain.nucleus()).as("0.5 + 0.3 + 0.1495 reach 0.9").isEqualTo(3);
        assertThat(plain.tail()).isCloseTo(0.0005, within(1e-7));
        assertThat(plain.rest().tokens()).isEqualTo(3);
        assertThat(plain.rest().probability()).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void theFunnelTellsSurvivorsMassAndWhereATokenDied() {
        List<StepTrace.Stage> funnel =
                table("temperature=1 > top-k=3 > top-p=0.6").funnel();
        assertThat(funnel).extracting(StepTrace.Stage::processor).containsExactly("temperature", "top_k", "top_p");
        assertThat(funnel).extracting(StepTrace.Stage::kept).containsExactly(5, 3, 2);
        assertThat(funnel.get(1).mass()).isCloseTo(0.9495, within(1e-6));
        assertThat(funnel.get(2).mass()).isCloseTo(0.8 / 0.9495, within(1e-6));
        assertThat(funnel.get(0).watched()).extracting(StepTrace.Watched::id).containsExactly(0, 1, 4);
        assertThat(funnel.get(0).watched().get(2).probability()).isCloseTo(0.0005, within(1e-7));
        assertThat(funnel.get(1).watched().get(2).logit()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(funnel.get(2).watched().get(0).probability()).isCloseTo(0.625, within(1e-6));
    }

    @Test
    void theOrderChangesWhatSurvives() {
        float[] logits = {ln(0.5), ln(0.3), ln(0.1495), ln(0.05), ln(0.0005)};
        assertThat(sweep("temperature=1 > top-p=0.9", 2, 5, logits).kept()).isEqualTo(4);
        assertThat(sweep("top-p=0.9 > temperature=1", 2, 5, logits).kept()).isEqualTo(3);
    }

    @Test
    void atTemperatureZeroOneTokenIsLeft() {
        Distribution cold = sweep("", 0, 5, ln(0.5), ln(0.3), ln(0.1), ln(0.06), ln(0.04));
        assertThat(cold.kept()).isEqualTo(1);
        assertThat(cold.nucleus()).isEqualTo(1);
        assertThat(cold.tail()).isZero();
        assertThat(cold.entropy()).isZero();
    }
}
