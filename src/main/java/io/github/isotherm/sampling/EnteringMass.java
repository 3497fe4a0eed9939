package io.github.isotherm.sampling;

/**
 * What entered a watched step of the chain: enough to tell how much of its probability mass is still in play at the end,
 * whatever the step changed or dropped, without a second pass of exponentials.
 */
final class EnteringMass {
    private double[] weights;
    private final int[] ids;
    private int size;
    private double total;
    private boolean dense;
    private boolean open;
    private double keptByDrops;
    private int sizeAtStart;

    EnteringMass(int vocabularySize) {
        weights = new double[vocabularySize];
        ids = new int[vocabularySize];
    }

    void begin(int candidates, double totalWeight) {
        sizeAtStart = candidates;
        total = totalWeight;
        keptByDrops = 1;
        open = true;
    }

    /** Whether no logit was changed yet, so that the candidates' own weights still are those that entered. */
    boolean isOpen() {
        return open;
    }

    /** Candidates left while no logit was changed. */
    void dropped(double totalWeight) {
        if (open) {
            keptByDrops = Math.min(1, totalWeight / total);
        }
    }

    /**
     * Keeps the weights, which a change of logits is about to outdate, by exchanging buffers.
     *
     * @return the buffer to go on with
     */
    double[] take(double[] current, int[] currentIds, int count, boolean isDense) {
        double[] spare = weights;
        weights = current;
        open = false;
        size = count;
        dense = isDense;
        if (!dense) {
            System.arraycopy(currentIds, 0, ids, 0, count);
        }
        return spare;
    }

    /** The part of the entering mass that the given candidates, of those that entered, hold. */
    double kept(int[] survivors, int count) {
        if (count == sizeAtStart) {
            return 1;
        }
        if (open || count == size) {
            return keptByDrops;
        }
        double sum = 0;
        for (int i = 0, at = 0; i < count; i++, at++) {
            while (idAt(at) != survivors[i]) {
                at++;
            }
            sum += weights[at];
        }
        return Math.min(1, sum / total);
    }

    private int idAt(int index) {
        return dense ? index : ids[index];
    }
}
