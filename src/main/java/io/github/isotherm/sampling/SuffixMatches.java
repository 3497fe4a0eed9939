package io.github.isotherm.sampling;

/**
 * For every place in the end of a history, how long a match with the very end it closes: the Z-function of the reversed
 * window, O(n). Scratch space of one row.
 */
public final class SuffixMatches {
    private int[] reversed = {};
    private int[] lengths = {};
    private int size;

    private SuffixMatches() {}

    /**
     * The matches in the last ids of a history. Holds until the processor returns.
     *
     * @param candidates the row's candidates
     * @param context the history
     * @param lastN how many ids to look at; −1 all, 0 none
     * @return the matches
     */
    public static SuffixMatches of(Candidates candidates, StepContext context, int lastN) {
        int all = context.historySize();
        SuffixMatches matches = candidates.scratch(SuffixMatches.class, vocabulary -> new SuffixMatches());
        matches.compute(context, lastN < 0 ? all : Math.min(lastN, all));
        return matches;
    }

    private void compute(StepContext context, int window) {
        grow(window);
        size = window;
        int last = context.historySize() - 1;
        for (int k = 0; k < size; k++) {
            reversed[k] = context.history(last - k);
        }
        for (int k = 1, left = 0, right = 0; k < size; k++) {
            int length = k < right ? Math.min(right - k, lengths[k - left]) : 0;
            while (k + length < size && reversed[length] == reversed[k + length]) {
                length++;
            }
            lengths[k] = length;
            if (k + length > right) {
                left = k;
                right = k + length;
            }
        }
    }

    private void grow(int window) {
        if (reversed.length < window) {
            reversed = new int[2 * window];
            lengths = new int[2 * window];
        }
    }

    /**
     * How many ids were looked at.
     *
     * @return ≥ 0
     */
    public int size() {
        return size;
    }

    /**
     * The id k places before the last one.
     *
     * @param k in [0, size)
     * @return the token id
     */
    public int id(int k) {
        return reversed[k];
    }

    /**
     * The length of the longest common ending of the window and of the window without its last k ids.
     *
     * @param k in [1, size)
     * @return in tokens, ≥ 0
     */
    public int length(int k) {
        return lengths[k];
    }
}
