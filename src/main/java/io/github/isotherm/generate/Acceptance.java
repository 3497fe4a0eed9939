package io.github.isotherm.generate;

import org.jspecify.annotations.Nullable;

/**
 * How often guesses of some evidence were right lately: a mean with the weight of older ones falling, so that a text that stops
 * copying is noticed within some dozens of tokens. Begins with what is known of other texts. Mutable; owned by the scheduler's thread.
 */
final class Acceptance {
    /** The least evidence of each class. */
    private static final int[] CLASSES = {0, 1, 2, 3, 4, 6, 9, 14, 24};

    /** Of prompt lookup in ordinary text of the bundled model at its own temperature. */
    private static final double[] USUAL = {0.3, 0.2, 0.45, 0.6, 0.7, 0.8, 0.87, 0.92, 0.98};

    /** How much what is known of other texts counts, in guesses. */
    private static final double PRIOR = 3;

    private final @Nullable Acceptance others;
    private final double fading;
    private final double[] right = new double[CLASSES.length];
    private final double[] all = new double[CLASSES.length];

    private Acceptance(@Nullable Acceptance others, double fading) {
        this.others = others;
        this.fading = fading;
    }

    /** Of all texts of a model. */
    static Acceptance ofModel() {
        return new Acceptance(null, 0.995);
    }

    /** Of one more text of it. */
    Acceptance ofText() {
        return new Acceptance(this, 0.96);
    }

    void add(int evidence, boolean wasRight) {
        int i = classOf(evidence);
        right[i] = fading * right[i] + (wasRight ? 1 : 0);
        all[i] = fading * all[i] + 1;
        if (others != null) {
            others.add(evidence, wasRight);
        }
    }

    /** The probability that a guess is right. */
    double of(int evidence) {
        int i = classOf(evidence);
        double prior = others == null ? USUAL[i] : others.of(evidence);
        return (PRIOR * prior + right[i]) / (PRIOR + all[i]);
    }

    private static int classOf(int evidence) {
        int i = CLASSES.length - 1;
        while (evidence < CLASSES[i]) {
            i--;
        }
        return i;
    }
}
