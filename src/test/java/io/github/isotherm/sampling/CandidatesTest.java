package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final float[] LOGITS = {1, 4, 2, 4, 0};

    private final Candidates candidates = new Candidates(5).load(LOGITS);

    @Test
    void beginAsTheWholeVocabulary() {
        assertThat(candidates.size()).isEqualTo(5);
        assertThat(candidates.vocabularySize()).isEqualTo(5);
        assertThat(candidates.id(3)).isEqualTo(3);
        assertThat(candidates.logit(2)).isEqualTo(2);
        assertThat(candidates.argmax()).isEqualTo(1);
        assertThat(candidates.max()).isEqualTo(4);
    }

    @Test
    void idsAreFoundBeforeAndAfterADrop() {
        assertThat(candidates.indexOf(4)).isEqualTo(4);
        assertThat(candidates.indexOf(5)).isEqualTo(-1);
        assertThat(candidates.indexOf(-1)).isEqualTo(-1);
        candidates.retain(i -> i != 1);
        assertThat(candidates.indexOf(1)).isEqualTo(-1);
        assertThat(candidates.indexOf(4)).isEqualTo(3);
        assertThat(candidates.id(3)).isEqualTo(4);
        assertThat(candidates.argmax()).isEqualTo(2);
    }

    @Test
    void theWrittenArrayIsTheirs() {
        System.arraycopy(LOGITS, 0, candidates.target(), 0, 5);
        candidates.target()[0] = 9;
        candidates.loaded();
        assertThat(candidates.argmax()).isZero();
    }

    @Test
    void whatIsLoadedIsCopied() {
        float[] source = LOGITS.clone();
        Candidates copy = new Candidates(5).load(source);
        source[0] = 99;
        assertThat(copy.logit(0)).isEqualTo(1);
    }

    @Test
    void rawLogitsSurviveWhatIsDone() {
        candidates.divide(2);
        candidates.logit(0, 7);
        candidates.retainOnly(0);
        assertThat(candidates.rawLogit(0)).isEqualTo(1);
        assertThat(candidates.rawLogit(1)).isEqualTo(4);
        assertThat(candidates.rawRank(1)).isEqualTo(1);
        assertThat(candidates.rawRank(3)).isEqualTo(2);
        assertThat(candidates.rawRank(4)).isEqualTo(5);
    }

    @Test
    void doublesKeepTheirPrecision() {
        double[] fine = {1 + 1e-12, 1};
        Candidates precise = new Candidates(2).load(fine);
        assertThat(precise.argmax()).isZero();
        precise.divide(2);
        assertThat(precise.rawLogit(0)).isEqualTo(1 + 1e-12);
        assertThat(precise.rawRank(1)).isEqualTo(2);
        precise.load(new double[] {0, 3});
        assertThat(precise.rawLogit(0)).isZero();
    }

    @Test
    void probabilitiesAndTheirLogsAgree() {
        double sum = candidates.logSumExp();
        for (int i = 0; i < 5; i++) {
            assertThat(candidates.probability(i)).isCloseTo(Math.exp(LOGITS[i] - sum), within(1e-15));
        }
        assertThat(candidates.totalWeight()).isCloseTo(Math.exp(sum - 4), within(1e-14));
    }

    @Test
    void droppingNearlyAllMassLeavesExactProbabilities() {
        Candidates far = new Candidates(3).load(new float[] {0, -600, -601});
        assertThat(far.probability(0)).isEqualTo(1);
        far.retain(i -> i > 0);
        assertThat(far.probability(0)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
        assertThat(far.entropy())
                .isCloseTo(Reference.entropy(Reference.softmax(new double[] {1, 0}, 1)), within(1e-12));
    }

    @Test
    void keptMassIsRightWhenAProcessorDropsTwice() {
        Candidates far = new Candidates(4).load(new float[] {0, -600, -601, -602});
        ProcessorChain chain = ProcessorChain.of((c, context) -> {
            c.retain(i -> i > 0);
            c.entropy();
            c.retain(i -> i > 0);
        });
        StepTracer tracer = new StepTracer(TraceOptions.TOKENS.withStages(), chain);
        chain.process(far, Reference.context(new int[0], 0), tracer);
        StepTrace.Stage stage = tracer.taken(0, far, 0).stages().get(0);
        assertThat(stage.mass()).isBetween(0.0, 1e-200);
    }

    @Test
    void minusInfinityDropsWhenTheProcessorReturns() {
        ProcessorChain.of((c, context) -> {
                    c.logit(1, Double.NEGATIVE_INFINITY);
                    assertThat(c.size()).isEqualTo(5);
                })
                .process(candidates, Reference.context(new int[0], 0));
        assertThat(Reference.ids(candidates)).containsExactly(0, 2, 3, 4);
    }

    @Test
    void temperatureOneIsExactlyNothing() {
        candidates.divide(1);
        assertThat(candidates.logit(1)).isEqualTo(4);
    }

    @Test
    void scratchIsLargeEnough() {
        assertThat(candidates.scratch().length).isGreaterThanOrEqualTo(5);
        candidates.retainOnly(2);
        assertThat(candidates.scratch().length).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theLargestComeInOrder() {
        int[] best = candidates.largest(3);
        assertThat(List.of(best[0], best[1], best[2])).containsExactly(1, 3, 2);
    }

    @Test
    void nanAndPlusInfinityAreRefusedWhereTheyAreWritten() {
        assertThatThrownBy(() -> candidates.logit(2, Double.NaN))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("token 2");
        assertThatThrownBy(() -> candidates.logit(2, Double.POSITIVE_INFINITY))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("+infinity");
    }

    @Test
    void everyIdNeedsALogit() {
        assertThatThrownBy(() -> candidates.load(new float[4]))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("the number of logits is 4 but must be 5, one for each id.");
        assertThatThrownBy(() -> candidates.load(new double[6])).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Candidates(0)).isInstanceOf(InvalidValueException.class);
    }
}
