package io.github.isotherm.grammar;

/** A set of token ids. Immutable. */
public final class TokenSet {
    private final long[] words;
    private final int size;

    /** Of words that are not changed any more. */
    TokenSet(long[] words) {
        this.words = words;
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        size = count;
    }

    /**
     * A set of one's own.
     *
     * @param words 64 ids a word, the lowest bit first
     * @return the set
     */
    public static TokenSet of(long... words) {
        return new TokenSet(words.clone());
    }

    /**
     * Whether an id is in it.
     *
     * @param id a token
     * @return true when it is
     */
    public boolean contains(int id) {
        int at = id >>> 6;
        return id >= 0 && at < words.length && (words[at] >>> id & 1) != 0;
    }

    /**
     * How many ids it has.
     *
     * @return ids
     */
    public int size() {
        return size;
    }

    /**
     * Its lowest id.
     *
     * @return an id, -1 where it has none
     */
    public int first() {
        return next(0);
    }

    /**
     * Its lowest id from one on.
     *
     * @param from an id, ≥ 0
     * @return an id, -1 where there is none
     */
    public int next(int from) {
        int at = from >>> 6;
        if (at >= words.length) {
            return -1;
        }
        long word = words[at] & -1L << from;
        while (word == 0) {
            at++;
            if (at == words.length) {
                return -1;
            }
            word = words[at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(word);
    }

    /** A copy of its words, to be changed. */
    long[] words() {
        return words.clone();
    }

    /** How much memory it takes. */
    long bytes() {
        return 8L * words.length;
    }

    /** Adds them to others. */
    void addTo(long[] others) {
        for (int i = 0; i < words.length; i++) {
            others[i] |= words[i];
        }
    }
}
