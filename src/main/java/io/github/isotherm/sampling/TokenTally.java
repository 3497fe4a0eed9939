package io.github.isotherm.sampling;

import java.util.Arrays;

/**
 * A number for each of a few token ids: how often it occurs, how long its longest match is. Scratch space of one row,
 * refilled by every processor that looks at the history; ids outside the vocabulary are passed over.
 */
public final class TokenTally {
    private final int[] values;
    private int[] ids = new int[64];
    private int distinct;

    private TokenTally(int vocabularySize) {
        values = new int[vocabularySize];
    }

    /**
     * The row's tally, emptied. Holds until the processor returns.
     *
     * @param candidates the row's candidates
     * @return the tally
     */
    public static TokenTally of(Candidates candidates) {
        return candidates.scratch(TokenTally.class, TokenTally::new).clear();
    }

    private TokenTally clear() {
        for (int n = 0; n < distinct; n++) {
            values[ids[n]] = 0;
        }
        distinct = 0;
        return this;
    }

    /**
     * Counts how often each id occurs in the last ids of prompt and completion.
     *
     * @param context the history
     * @param lastN how many ids to look at; −1 all, 0 none
     * @param ignorePrompt whether the prompt's ids are taken out of them
     * @return this
     */
    public TokenTally count(StepContext context, int lastN, boolean ignorePrompt) {
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

    /**
     * Notes a number for an id, if it is larger than what was noted.
     *
     * @param id a token id; one outside the vocabulary is passed over
     * @param value ≥ 1
     */
    public void raise(int id, int value) {
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

    /**
     * How many ids have a number.
     *
     * @return ≥ 0
     */
    public int distinct() {
        return distinct;
    }

    /**
     * One of the ids, in the order they were first noted.
     *
     * @param n in [0, distinct)
     * @return the token id
     */
    public int id(int n) {
        return ids[n];
    }

    /**
     * The number of one of the ids.
     *
     * @param n in [0, distinct)
     * @return ≥ 1
     */
    public int value(int n) {
        return values[ids[n]];
    }
}
