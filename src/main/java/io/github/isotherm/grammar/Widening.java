package io.github.isotherm.grammar;

import io.github.isotherm.grammar.Expression.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Wider expressions that differ from one in few tokens: without what is left out and without bounds of repetitions, where it
 * begins with those. Many expressions have the same wider one.
 */
final class Widening {
    private final Expressions table;

    Widening(Expressions table) {
        this.table = table;
    }

    /** A superset; the same one where none is known that is near. */
    Expression of(Expression of) {
        if (of.kind != Kind.CONCATENATION) {
            return ofPart(of);
        }
        Expression first = of.parts[0];
        Expression rest = of.parts[1];
        if (first.kind == Kind.BYTES) {
            Expression wide = rest.kind == Kind.CONCATENATION ? ofHead(rest) : ofPart(rest);
            return wide == rest ? of : table.then(first, wide);
        }
        return ofHead(of);
    }

    private Expression ofHead(Expression row) {
        Expression wide = ofPart(row.parts[0]);
        return wide == row.parts[0] ? row : table.then(wide, row.parts[1]);
    }

    private Expression ofPart(Expression of) {
        return switch (of.kind) {
            case REPETITION -> of.largestBound > 1 ? table.repeat(of.parts[0], 0, Expression.UNBOUNDED) : of;
            case INTERSECTION -> withoutComplements(of);
            case UNION -> ofAny(of);
            default -> of;
        };
    }

    private Expression withoutComplements(Expression of) {
        List<Expression> parts = new ArrayList<>(List.of(of.parts));
        parts.removeIf(part -> part.kind == Kind.COMPLEMENT);
        return parts.isEmpty() || parts.size() == of.parts.length ? of : table.all(parts);
    }

    private Expression ofAny(Expression of) {
        if (of.largestBound <= 1 && !of.needsSearch) {
            return of;
        }
        List<Expression> parts = new ArrayList<>(of.parts.length);
        for (Expression part : of.parts) {
            parts.add(of(part));
        }
        return table.either(parts);
    }
}
