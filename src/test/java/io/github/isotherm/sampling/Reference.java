package io.github.isotherm.sampling;

import java.util.Arrays;

/** Plain float64 definitions to compare with: no shared code, no tricks. */
public final class Reference {
    private Reference() {}

    /** softmax(l / T); T = 0 is not defined here. */
    public static double[] softmax(double[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp((logits[i] - max) / temperature);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    public static double entropy(double[] probabilities) {
        double sum = 0;
        for (double p : probabilities) {
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return sum;
    }

    public static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The logits in play, dense by id; −infinity where dropped. */
    public static double[] denseLogits(Candidates candidates) {
        double[] dense = new double[candidates.vocabularySize()];
        Arrays.fill(dense, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < candidates.size(); i++) {
            dense[candidates.id(i)] = candidates.logit(i);
        }
        return dense;
    }

    /** The distribution in play, dense by id, as the candidates themselves tell it. */
    public static double[] dense(Candidates candidates) {
        double[] dense = new double[candidates.vocabularySize()];
        for (int i = 0; i < candidates.size(); i++) {
            dense[candidates.id(i)] = candidates.probability(i);
        }
        return dense;
    }

    public static int[] ids(Candidates candidates) {
        int[] ids = new int[candidates.size()];
        Arrays.setAll(ids, candidates::id);
        return ids;
    }

    /** A context of prompt and generated ids, of which the first are the prompt's. */
    public static StepContext context(int[] history, int promptLength, int... endOfSequence) {
        return StepContext.builder()
                .prompt(TokenSequence.of(Arrays.copyOf(history, promptLength)))
                .generated(TokenSequence.of(Arrays.copyOfRange(history, promptLength, history.length)))
                .endOfSequence(endOfSequence)
                .seed(7, 0)
                .build();
    }
}
