package io.github.isotherm.grammar;

import io.github.isotherm.grammar.Expression.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Expressions of one table as those of another. References are not among them. */
final class Translation {
    private final Expressions to;
    private final Map<Expression, Expression> known = new HashMap<>();

    Translation(Expressions to) {
        this.to = to;
    }

    Expression of(Expression from) {
        Expression there = known.get(from);
        if (there == null) {
            there = from.kind == Kind.CONCATENATION ? row(from) : made(from);
            known.put(from, there);
        }
        return there;
    }

    private Expression row(Expression from) {
        List<Expression> firsts = new ArrayList<>();
        Expression left = from;
        while (left.kind == Kind.CONCATENATION && !known.containsKey(left)) {
            firsts.add(left);
            left = left.parts[1];
        }
        Expression all = of(left);
        for (int i = firsts.size() - 1; i >= 0; i--) {
            all = to.then(of(firsts.get(i).parts[0]), all);
            known.put(firsts.get(i), all);
        }
        return all;
    }

    private Expression made(Expression from) {
        return switch (from.kind) {
            case NOTHING -> to.nothing();
            case EMPTY -> to.empty();
            case BYTES -> to.bytes(from.bytes);
            case UNION -> to.either(each(from));
            case INTERSECTION -> to.all(each(from));
            case COMPLEMENT -> to.not(of(from.parts[0]));
            case REPETITION -> to.repeat(of(from.parts[0]), from.min, from.max);
            case REMAINDER -> to.remainder(from.min, from.max);
            case CONCATENATION, REFERENCE -> throw new IllegalStateException("not translated here: " + from.kind);
        };
    }

    private List<Expression> each(Expression from) {
        List<Expression> parts = new ArrayList<>(from.parts.length);
        for (Expression part : from.parts) {
            parts.add(of(part));
        }
        return parts;
    }
}
