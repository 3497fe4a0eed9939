package io.github.isotherm.sampling;

import java.util.Arrays;

/** A growing sequence of token ids: what a generation has produced so far. Mutable; owned by one row. */
public final class TokenBuffer implements TokenSequence {
    private int[] ids;
    private int size;

    /** An empty sequence. */
    public TokenBuffer() {
        this(new int[16], 0);
    }

    TokenBuffer(int[] ids, int size) {
        this.ids = ids;
        this.size = size;
    }

    /**
     * Appends a token.
     *
     * @param id the token id
     */
    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, 2 * size));
        }
        ids[size++] = id;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("token " + index + " of " + size);
        }
        return ids[index];
    }

    @Override
    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
