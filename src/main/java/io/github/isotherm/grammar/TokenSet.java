package io.github.isotherm.grammar;

import java.util.function.IntPredicate;

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
     * The ids that pass a test.
     *
     * @param size how many ids there are
     * @param test asked for each of them, from 0
     * @return the set
     */
    public static TokenSet where(int size, IntPredicate test) {
        long[] words = new long[(size + 63) >>> 6];
        for (int id = 0; id < size; id++) {
            if (test.test(id)) {
                words[id >>> 6] |= 1L << id;
            }
        }
        return new TokenSet(words);
    }

    /**
     * A set of one id.
     *
     * @param id a token
     * @return the set
     */
    public static TokenSet only(int id) {
        long[] words = new long[(id >>> 6) + 1];
        words[id >>> 6] = 1L << id;
        return new TokenSet(words);
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

    /**
     * The ids that do not pass a test.
     *
     * @param test asked for each of them
     * @return the rest; this set where none passes
     */
    public TokenSet without(IntPredicate test) {
        return without(test, this);
    }

    /**
     * The ids but those of another set that pass a test.
     *
     * @param test asked for each id of both
     * @param asked the other set
     * @return the rest; this set where none passes
     */
    public TokenSet without(IntPredicate test, TokenSet asked) {
        long[] left = words;
        for (int i = 0; i < Math.min(words.length, asked.words.length); i++) {
            for (long both = words[i] & asked.words[i]; both != 0; both &= both - 1) {
                if (test.test((i << 6) + Long.numberOfTrailingZeros(both))) {
                    left = left == words ? words.clone() : left;
                    left[i] &= ~Long.lowestOneBit(both);
                }
            }
        }
        return left == words ? this : new TokenSet(left);
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
