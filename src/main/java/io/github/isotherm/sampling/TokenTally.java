package io.github.isotherm.sampling;

import java.util.Arrays;

/**
 * A number for each of a few token ids: how often it occurs, how long its longest match is. Scratch space of one row,
 * refilled by every processor that looks at the history; ids outside the vocabulary are passed over.
 */
final class TokenTally {
    private final int[] values;
    private int[] ids = new int[64];
    private int distinct;

    TokenTally(int vocabularySize) {
        values = new int[vocabularySize];
    }

    TokenTally clear() {
        for (int n = 0; n < distinct; n++) {
            values[ids[n]] = 0;
        }
        distinct = 0;
        return this;
    }

    /** Counts the last {@code lastN} ids of prompt and completion (−1 all, 0 none), without the prompt's if asked. */
    TokenTally count(StepContext context, int lastN, boolean ignorePrompt) {
        clear();
        int size = context.historySize();
        int from = lastN < 0 ? 0 : Math.max(0, size - lastN);
        for (int at = ignorePrompt ? Math.max(from, context.prompt().size()) : from; at < size; at++) {
            int id = context.history(at);
            if (isKnown(id)) {
                raise(id, values[id] + 1);
            }
        }
        return this;
    }

    /** Notes a number ≥ 1 for an id, if it is larger than what was noted. */
    void raise(int id, int value) {
        if (!isKnown(id) || value <= values[id]) {
            return;
        }
        if (values[id] == 0) {
            if (distinct == ids.length) {
                ids = Arrays.copyOf(ids, 2 * distinct);
            }
            ids[distinct++] = id;
        }
        values[id] = value;
    }

    private boolean isKnown(int id) {
        return id >= 0 && id < values.length;
    }

    int distinct() {
        return distinct;
    }

    int id(int n) {
        return ids[n];
    }

    int value(int n) {
        return values[ids[n]];
    }
}
