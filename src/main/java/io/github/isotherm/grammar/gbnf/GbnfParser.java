package io.github.isotherm.grammar.gbnf;

import io.github.isotherm.grammar.CodePoints;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads GBNF into a grammar; what names no rule becomes an expression. */
final class GbnfParser {
    /** Groups in groups. */
    static final int MOST_NESTED = 200;

    private final String root;
    private final GbnfReader in;
    private final Grammar.Builder grammar;
    private final Expressions table;
    private final Map<CodePoints, Expression> characters = new HashMap<>();
    private final Map<String, Symbol> rules = new HashMap<>();
    private final Set<String> defined = new HashSet<>();
    /** By name: where it was named first. */
    private final Map<String, Integer> undefined = new LinkedHashMap<>();

    private int depth;

    GbnfParser(String source, String root, GrammarLimits limits) {
        this.root = root;
        in = new GbnfReader(source);
        grammar = Grammar.builder(limits);
        table = grammar.expressions();
    }

    Grammar grammar() {
        in.space(true);
        while (!in.atEnd()) {
            rule();
        }
        for (Map.Entry<String, Integer> missing : undefined.entrySet()) {
            in.at(missing.getValue());
            throw in.wrong(
                    missing.getKey(), "is a rule that is not defined; add " + missing.getKey() + " ::= and what it is");
        }
        if (!defined.contains(root)) {
            throw new GrammarException(
                    "The grammar has no rule " + root + ", which says what a text is; add " + root
                            + " ::= and what it is.",
                    root,
                    "");
        }
        return grammar.build(named(root));
    }

    private Symbol named(String name) {
        return rules.computeIfAbsent(name, grammar::rule);
    }

    private void rule() {
        String name = in.name();
        if (defined.contains(name)) {
            throw in.wrong(name, "is defined a second time; join both with |");
        }
        in.space(false);
        if (!in.takesDefinition()) {
            throw in.wrong(in.shown(), "stands where ::= is expected; write it");
        }
        in.space(true);
        Part is = alternatives(false);
        if (!in.atEnd() && !in.takes('\n') && !in.takes('\r')) {
            throw unknown();
        }
        in.space(true);
        defined.add(name);
        undefined.remove(name);
        grammar.define(named(name), is.symbol(grammar));
    }

    private GrammarException unknown() {
        return in.peek() == ')'
                ? in.wrong(")", "closes nothing; leave it out")
                : in.wrong(
                        in.shown(),
                        "is not known to GBNF here; end the line, or write a literal, class, rule or group");
    }

    private Part alternatives(boolean nested) {
        List<Part> parts = new ArrayList<>();
        parts.add(sequence(nested));
        while (in.takes('|')) {
            in.space(true);
            parts.add(sequence(nested));
        }
        return Part.either(parts, grammar);
    }

    private Part sequence(boolean nested) {
        List<Part> parts = new ArrayList<>();
        while (true) {
            int next = in.peek();
            if (next == '*' || next == '+' || next == '?' || next == '{') {
                throw in.wrong(Character.toString(next), "repeats nothing; write before it what is repeated");
            }
            if (next == '<' || next == '!') {
                throw in.wrong(
                        Character.toString(next),
                        "begins a literal token, which is not supported as only characters are; write its text as a literal");
            }
            if (next != '"' && next != '[' && next != '(' && next != '.' && !in.isName()) {
                return Part.sequence(parts, grammar);
            }
            Part item = item();
            in.space(nested);
            parts.add(repeated(item, nested));
        }
    }

    private Part item() {
        if (in.takes('"')) {
            return literal();
        }
        if (in.takes('[')) {
            return Part.of(character(set()));
        }
        if (in.takes('.')) {
            return Part.of(character(CodePoints.ALL));
        }
        return in.takes('(') ? group() : reference();
    }

    private Expression character(CodePoints set) {
        return characters.computeIfAbsent(set, of -> Utf8.character(table, of));
    }

    private Part literal() {
        StringBuilder text = new StringBuilder();
        while (!in.takes('"')) {
            if (in.peek() == '\n') {
                throw in.wrong("end of line", "stands in a literal; close it with \\\", or write \\n");
            }
            text.appendCodePoint(in.character());
        }
        return Part.of(table.text(text.toString()));
    }

    private CodePoints set() {
        boolean negative = in.takes('^');
        List<CodePoints> members = new ArrayList<>();
        while (!in.takes(']')) {
            int from = in.character();
            if (in.peek() == '-' && in.ahead(1) != ']') {
                in.take();
                members.add(range(from, in.character()));
            } else {
                members.add(CodePoints.of(from));
            }
        }
        CodePoints all = CodePoints.union(members);
        return negative ? all.not() : all;
    }

    private CodePoints range(int from, int to) {
        if (to < from) {
            throw in.wrong("-", "is a range whose last character comes before its first one; swap them");
        }
        return CodePoints.range(from, to);
    }

    private Part group() {
        depth++;
        if (depth > MOST_NESTED) {
            throw in.wrong("(", "is the " + depth + "th group in a group, and " + MOST_NESTED + " may be; use rules");
        }
        in.space(true);
        if (in.peek() == '=') {
            throw in.wrong("=", "looks ahead in another dialect, and GBNF does not know it; leave the group out");
        }
        Part inside = alternatives(true);
        if (!in.takes(')')) {
            throw in.wrong(in.shown(), "stands where a ) is expected; close the group");
        }
        depth--;
        return inside;
    }

    private Part reference() {
        int at = in.at();
        String name = in.name();
        if (in.peek() == '(') {
            throw in.wrong(
                    "(", "follows a name as if that were a function, which GBNF has not; write a blank before a group");
        }
        if (!defined.contains(name)) {
            undefined.putIfAbsent(name, at);
        }
        return Part.of(named(name));
    }

    private Part repeated(Part part, boolean nested) {
        Part all = part;
        while (true) {
            if (in.takes('*')) {
                all = all.repeated(0, Expressions.UNBOUNDED, grammar);
            } else if (in.takes('+')) {
                all = all.repeated(1, Expressions.UNBOUNDED, grammar);
            } else if (in.takes('?')) {
                all = all.repeated(0, 1, grammar);
            } else if (in.takes('{')) {
                all = counted(all, nested);
            } else {
                return all;
            }
            in.space(nested);
        }
    }

    private Part counted(Part part, boolean nested) {
        in.space(nested);
        int min = in.peek() == ',' ? 0 : in.number();
        int max = min;
        in.space(nested);
        if (in.takes(',')) {
            in.space(nested);
            max = in.peek() == '}' ? Expressions.UNBOUNDED : in.number();
            in.space(nested);
        }
        if (max < min) {
            throw in.wrong("{", "has its larger number first; write the smaller one first");
        }
        if (!in.takes('}')) {
            throw in.wrong(in.shown(), "stands where a } is expected; close the number of times");
        }
        return part.repeated(min, max, grammar);
    }
}
