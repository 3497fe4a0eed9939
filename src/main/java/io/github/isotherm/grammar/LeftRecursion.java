package io.github.isotherm.grammar;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds rules that begin with themselves: reading one would never come to a byte. */
final class LeftRecursion {
    private final Grammar grammar;
    private final List<String> names;
    private final BitSet done = new BitSet();
    private final BitSet open = new BitSet();
    private int depth;

    LeftRecursion(Grammar grammar, List<String> names) {
        this.grammar = grammar;
        this.names = names;
    }

    void refuse() {
        for (int rule = 0; rule < names.size(); rule++) {
            visit(rule);
        }
    }

    private void visit(int rule) {
        if (open.get(rule)) {
            throw new GrammarException(
                    "The rule " + names.get(rule) + " begins with itself, which cannot be read from left to right; let"
                            + " something come before it, or write a repetition.",
                    "left recursion",
                    names.get(rule));
        }
        if (!done.get(rule)) {
            open.set(rule);
            begin(grammar.rule(rule), new HashSet<>());
            open.clear(rule);
            done.set(rule);
        }
    }

    private void begin(Symbol of, Set<Symbol> seen) {
        if (seen.add(of)) {
            depth++;
            GrammarLimits.beginnings(depth);
            beginWith(of, seen);
            depth--;
        }
    }

    private void beginWith(Symbol of, Set<Symbol> seen) {
        switch (of.kind) {
            case EMPTY, EXPRESSION -> {}
            case RULE -> visit(of.min);
            case CHOICE, REPETITION -> {
                for (Symbol part : of.parts) {
                    begin(part, seen);
                }
            }
            case SEQUENCE -> {
                begin(of.parts[0], seen);
                if (grammar.shortest(of.parts[0]) == 0) {
                    begin(of.parts[1], seen);
                }
            }
            case MEMBERS -> {
                Members members = Grammar.present(of.members).of();
                members.all().forEach(member -> begin(member.symbol(), seen));
            }
        }
    }
}
