package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepTraceTest {
    private static final String LONG_CHAIN =
            "logit-bias={0: 1.5} > repetition-penalty=1.3 > temperature=0.7 > top-k=20 > top-p=0.9 > min-p=0.05";

    @ParameterizedTest
    @MethodSource("io.github.isotherm.sampling.RandomLogits#rows")
    void everyStageEqualsTheDistributionItLeft(RandomLogits.Row row) {
        ProcessorChain chain = ProcessorCatalog.standard().parse(LONG_CHAIN);
        StepContext context = Reference.context(row.history(), row.promptLength());
        Candidates traced = new Candidates(row.size()).load(row.logits());
        StepTracer tracer = new StepTracer(new TraceOptions(3, false, true, true, List.of(0)), chain);
        chain.process(traced, context, tracer);
        StepTrace trace = tracer.taken(4, traced, traced.argmax());

        double[] entering = Reference.softmax(Reference.doubles(row.logits()), 1);
        for (int place = 0; place < chain.steps().size(); place++) {
            Candidates alone = new Candidates(row.size()).load(row.logits());
            ProcessorChain.ofSteps(chain.steps().subList(0, place + 1)).process(alone, context);
            double[] left = Reference.softmax(Reference.denseLogits(alone), 1);
            StepTrace.Stage stage = trace.stages().get(place);
            double[] before = entering;
            assertThat(stage.processor()).isEqualTo(chain.steps().get(place).name());
            assertThat(stage.kept()).isEqualTo(alone.size());
            assertThat(stage.mass())
                    .isCloseTo(
                            Arrays.stream(Reference.ids(alone))
                                    .mapToDouble(id -> before[id])
                                    .sum(),
                            within(1e-9));
            assertThat(stage.entropy()).isCloseTo(Reference.entropy(left), within(1e-9));
            assertThat(stage.watched().get(0).probability()).isCloseTo(left[0], within(1e-12));
            entering = left;
        }
        assertThat(trace.step()).isEqualTo(4);
        assertThat(trace.kept()).isEqualTo(traced.size());
    }

    @Test
    void tellsRawAndFinalNumbersOfTheTakenTokenAndOfTheModelsBest() {
        float[] logits = {1, 3, 2, 0};
        double[] raw = Reference.softmax(Reference.doubles(logits), 1);
        ProcessorChain chain = ProcessorChain.of(new Temperature(0.5), new TopK(2));
        Candidates candidates = new Candidates(4).load(logits);
        StepTracer tracer = new StepTracer(TraceOptions.top(3), chain);
        chain.process(candidates, Reference.context(new int[0], 0), tracer);
        StepTrace trace = tracer.taken(0, candidates, 1);

        assertThat(trace.id()).isEqualTo(2);
        assertThat(trace.rank()).isEqualTo(2);
        assertThat(trace.logprobRaw()).isCloseTo(Math.log(raw[2]), within(1e-12));
        assertThat(trace.logprob()).isCloseTo(-Math.log1p(Math.exp(2)), within(1e-12));
        assertThat(trace.stages()).isEmpty();
        assertThat(trace.top()).extracting(StepTrace.Alternative::id).containsExactly(1, 2, 0);
        assertThat(trace.top().get(0).logprobRaw()).isCloseTo(Math.log(raw[1]), within(1e-12));
        assertThat(trace.top().get(2).logprob()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /** A bias makes the model's last the best; top-k drops one. */
    @Test
    void listsTheMostProbableOfTheDrawWhereAskedTo() {
        float[] logits = {1, 3, 2, 0};
        double[] raw = Reference.softmax(Reference.doubles(logits), 1);
        ProcessorChain chain = ProcessorCatalog.standard().parse("logit-bias={3: 5} > top-k=3");
        Candidates candidates = new Candidates(4).load(logits);
        StepTracer tracer = new StepTracer(TraceOptions.top(4).ofDraw(true), chain);
        chain.process(candidates, Reference.context(new int[0], 0), tracer);
        StepTrace trace = tracer.taken(0, candidates, 0);
        double[] drawn = Reference.softmax(new double[] {Double.NEGATIVE_INFINITY, 3, 2, 5}, 1);
        assertThat(trace.top()).extracting(StepTrace.Alternative::id).containsExactly(3, 1, 2);
        for (StepTrace.Alternative one : trace.top()) {
            assertThat(one.logprob()).isCloseTo(Math.log(drawn[one.id()]), within(1e-12));
            assertThat(one.logprobRaw()).isCloseTo(Math.log(raw[one.id()]), within(1e-12));
        }
        assertThat(trace.id()).isEqualTo(1);
        assertThat(trace.rank()).isEqualTo(1);
    }

    @Test
    void aDroppedWatchedTokenHasNoProbability() {
        ProcessorChain chain = ProcessorChain.of(new TopK(1));
        Candidates candidates = new Candidates(2).load(new float[] {1, 2});
        StepTracer tracer = new StepTracer(new TraceOptions(0, false, false, false, List.of(0)), chain);
        chain.process(candidates, Reference.context(new int[0], 0), tracer);
        assertThat(tracer.taken(0, candidates, 0).stages().get(0).watched())
                .containsExactly(new StepTrace.Watched(0, Double.NEGATIVE_INFINITY, 0));
    }

    @Test
    void entropiesAreLeftOutUnlessAskedFor() {
        ProcessorChain chain = ProcessorChain.of(new TopK(1));
        Candidates candidates = new Candidates(2).load(new float[] {1, 2});
        StepTracer tracer = new StepTracer(TraceOptions.TOKENS.withStages(), chain);
        chain.process(candidates, Reference.context(new int[0], 0), tracer);
        assertThat(tracer.taken(0, candidates, 0).stages().get(0).entropy()).isNaN();
    }

    @Test
    void theNumberOfAlternativesIsNotNegative() {
        assertThatThrownBy(() -> TraceOptions.top(-1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("logprobs");
    }
}
