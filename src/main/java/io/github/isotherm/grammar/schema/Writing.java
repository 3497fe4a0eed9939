package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Symbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as text: a rule for each set of schemas that hold together. */
final class Writing {
    private record Pending(Node node, Symbol rule) {}

    final Grammar.Builder grammar;
    final Expressions table;
    final Meaning meaning;
    final SchemaOptions options;
    final Symbol comma;
    final KeyClasses keyClasses;

    /** Behind an opening and before a closing bracket. */
    final Symbol inside;

    private final Expression colon;
    private final Map<Node, Symbol> rules = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final ObjectWriting objects;
    private final ArrayWriting arrays;

    Writing(Grammar.Builder grammar, Meaning meaning, SchemaOptions options) {
        this.grammar = grammar;
        this.meaning = meaning;
        this.options = options;
        table = grammar.expressions();
        Expression blank = table.optional(table.text(" "));
        Expression line = table.optional(table.sequence(table.text("\n"), table.repeat(table.text(" "), 0, 64)));
        boolean compact = options.whitespace() == SchemaOptions.Whitespace.COMPACT;
        boolean pretty = options.whitespace() == SchemaOptions.Whitespace.PRETTY;
        inside = grammar.expression(pretty ? line : table.empty());
        Expression behind = pretty ? line : compact ? table.empty() : blank;
        comma = grammar.expression(table.sequence(table.text(","), behind));
        colon = table.sequence(table.text(":"), compact ? table.empty() : blank);
        keyClasses = new KeyClasses(table, meaning.texts());
        objects = new ObjectWriting(this);
        arrays = new ArrayWriting(this);
    }

    /** The rule of a set of schemas. */
    Symbol symbol(Node node) {
        if (node == meaning.nodes().none()) {
            return grammar.choice(List.of());
        }
        Symbol there = rules.get(node);
        if (there == null) {
            there = grammar.rule(node.place());
            rules.put(node, there);
            pending.add(new Pending(node, there));
        }
        return there;
    }

    /** Says what the rules are, until there is none left. */
    void finish() {
        while (!pending.isEmpty()) {
            Pending next = pending.remove();
            next.node.literals.stream()
                    .findFirst()
                    .ifPresent(one -> meaning.values().at(Where.in(one.schema())));
            grammar.define(next.rule, written(meaning.of(next.node)));
        }
    }

    private Symbol written(Value value) {
        List<Expression> scalars = new ArrayList<>();
        if (value.mayBeNull()) {
            scalars.add(table.text("null"));
        }
        if (value.mayBeTrue()) {
            scalars.add(table.text("true"));
        }
        if (value.mayBeFalse()) {
            scalars.add(table.text("false"));
        }
        scalars.add(value.number());
        scalars.add(quoted(value.string()));
        List<Symbol> ways = new ArrayList<>();
        Expression scalar = table.either(scalars);
        if (!table.isEmpty(scalar)) {
            ways.add(grammar.expression(scalar));
        }
        value.arrays().stream()
                .filter(shape -> !meaning.emptiness().isEmpty(shape))
                .map(arrays::array)
                .forEach(ways::add);
        value.objects().stream()
                .filter(shape -> !meaning.emptiness().isEmpty(shape))
                .map(objects::object)
                .forEach(ways::add);
        return grammar.choice(ways);
    }

    Expression quoted(Expression content) {
        return table.sequence(table.text("\""), content, table.text("\""));
    }

    /** A key and what belongs to it. */
    Symbol member(Expression key, Symbol value) {
        return grammar.sequence(grammar.expression(table.sequence(quoted(key), colon)), value);
    }

    Symbol bracketed(String opening, Symbol content, String closing) {
        return grammar.sequence(grammar.text(opening), inside, content, inside, grammar.text(closing));
    }
}
