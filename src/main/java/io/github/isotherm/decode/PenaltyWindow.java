package io.github.isotherm.decode;

import java.util.Arrays;

/**
 * The distinct ids of a penalty's window of the history and how often each occurs. Scratch space of one row, refilled by
 * every penalty; ids outside the vocabulary are passed over.
 */
final class PenaltyWindow {
    private final int[] counts;
    private int[] ids = new int[64];
    private int distinct;

    PenaltyWindow(int vocabularySize) {
        counts = new int[vocabularySize];
    }

    /** Counts the last {@code lastN} ids of prompt and completion (−1 all, 0 none), without the prompt's if asked. */
    void count(StepContext context, int lastN, boolean ignorePrompt) {
        for (int n = 0; n < distinct; n++) {
            counts[ids[n]] = 0;
        }
        distinct = 0;
        int size = context.historySize();
        int from = lastN < 0 ? 0 : Math.max(0, size - lastN);
        for (int at = ignorePrompt ? Math.max(from, context.prompt().size()) : from; at < size; at++) {
            add(context.history(at));
        }
    }

    private void add(int id) {
        if (id < 0 || id >= counts.length) {
            return;
        }
        if (counts[id]++ == 0) {
            if (distinct == ids.length) {
                ids = Arrays.copyOf(ids, 2 * distinct);
            }
            ids[distinct++] = id;
        }
    }

    int distinct() {
        return distinct;
    }

    int id(int n) {
        return ids[n];
    }

    int countOf(int n) {
        return counts[ids[n]];
    }
}
