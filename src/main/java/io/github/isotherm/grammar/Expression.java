package io.github.isotherm.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A regular language of byte strings. Made by {@link Expressions}, which keeps one object for each: equal ones of one table are
 * the same object. What is worked out later about it (derivatives, shortest length) is kept in it, by its table alone.
 */
public final class Expression {
    /** How it is made. */
    enum Kind {
        /** No string. */
        NOTHING(1),
        /** The empty string. */
        EMPTY(2),
        BYTES(3),
        /** Two parts, the second of which may be another one. */
        CONCATENATION(4),
        UNION(5),
        INTERSECTION(6),
        COMPLEMENT(7),
        REPETITION(8),
        /** Decimal digits that leave a remainder. */
        REMAINDER(9),
        /** Another one that is said later, and may be in itself behind a byte. */
        REFERENCE(10);

        final int tag;

        Kind(int tag) {
            this.tag = tag;
        }
    }

    static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Longer than any string: there is none. */
    static final long NONE = Long.MAX_VALUE / 4;

    private static final long UNKNOWN = -1;

    final Kind kind;
    final int id;
    final boolean nullable;
    final ByteSet bytes;
    final Expression[] parts;
    /** Of a repetition the bounds, of a remainder it and the modulus. */
    final int min;

    final int max;

    /** Whether an intersection or complement is in it, so that only a search can tell whether it has a string. */
    final boolean needsSearch;

    /** Whether a reference is in it: then intersections are kept as unions of them, so that there are finitely many. */
    final boolean refers;

    /** The largest bound of its repetitions, 0 where none has one; repetitions that only may be left out have 1. */
    final int largestBound;

    /** How many expressions are in each other, where long rows of them count as one. */
    int depth;

    /** Of a reference. */
    @Nullable
    Expression definition;

    @Nullable
    BytePartition partition;

    @Nullable
    Expression @Nullable [] next;

    /** As {@link #next}, where it was not asked whether there is a string in it. */
    @Nullable
    Expression @Nullable [] derivatives;

    /** What no string of it is shorter than, once that was asked for; else negative. */
    long bound = UNKNOWN;

    private long shortest = UNKNOWN;

    Expression(int id, Key key, boolean nullable) {
        this.id = id;
        kind = key.kind;
        bytes = key.bytes;
        parts = key.parts;
        min = key.min;
        max = key.max;
        this.nullable = nullable;
        boolean searches = kind == Kind.INTERSECTION || kind == Kind.COMPLEMENT || kind == Kind.REFERENCE;
        boolean holdsReference = kind == Kind.REFERENCE;
        int bound = kind == Kind.REPETITION ? max == UNBOUNDED ? Math.max(0, min - 1) : max : 0;
        for (Expression part : parts) {
            searches |= part.needsSearch;
            holdsReference |= part.refers;
            bound = Math.max(bound, part.largestBound);
        }
        needsSearch = searches;
        refers = holdsReference;
        largestBound = bound;
        depth = depthOf(kind, parts);
    }

    private static int depthOf(Kind kind, Expression[] parts) {
        if (kind == Kind.CONCATENATION) {
            return Math.max(parts[0].depth + 1, parts[1].depth + (parts[0].nullable ? 1 : 0));
        }
        int deepest = 0;
        for (Expression part : parts) {
            deepest = Math.max(deepest, part.depth);
        }
        return deepest + 1;
    }

    /** A length so many times. */
    static long times(int count, long length) {
        return count == 0 ? 0 : length >= NONE / count ? NONE : count * length;
    }

    boolean isOneByte() {
        return kind == Kind.BYTES && bytes.size() == 1;
    }

    boolean isShortestKnown() {
        return shortest != UNKNOWN;
    }

    long shortest() {
        return shortest;
    }

    void shortest(long length) {
        shortest = length;
    }

    /** From its number, which is quicker than an object's own. */
    @Override
    public int hashCode() {
        return id * 0x9E3779B1;
    }

    /** What tells one from another. */
    static final class Key {
        final Kind kind;
        final ByteSet bytes;
        final Expression[] parts;
        final int min;
        final int max;
        private final int hash;

        Key(Kind kind, ByteSet bytes, int min, int max, Expression... parts) {
            this.kind = kind;
            this.bytes = bytes;
            this.min = min;
            this.max = max;
            this.parts = parts;
            hash = mixed();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && kind == that.kind
                    && min == that.min
                    && max == that.max
                    && bytes.equals(that.bytes)
                    && Arrays.equals(parts, that.parts);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** Ids of neighbours are near each other, so they are mixed well. */
        private int mixed() {
            int mixed = kind.tag * 31 + bytes.hashCode();
            mixed = (mixed * 31 + min) * 31 + max;
            for (Expression part : parts) {
                mixed = (mixed ^ mixed >>> 15) * 0x9E3779B1 + part.id;
            }
            mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
            return mixed ^ mixed >>> 13;
        }
    }
}
