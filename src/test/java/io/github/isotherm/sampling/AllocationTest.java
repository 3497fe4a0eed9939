package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
    private static final int VOCABULARY = 20_000;
    private static final int STEPS = 40;
    /** Lambdas and iterators that the interpreter does not optimise away; an array of the vocabulary has 80,000 and more. */
    private static final long FEW_BYTES = 4096;

    static Stream<Samples.Sample> samples() {
        return Samples.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noStepAllocatesWhatGrowsWithTheVocabulary(Samples.Sample sample) {
        float[] logits = new float[VOCABULARY];
        Random random = new Random(3);
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        StepContext context = Reference.context(random.ints(500, 0, 10).toArray(), 250);
        ProcessorChain row = ProcessorChain.of(sample.processor()).forRow();
        Candidates candidates = new Candidates(VOCABULARY);
        run(row, candidates, logits, context);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(row, candidates, logits, context);
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / STEPS).isLessThan(FEW_BYTES);
    }

    private static void run(ProcessorChain row, Candidates candidates, float[] logits, StepContext context) {
        for (int step = 0; step < STEPS; step++) {
            candidates.load(logits);
            row.process(candidates, context);
            int drawn = Draw.byRank(candidates, (step + 0.5) / STEPS);
            row.accepted(candidates.id(drawn), candidates.probability(drawn), context);
        }
    }
}
