package io.github.isotherm.compare;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * The statistics of completions that are looked at one by one and not kept: the definition of {@link SampleStatistics},
 * however many there are. Mutable, and not for several threads at once.
 *
 * <p>What it holds grows with what differs: a bit a token of the vocabulary, 8 bytes a pair of neighbouring tokens and 16 a
 * different completion, in tables at least three eighths full, and 64 bytes a step. A million different completions take
 * 34 MB, a million different pairs 17 MB, and half as much again while their table grows.
 *
 * <p>Completions are told apart by 127 bits of SHA-256 of their tokens: that any two of a million different ones are taken
 * for the same has odds of 3 in 10<sup>27</sup>. Everything else is exact: counts are whole numbers, and sums are compensated
 * for rounding, so that another order of the same completions changes a mean in its last digits at most.
 */
public final class RunningStatistics {
    private static final int RUN = 4;

    private final BitSet tokens = new BitSet();
    private final PackedKeys pairs = new PackedKeys(1);
    private final PackedKeys completions = new PackedKeys(2);
    private final DoubleSummaryStatistics repetition = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics logprobs = new DoubleSummaryStatistics();
    private final List<DoubleSummaryStatistics> steps = new ArrayList<>();
    private long count;
    private long allTokens;
    private long allPairs;

    /** Statistics of no completion yet. */
    public RunningStatistics() {}

    /** Bytes of its tables. */
    long bytes() {
        return tokens.size() / Byte.SIZE + pairs.bytes() + completions.bytes();
    }

    /**
     * Looks at a completion, and keeps none of the arrays.
     *
     * @param ids its tokens, without the one that ended it
     * @param logprobsRaw ln p of each under the model's own distribution, in nats; empty where they are not known
     * @param entropies of the distributions drawn from, by step, in nats; empty where they are not known
     */
    public void add(int[] ids, double[] logprobsRaw, double[] entropies) {
        addTokens(ids);
        count++;
        long[] digest = TokenDigest.of(ids);
        completions.add(digest[0], digest[1]);
        addPairs(ids);
        addRuns(ids);
        for (double logprob : logprobsRaw) {
            logprobs.accept(logprob);
        }
        for (int step = 0; step < entropies.length; step++) {
            entropyAt(step).accept(entropies[step]);
        }
    }

    private void addTokens(int[] ids) {
        for (int id : ids) {
            tokens.set(id);
        }
        allTokens += ids.length;
    }

    private void addPairs(int[] ids) {
        for (int at = 1; at < ids.length; at++) {
            pairs.add(PackedKeys.packed(ids[at - 1], ids[at]));
            allPairs++;
        }
    }

    private void addRuns(int[] ids) {
        int all = ids.length - RUN + 1;
        if (all < 1) {
            return;
        }
        PackedKeys runs = new PackedKeys(2);
        for (int at = 0; at < all; at++) {
            runs.add(PackedKeys.packed(ids[at], ids[at + 1]), PackedKeys.packed(ids[at + 2], ids[at + 3]));
        }
        repetition.accept(1 - part(runs.size(), all));
    }

    private DoubleSummaryStatistics entropyAt(int step) {
        if (step == steps.size()) {
            steps.add(new DoubleSummaryStatistics());
        }
        return steps.get(step);
    }

    /**
     * What the completions have in common.
     *
     * @return the statistics of those looked at until now
     */
    public SampleStatistics statistics() {
        return new SampleStatistics(
                Math.toIntExact(count),
                Math.toIntExact(completions.size()),
                part(tokens.cardinality(), allTokens),
                part(pairs.size(), allPairs),
                repetition.getAverage(),
                logprobs.getAverage(),
                part(allTokens, count),
                steps.stream().map(DoubleSummaryStatistics::getAverage).toList());
    }

    private static double part(long some, long all) {
        return all == 0 ? 0 : (double) some / all;
    }
}
