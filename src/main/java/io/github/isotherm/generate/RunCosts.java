package io.github.isotherm.generate;

import java.util.concurrent.atomic.LongAdder;

/**
 * What guessed tokens add to the time of a run, as the runs of this model showed: the factor by which a run of some rows takes longer
 * with so many tokens more; and what became of all of them. Mutable; owned by the scheduler's thread, but for the count, which any
 * thread may read.
 */
final class RunCosts {
    /** What a token more costs a lone row where nothing was measured yet, of a step. */
    private static final double USUAL = 0.45;

    private static final double FADING = 0.85;
    private static final int WIDEST = 64;

    private final LongAdder fed = new LongAdder();
    private final LongAdder taken = new LongAdder();

    /** Nanoseconds of a run without guesses, by rows; 0: not seen. */
    private final double[] step = new double[WIDEST + 1];

    /** Of the only guessed token of a run, by rows, as a part of the step; 0: not seen. */
    private final double[] first = new double[WIDEST + 1];

    /** Of each of several. */
    private final double[] each = new double[WIDEST + 1];

    /**
     * Notes a run in which each row had a token, and some had guesses.
     *
     * @param guessed of all rows together
     */
    void add(int rows, int guessed, long nanos) {
        if (rows > WIDEST || nanos <= 0) {
            return;
        }
        if (guessed == 0) {
            step[rows] = step[rows] == 0 ? nanos : FADING * step[rows] + (1 - FADING) * nanos;
        } else if (step[rows] > 0) {
            double more = Math.max(0, Math.min(1, (nanos / step[rows] - 1) / guessed));
            double[] costs = guessed == 1 ? first : each;
            costs[rows] = FADING * known(costs, rows) + (1 - FADING) * more;
        }
    }

    /** Counts guesses that were fed, and those of them that were drawn. */
    void count(int guessed, int right) {
        fed.add(guessed);
        taken.add(right);
    }

    /** Of all texts of the model. */
    DraftCount count() {
        return new DraftCount(fed.sum(), taken.sum());
    }

    private static double known(double[] costs, int rows) {
        return costs[rows] > 0 ? costs[rows] : USUAL / (1 + USUAL * (rows - 1));
    }

    /** The time of a run with so many guesses of one of its rows over that without; ≥ 1. */
    double of(int rows, int guessed) {
        int row = Math.min(rows, WIDEST);
        return 1 + (guessed == 1 ? known(first, row) : guessed * known(each, row));
    }
}
