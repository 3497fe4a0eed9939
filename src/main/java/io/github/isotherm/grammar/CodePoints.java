package io.github.isotherm.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A set of characters: code points from 0 to {@link Utf8#LAST}, as ranges in order that do not touch. Immutable. */
public final class CodePoints {
    /** No character. */
    public static final CodePoints NONE = new CodePoints(new int[0]);

    /** All of them. */
    public static final CodePoints ALL = range(0, Utf8.LAST);

    /** First and last one of each range. */
    private final int[] edges;

    private CodePoints(int[] edges) {
        this.edges = edges;
    }

    /**
     * A set of one.
     *
     * @param point a code point
     * @return the set
     */
    public static CodePoints of(int point) {
        return range(point, point);
    }

    /**
     * A range.
     *
     * @param from its first code point, ≥ 0
     * @param to its last one, from {@code from} to {@link Utf8#LAST}
     * @return the set
     */
    public static CodePoints range(int from, int to) {
        return new CodePoints(new int[] {from, to});
    }

    /**
     * Those of a text.
     *
     * @param text some characters
     * @return the set of them
     */
    public static CodePoints in(String text) {
        int[] points = text.codePoints().sorted().toArray();
        Ranges ranges = new Ranges();
        for (int point : points) {
            ranges.add(point, point);
        }
        return ranges.set();
    }

    /**
     * Those that something holds of.
     *
     * @param holds asked for each code point in order
     * @return the set of them
     */
    public static CodePoints where(IntPredicate holds) {
        Ranges ranges = new Ranges();
        for (int point = 0; point <= Utf8.LAST; point++) {
            if (holds.test(point)) {
                ranges.add(point, point);
            }
        }
        return ranges.set();
    }

    /**
     * Characters of either.
     *
     * @param other another set
     * @return the union
     */
    public CodePoints or(CodePoints other) {
        Ranges ranges = new Ranges();
        int mine = 0;
        int its = 0;
        while (mine < edges.length || its < other.edges.length) {
            boolean next = its == other.edges.length || (mine < edges.length && edges[mine] <= other.edges[its]);
            if (next) {
                ranges.add(edges[mine], edges[mine + 1]);
                mine += 2;
            } else {
                ranges.add(other.edges[its], other.edges[its + 1]);
                its += 2;
            }
        }
        return ranges.set();
    }

    /**
     * Characters of any of some sets.
     *
     * @param sets any number of them
     * @return the union
     */
    public static CodePoints union(List<CodePoints> sets) {
        int count = sets.size();
        return count == 0
                ? NONE
                : count == 1
                        ? sets.get(0)
                        : union(sets.subList(0, count / 2)).or(union(sets.subList(count / 2, count)));
    }

    /**
     * All other characters.
     *
     * @return the complement
     */
    public CodePoints not() {
        Ranges ranges = new Ranges();
        int from = 0;
        for (int i = 0; i < edges.length; i += 2) {
            if (from < edges[i]) {
                ranges.add(from, edges[i] - 1);
            }
            from = edges[i + 1] + 1;
        }
        if (from <= Utf8.LAST) {
            ranges.add(from, Utf8.LAST);
        }
        return ranges.set();
    }

    /**
     * Characters of both.
     *
     * @param other another set
     * @return the intersection
     */
    public CodePoints and(CodePoints other) {
        return not().or(other.not()).not();
    }

    /**
     * Whether a character is in it.
     *
     * @param point a code point
     * @return true when it is
     */
    public boolean contains(int point) {
        return countIn(point, point) > 0;
    }

    /**
     * How many of a range are in it.
     *
     * @param from the first code point of the range
     * @param to the last one
     * @return characters
     */
    public int countIn(int from, int to) {
        int count = 0;
        for (int i = firstEndingFrom(from); i < edges.length && edges[i] <= to; i += 2) {
            count += Math.min(to, edges[i + 1]) - Math.max(from, edges[i]) + 1;
        }
        return count;
    }

    /** The first range that ends there or later. */
    private int firstEndingFrom(int point) {
        int low = 0;
        int high = edges.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[2 * middle + 1] < point) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    /**
     * Whether it has none.
     *
     * @return true for no character
     */
    public boolean isEmpty() {
        return edges.length == 0;
    }

    /**
     * How many ranges it is of.
     *
     * @return ranges, which do not touch
     */
    public int ranges() {
        return edges.length / 2;
    }

    /**
     * Where a range begins.
     *
     * @param index which, from 0, in the order of code points
     * @return its first code point
     */
    public int first(int index) {
        return edges[2 * index];
    }

    /**
     * Where a range ends.
     *
     * @param index which, from 0, in the order of code points
     * @return its last code point
     */
    public int last(int index) {
        return edges[2 * index + 1];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CodePoints that && Arrays.equals(edges, that.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    /** Ranges in the order of their beginnings, those that touch joined. */
    private static final class Ranges {
        private int[] edges = new int[8];
        private int size;

        void add(int from, int to) {
            if (size > 0 && from <= edges[size - 1] + 1) {
                edges[size - 1] = Math.max(edges[size - 1], to);
                return;
            }
            if (size == edges.length) {
                edges = Arrays.copyOf(edges, size * 2);
            }
            edges[size++] = from;
            edges[size++] = to;
        }

        CodePoints set() {
            return new CodePoints(Arrays.copyOf(edges, size));
        }
    }
}
