package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * llama.cpp's test_sampler_queue (tests/test-sampling.cpp at 07e4038f): 10,000 tokens of p ∝ id, so that every order of k
 * (top-k), p (top-p) and m (min-p) keeps the ids from a bound in closed form. Token 0, of probability 0, is never in play
 * here.
 */
class SamplerQueueTest {
    private static final int N = 10_000;

    @ParameterizedTest
    @CsvSource({
        "k, 10000, 1, 1",
        "k, 1, 1, 1",
        "p, 10000, 1, 1",
        "p, 10000, 0, 1",
        "m, 10000, 1, 1",
        "m, 10000, 1, 1e-12",
        "k, 100, 1, 1",
        "p, 10000, 0.0003, 1",
        "p, 10000, 0.8, 1",
        "m, 10000, 1, 0.9998899889988999",
        "m, 10000, 1, 0.1",
        "kp, 100, 0.8, 0.1",
        "km, 100, 0.8, 0.1",
        "pk, 100, 0.8, 0.1",
        "pm, 100, 0.8, 0.1",
        "mk, 100, 0.8, 0.1",
        "mp, 100, 0.8, 0.9998899889988999",
        "mp, 100, 0.8, 0.1",
        "kpm, 100, 0.8, 0.1",
        "kmp, 100, 0.8, 0.1",
        "pkm, 100, 0.8, 0.1",
        "pmk, 100, 0.8, 0.1",
        "mkp, 100, 0.8, 0.1",
        "mpk, 100, 0.8, 0.1"
    })
    void keepsWhatTheClosedFormSays(String queue, int k, double p, double m) {
        double[] logits = new double[N];
        for (int id = 0; id < N; id++) {
            logits[id] = Math.log(id);
        }
        Candidates candidates = new Candidates(N).load(logits);
        ProcessorChain chain = ProcessorChain.EMPTY;
        int least = 1;
        for (char sampler : queue.toCharArray()) {
            switch (sampler) {
                case 'k' -> {
                    chain = chain.then(new TopK(k));
                    least = Math.max(least, N - k);
                }
                case 'p' -> {
                    chain = chain.then(new TopP(p));
                    least = nucleus(least, p);
                }
                default -> {
                    chain = chain.then(new MinP(m));
                    least = Math.max(least, (int) Math.ceil(m * (N - 1) * (1 - 1e-9)));
                }
            }
        }
        chain.process(candidates, Reference.context(new int[0], 0));
        assertThat(candidates.id(0)).isEqualTo(least);
        assertThat(candidates.size()).isEqualTo(N - least);
    }

    /** The least id of the nucleus of the ids from a bound, in whole numbers. */
    private static int nucleus(int from, double p) {
        long total = (long) N * (N - 1) / 2 - (long) from * (from - 1) / 2;
        double target = Math.ceil(p * total * (1 - 1e-12));
        long sum = N - 1;
        int id = N - 1;
        while (sum < target && id > from) {
            sum += --id;
        }
        return id;
    }
}
