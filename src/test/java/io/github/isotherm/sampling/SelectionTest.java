package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What selections without a sort keep is what a sort keeps, on random rows with ties, peaks and drops before. */
class SelectionTest {
    private final Random random = new Random(9);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void topKEqualsASort(boolean doubles) {
        for (int round = 0; round < 300; round++) {
            double[] logits = row();
            int k = 1 + random.nextInt(logits.length);
            boolean keepTies = random.nextBoolean();
            Candidates candidates = load(logits, doubles);
            boolean dropped = dropSome(candidates, logits);
            run(candidates, new TopK(k, keepTies, 1));
            assertThat(Reference.ids(candidates))
                    .as("round %d, k %d of %d, dropped %s", round, k, logits.length, dropped)
                    .isEqualTo(firstRanks(logits, k, keepTies));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void topPEqualsASort(boolean doubles) {
        for (int round = 0; round < 300; round++) {
            double[] logits = row();
            double p = random.nextDouble();
            double temperature = 0.25 + random.nextInt(8) / 4.0;
            boolean keepTies = random.nextBoolean();
            Candidates candidates = load(logits, doubles);
            dropSome(candidates, logits);
            run(candidates, new Temperature(temperature), new TopP(p, keepTies, 1));
            double[] probabilities = Reference.softmax(logits, temperature);
            int count = 0;
            double sum = 0;
            for (int id : ranking(logits)) {
                if (sum >= p * (1 - 1e-6)) {
                    break;
                }
                sum += probabilities[id];
                count++;
            }
            assertThat(Reference.ids(candidates))
                    .as("round %d, p %s, T %s", round, p, temperature)
                    .isEqualTo(firstRanks(logits, Math.max(1, count), keepTies));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void minPEqualsAComparisonOfEach(boolean doubles) {
        for (int round = 0; round < 300; round++) {
            double[] logits = row();
            double p = random.nextDouble();
            double temperature = 0.25 + random.nextInt(8) / 4.0;
            Candidates candidates = load(logits, doubles);
            dropSome(candidates, logits);
            run(candidates, new Temperature(temperature), new MinP(p));
            double least = logits[ranking(logits)[0]] / temperature + Guard.belowLog(StrictMath.log(p));
            assertThat(Reference.ids(candidates))
                    .as("round %d, p %s, T %s", round, p, temperature)
                    .isEqualTo(IntStream.range(0, logits.length)
                            .filter(id -> logits[id] / temperature >= least)
                            .toArray());
        }
    }

    /** Of whole numbers there are ties; of peaked rows a few hold nearly everything. */
    private double[] row() {
        int n = 1 + random.nextInt(random.nextInt(8) == 0 ? 9000 : 700);
        boolean ties = random.nextBoolean();
        double[] logits = new double[n];
        for (int i = 0; i < n; i++) {
            logits[i] = ties ? random.nextInt(9) - 4 : (float) (2 * random.nextGaussian());
        }
        if (random.nextInt(3) == 0) {
            logits[random.nextInt(n)] = 14;
        }
        return logits;
    }

    private boolean dropSome(Candidates candidates, double[] logits) {
        boolean drops = random.nextBoolean() && logits.length > 1;
        if (drops) {
            candidates.retain(i -> candidates.id(i) % 5 != 1);
            for (int id = 1; id < logits.length; id += 5) {
                logits[id] = Double.NEGATIVE_INFINITY;
            }
        }
        return drops;
    }

    private static Candidates load(double[] logits, boolean doubles) {
        Candidates candidates = new Candidates(logits.length);
        if (doubles) {
            return candidates.load(logits);
        }
        float[] floats = new float[logits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) logits[i];
        }
        return candidates.load(floats);
    }

    private static void run(Candidates candidates, LogitsProcessor... processors) {
        for (LogitsProcessor processor : processors) {
            processor.process(candidates, Reference.context(new int[0], 0));
            candidates.settle();
        }
    }

    private static int[] ranking(double[] logits) {
        return IntStream.range(0, logits.length)
                .filter(id -> logits[id] > Double.NEGATIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id]))
                .mapToInt(id -> id)
                .toArray();
    }

    private static int[] firstRanks(double[] logits, int count, boolean keepTies) {
        int[] ranked = ranking(logits);
        int kept = Math.min(count, ranked.length);
        double least = logits[ranked[kept - 1]];
        int[] ids = keepTies
                ? Arrays.stream(ranked).filter(id -> logits[id] >= least).toArray()
                : Arrays.copyOf(ranked, kept);
        Arrays.sort(ids);
        return ids;
    }
}
