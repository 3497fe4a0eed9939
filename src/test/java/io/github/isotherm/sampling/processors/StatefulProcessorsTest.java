package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatefulProcessorsTest {
    private static final int N = 40;
    private final StepContext context = Reference.context(new int[0], 0);

    private static double[] logits(Random random) {
        return random.doubles(N).map(x -> 8 * x).toArray();
    }

    private Candidates run(ProcessorChain row, double[] logits) {
        Candidates candidates = new Candidates(N).load(logits);
        row.process(candidates, context);
        return candidates;
    }

    /** Step by step against a plain retelling: drop what is above μ bits, renormalise, move μ. */
    @Test
    void mirostatFollowsItsDefinitionOverManySteps() {
        Random random = new Random(1);
        ProcessorChain row = ProcessorChain.of(new Temperature(0.9), new Mirostat(2.5, 0.3), new TopK(20))
                .forRow();
        double mu = 5;
        for (int step = 0; step < 60; step++) {
            double[] logits = logits(random);
            double[] p = Reference.softmax(logits, 0.9);
            Candidates candidates = run(row, logits);
            double kept = 0;
            int count = 0;
            for (double q : p) {
                if (q >= Math.pow(2, -mu)) {
                    kept += q;
                    count++;
                }
            }
            assertThat(candidates.size()).isEqualTo(Math.max(1, Math.min(20, count)));
            int index = random.nextInt(candidates.size());
            int token = candidates.id(index);
            row.accepted(token, candidates.probability(index), context);
            double own = count == 0 ? 1 : p[token] / kept;
            mu -= 0.3 * (-Math.log(own) / Math.log(2) - 2.5);
        }
    }

    @Test
    void adaptivePFollowsItsDefinitionOverManySteps() {
        Random random = new Random(2);
        ProcessorChain row = ProcessorChain.of(new MinP(0.001), new AdaptiveP(0.35, 0.8), new TopK(7))
                .forRow();
        double mean = 0.35;
        for (int step = 0; step < 60; step++) {
            double[] logits = logits(random);
            double[] p = Reference.softmax(logits, 1);
            Candidates entering = new Candidates(N).load(logits);
            ProcessorChain.of(new MinP(0.001)).process(entering, context);
            double[] entered = Reference.dense(entering);
            Candidates candidates = run(row, logits);
            double aim = Math.max(0, Math.min(1, 2 * 0.35 - mean));
            for (int i = 0; i < candidates.size(); i++) {
                double d = Math.abs(entered[candidates.id(i)] - aim) / 0.3;
                assertThat(candidates.logit(i)).isCloseTo(5 - 10 * d * d / (1 + d), within(1e-9));
            }
            int token = candidates.id(random.nextInt(candidates.size()));
            row.accepted(token, 0.123, context);
            mean = 0.8 * mean + 0.2 * entered[token];
            assertThat(p[token]).isLessThanOrEqualTo(entered[token] + 1e-12);
        }
    }

    @Test
    void aTokenForcedAgainstTheCutoffLeavesMirostatAsItIs() {
        ProcessorChain row = ProcessorChain.of(new Mirostat(1, 0.5)).forRow();
        double[] logits = {Math.log(0.5), Math.log(0.25), Math.log(0.15), Math.log(0.1)};
        for (int token : new int[] {3, 2, 1}) {
            Candidates candidates = new Candidates(4).load(logits);
            row.process(candidates, context);
            assertThat(candidates.size()).isEqualTo(2);
            row.accepted(token, 0.1, context);
        }
        Candidates after = new Candidates(4).load(logits);
        row.process(after, context);
        assertThat(after.size()).isEqualTo(1);
    }

    @Test
    void aTokenThatWasNotInPlayCountsAsImprobableForAdaptiveP() {
        ProcessorChain row =
                ProcessorChain.of(new TopK(2), new AdaptiveP(0.3, 0.5)).forRow();
        double[] logits = {1, 1, 0, 0};
        row.process(new Candidates(4).load(logits), context);
        row.accepted(3, 0.1, context);
        Candidates candidates = new Candidates(4).load(logits);
        row.process(candidates, context);
        double aim = 2 * 0.3 - 0.15;
        double d = Math.abs(0.5 - aim) / 0.3;
        assertThat(candidates.logit(0)).isCloseTo(5 - 10 * d * d / (1 + d), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirostat(tau=1, eta=3)", "adaptive-p(target=0.3, decay=0.5)"})
    void copiesGoOnFromTheSameStateAndApart(String text) {
        double[] logits = {3, 2, 1, 0, -1};
        ProcessorChain row = ProcessorCatalog.standard().parse(text).forRow();
        row.process(new Candidates(5).load(logits), context);
        row.accepted(0, 0.5, context);
        ProcessorChain fork = row.forRow();
        assertThat(dense(fork, logits)).isEqualTo(dense(row, logits));
        fork.accepted(1, 0.5, context);
        assertThat(dense(fork, logits)).isNotEqualTo(dense(row, logits));
        assertThat(fork).hasToString(text);
    }

    private double[] dense(ProcessorChain chain, double[] logits) {
        Candidates candidates = new Candidates(logits.length).load(logits);
        chain.process(candidates, context);
        return Reference.denseLogits(candidates);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirostat", "adaptive-p=0.3"})
    void tokensBeforeTheFirstStepAreNoMatter(String text) {
        double[] logits = {3, 2, 1, 0, -1};
        ProcessorChain row = ProcessorCatalog.standard().parse(text).forRow();
        row.accepted(4, 0.5, context);
        assertThat(dense(row, logits))
                .isEqualTo(dense(ProcessorCatalog.standard().parse(text), logits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirostat", "adaptive-p=0.3"})
    void settingsShallNotBeToldOfTokens(String text) {
        ProcessorChain shared = ProcessorCatalog.standard().parse(text);
        assertThatThrownBy(() -> shared.accepted(0, 1, context))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("forRow");
    }

    @Test
    void adaptivePThatIsOffStaysOff() {
        ProcessorChain row = ProcessorChain.of(new AdaptiveP(-1, 0.9)).forRow();
        assertThat(dense(row, new double[] {1, 2})).containsExactly(1, 2);
        row.accepted(0, 1, context);
        assertThat(dense(row, new double[] {1, 2})).containsExactly(1, 2);
    }
}
