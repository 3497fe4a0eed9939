package io.github.isotherm.sampling;

import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of a row, from logits to token: copy in, chain, draw. Rows take turns, so that no branch is learnt by heart.
 * With {@code -prof gc} the allocation per step.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplingBenchmark {
    private static final int ROWS = 8;
    private static final int HISTORY = 4096;

    /** Vocabulary. */
    @Param({"32000", "128256", "151936"})
    public int vocabulary;

    /** Peaked: N(0, 2²) and 20 peaks from 18 down; flatter: from 14 down; flat: uniform in ±1. */
    @Param({"peaked", "flatter", "flat"})
    public String shape;

    /** The chain, as text. */
    @Param({
        "temperature=0",
        "top-k=40 > top-p=0.95 > min-p=0.05 > temperature=0.8",
        "temperature=0.8",
        "temperature=0.8 > top-p=0.95",
        "typical-p=0.95",
        "mirostat=5",
        "repetition-penalty=1.1 > frequency-penalty(penalty=0.2, ignore-prompt=false) > presence-penalty=0.2 > top-k=40",
        "top-k=8000",
        "min-p=0.05"
    })
    public String chain;

    private final float[][] rows = new float[ROWS][];
    private Candidates candidates;
    private ProcessorChain row;
    private StepContext context;
    private int turn;

    /** Fills the rows. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int r = 0; r < ROWS; r++) {
            rows[r] = logits(random);
        }
        candidates = new Candidates(vocabulary);
        row = ProcessorCatalog.standard().parse(chain).forRow();
        int[] history = random.ints(HISTORY, 0, vocabulary).toArray();
        context = StepContext.builder().prompt(TokenSequence.of(history)).build();
    }

    private float[] logits(Random random) {
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = shape.equals("flat") ? 2 * random.nextFloat() - 1 : (float) (2 * random.nextGaussian());
        }
        for (int peak = 0; peak < 20 && !shape.equals("flat"); peak++) {
            logits[random.nextInt(vocabulary)] = (shape.equals("peaked") ? 18 : 14) - peak;
        }
        return logits;
    }

    /**
     * One step.
     *
     * @return the token
     */
    @Benchmark
    public int step() {
        turn = (turn + 1) % ROWS;
        candidates.load(rows[turn]);
        row.process(candidates, context);
        int drawn = Draw.byRank(candidates, (turn + 0.5) / ROWS);
        int token = candidates.id(drawn);
        row.accepted(token, candidates.probability(drawn), context);
        return token;
    }
}
