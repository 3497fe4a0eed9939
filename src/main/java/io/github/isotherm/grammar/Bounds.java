package io.github.isotherm.grammar;

import io.github.isotherm.grammar.Expression.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions as short strings see them: no string of {@code n} bytes tells a repetition from one with a larger bound, where that
 * is beyond {@code n}. Grows with its table and is used as that is.
 */
final class Bounds {
    private final Expressions table;
    /** By how many bytes. */
    private final List<Map<Expression, Expression>> within = new ArrayList<>();

    private final List<Map<Expression, Long>> excesses = new ArrayList<>();

    Bounds(Expressions table) {
        this.table = table;
    }

    private static boolean isSame(Expression of, int bytes) {
        return of.needsSearch || of.largestBound <= bytes;
    }

    private static <T> Map<Expression, T> at(List<Map<Expression, T>> all, int bytes) {
        while (all.size() <= bytes) {
            all.add(new HashMap<>());
        }
        return all.get(bytes);
    }

    /** One that no string of so many bytes tells from it: larger bounds of repetitions are as good as none. */
    Expression within(Expression of, int bytes) {
        if (isSame(of, bytes)) {
            return of;
        }
        Map<Expression, Expression> known = at(within, bytes);
        Expression there = known.get(of);
        if (there == null) {
            there = shortened(of, bytes);
            known.put(of, there);
        }
        return there;
    }

    private Expression shortened(Expression of, int bytes) {
        if (of.kind == Kind.CONCATENATION) {
            return shortenedChain(of, bytes);
        }
        List<Expression> parts = new ArrayList<>(of.parts.length);
        for (Expression part : of.parts) {
            parts.add(within(part, bytes));
        }
        return switch (of.kind) {
            case UNION -> table.either(parts);
            case REPETITION ->
                table.repeat(parts.get(0), Math.min(of.min, bytes + 1), of.max > bytes ? Expression.UNBOUNDED : of.max);
            default -> of;
        };
    }

    private Expression shortenedChain(Expression of, int bytes) {
        List<Expression> parts = new ArrayList<>();
        Expression left = of;
        while (left.kind == Kind.CONCATENATION) {
            parts.add(within(left.parts[0], bytes));
            left = left.parts[1];
        }
        Expression all = within(left, bytes);
        for (int i = parts.size() - 1; i >= 0; i--) {
            all = table.then(parts.get(i), all);
        }
        return all;
    }

    /**
     * How much longer the shortest end of it can be than that of {@link #within}, behind any string of so many bytes; an upper
     * bound.
     */
    long excess(Expression of, int bytes) {
        if (isSame(of, bytes)) {
            return 0;
        }
        Map<Expression, Long> known = at(excesses, bytes);
        Long there = known.get(of);
        if (there == null) {
            there = excessOfRow(of, bytes);
            known.put(of, there);
        }
        return there;
    }

    private long excessOfRow(Expression of, int bytes) {
        long excess = 0;
        Expression left = of;
        while (left.kind == Kind.CONCATENATION) {
            excess = Math.min(Expression.NONE, excess + excess(left.parts[0], bytes));
            left = left.parts[1];
        }
        return Math.min(Expression.NONE, excess + excessOfLast(left, bytes));
    }

    private long excessOfLast(Expression of, int bytes) {
        if (of.kind == Kind.REPETITION) {
            int kept = Math.min(of.min, bytes + 1);
            return Expression.times(of.min - kept, table.shortest(of.parts[0]))
                    + Expression.times(of.min + 1, excess(of.parts[0], bytes));
        }
        long most = 0;
        for (Expression part : of.parts) {
            most = Math.max(most, excess(part, bytes));
        }
        return most;
    }
}
