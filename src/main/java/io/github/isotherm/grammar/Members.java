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
     * @param all each at most once, unless it {@link Member#repeats}; in the order they are written in where that is fixed
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

    /**
     * One of them.
     *
     * @param symbol what is written
     * @param required whether it may not be left out
     * @param repeats whether it may come any number of times; then it is not required
     */
    public record Member(Symbol symbol, boolean required, boolean repeats) {}
}
