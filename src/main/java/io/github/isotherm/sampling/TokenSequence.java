package io.github.isotherm.sampling;

import java.util.Arrays;

/** A read-only view of token ids, oldest first. */
public interface TokenSequence {
    /**
     * How many ids there are.
     *
     * @return tokens, ≥ 0
     */
    int size();

    /**
     * One id.
     *
     * @param index 0 is the oldest
     * @return the token id
     */
    int get(int index);

    /**
     * A copy.
     *
     * @return the ids
     */
    default int[] toArray() {
        int[] copy = new int[size()];
        Arrays.setAll(copy, this::get);
        return copy;
    }

    /**
     * A view of an array, which must not change afterwards.
     *
     * @param ids the ids
     * @return the view
     */
    static TokenSequence of(int... ids) {
        return new TokenBuffer(ids, ids.length);
    }
}
