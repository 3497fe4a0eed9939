package io.github.isotherm.grammar;

import java.util.List;

/** Members of a list, such as those of a JSON object: in the order they are given in, or in any. Immutable. */
public final class Members {
    private final List<Member> all;
    private final Symbol separator;
    private final boolean anyOrder;

    /**
     * A list.
     *
     * @param all in the order they are written in where that is fixed; those that may come any number of times are the last,
     *     and come in any order among themselves
     * @param separator between two of them
     * @param anyOrder whether each may stand anywhere
     */
    public Members(List<Member> all, Symbol separator, boolean anyOrder) {
        this.all = List.copyOf(all);
        this.separator = separator;
        this.anyOrder = anyOrder;
    }

    List<Member> all() {
        return all;
    }

    Symbol separator() {
        return separator;
    }

    boolean anyOrder() {
        return anyOrder;
    }

    /** How often a member may come. */
    public enum Times {
        /** Once, or not at all. */
        AT_MOST_ONCE,
        /** Once; it may not be left out. */
        ONCE,
        /** Any number of times, each of which counts. */
        ANY,
        /** Any number of times; towards the least members of the list all of them count as one. */
        ANY_COUNTED_ONCE;

        boolean repeats() {
            return this == ANY || this == ANY_COUNTED_ONCE;
        }
    }

    /**
     * One of them.
     *
     * @param symbol what is written
     * @param times how often
     */
    public record Member(Symbol symbol, Times times) {
        boolean required() {
            return times == Times.ONCE;
        }

        boolean repeats() {
            return times.repeats();
        }
    }
}
