package io.github.isotherm.grammar.gbnf;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a rule: an expression as long as it names no other rule, else a symbol.
 *
 * @param expression null where a rule is named
 * @param named null where none is
 */
record Part(@Nullable Expression expression, @Nullable Symbol named) {
    static Part of(Expression expression) {
        return new Part(expression, null);
    }

    static Part of(Symbol symbol) {
        return new Part(null, symbol);
    }

    Symbol symbol(Grammar.Builder grammar) {
        if (expression != null) {
            return grammar.expression(expression);
        }
        if (named == null) {
            throw new IllegalStateException("a part is neither");
        }
        return named;
    }

    Part repeated(int min, int max, Grammar.Builder grammar) {
        return expression != null
                ? of(grammar.expressions().repeat(expression, min, max))
                : of(grammar.repeat(symbol(grammar), min, max));
    }

    static Part either(List<Part> parts, Grammar.Builder grammar) {
        List<Expression> expressions = new ArrayList<>();
        List<Symbol> symbols = new ArrayList<>();
        for (Part part : parts) {
            if (part.expression != null) {
                expressions.add(part.expression);
            } else {
                symbols.add(part.symbol(grammar));
            }
        }
        if (symbols.isEmpty()) {
            return of(grammar.expressions().either(expressions));
        }
        if (!expressions.isEmpty()) {
            symbols.add(grammar.expression(grammar.expressions().either(expressions)));
        }
        return of(grammar.choice(symbols));
    }

    /** Expressions that follow each other are one. */
    static Part sequence(List<Part> parts, Grammar.Builder grammar) {
        List<Symbol> symbols = new ArrayList<>();
        List<Expression> row = new ArrayList<>();
        for (Part part : parts) {
            if (part.expression != null) {
                row.add(part.expression);
            } else {
                close(row, symbols, grammar);
                symbols.add(part.symbol(grammar));
            }
        }
        if (symbols.isEmpty()) {
            return of(grammar.expressions().sequence(row.toArray(Expression[]::new)));
        }
        close(row, symbols, grammar);
        return of(grammar.sequence(symbols.toArray(Symbol[]::new)));
    }

    private static void close(List<Expression> row, List<Symbol> symbols, Grammar.Builder grammar) {
        if (!row.isEmpty()) {
            symbols.add(grammar.expression(grammar.expressions().sequence(row.toArray(Expression[]::new))));
            row.clear();
        }
    }
}
