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
import org.jspecify.annotations.Nullable;

/** Values as text: a rule for each set of schemas that hold together. */
class Writing {
    private record Place(Node node, int depth) {}

    private record Pending(Place place, Symbol rule) {}

    final Grammar.Builder grammar;
    final Expressions table;
    final Meaning meaning;
    final SchemaOptions options;
    final Markup markup;
    final KeyClasses keyClasses;
    final Layout layout;

    private final Notation notation;
    private final Map<Place, Symbol> rules = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final ObjectWriting objects;
    private final ArrayWriting arrays;

    /** Whether an object has members that no name of the schema is, whose names a grammar does not tell apart. */
    private boolean namesMayRepeat;

    /** Of the value that is written now. */
    private int depth;

    Writing(Grammar.Builder grammar, Meaning meaning, SchemaOptions options, Notation notation, Markup markup) {
        this.grammar = grammar;
        this.notation = notation;
        this.markup = markup;
        this.meaning = meaning;
        this.options = options;
        table = grammar.expressions();
        layout = new Layout(table, options.whitespace());
        keyClasses = new KeyClasses(table, meaning.texts());
        objects = new ObjectWriting(this);
        arrays = new ArrayWriting(this);
    }

    void hasFreeNames() {
        namesMayRepeat = true;
    }

    boolean namesMayRepeat() {
        return namesMayRepeat;
    }

    /** A whole text. */
    Symbol root(Node node) {
        return symbol(new Place(node, 0));
    }

    /** A part of the value that is written now. */
    Symbol symbol(Node node) {
        return symbol(new Place(node, layout.below(depth)));
    }

    private Symbol symbol(Place place) {
        if (place.node == meaning.nodes().none()) {
            return grammar.choice(List.of());
        }
        Symbol there = rules.get(place);
        if (there == null) {
            there = grammar.rule(place.node.place());
            rules.put(place, there);
            pending.add(new Pending(place, there));
        }
        return there;
    }

    /** Says what the rules are, until there is none left. */
    void finish() {
        while (!pending.isEmpty()) {
            Pending next = pending.remove();
            Node node = next.place.node;
            depth = next.place.depth;
            node.literals.stream().findFirst().ifPresent(one -> meaning.values().at(Where.in(one.schema())));
            grammar.define(next.rule, written(meaning.of(node)));
        }
    }

    private Symbol written(Value value) {
        List<Expression> scalars = new ArrayList<>();
        if (value.mayBeNull()) {
            scalars.add(table.text(notation.none()));
        }
        if (value.mayBeTrue()) {
            scalars.add(table.text(notation.yes()));
        }
        if (value.mayBeFalse()) {
            scalars.add(table.text(notation.no()));
        }
        scalars.add(value.number());
        scalars.add(quoted(value.string()));
        List<Symbol> ways = new ArrayList<>();
        Expression scalar = table.either(scalars);
        if (!table.isEmpty(scalar)) {
            ways.add(grammar.expression(scalar));
        }
        ways.add(structures(value.arrays(), value.objects()));
        return grammar.choice(ways);
    }

    /** Arrays and objects. */
    Symbol structures(List<ArrayShape> lists, List<ObjectShape> maps) {
        List<Symbol> ways = new ArrayList<>();
        lists.stream()
                .filter(shape -> !meaning.emptiness().isEmpty(shape))
                .map(arrays::array)
                .forEach(ways::add);
        maps.stream()
                .filter(shape -> !meaning.emptiness().isEmpty(shape))
                .map(objects::object)
                .forEach(ways::add);
        return grammar.choice(ways);
    }

    private Expression quoted(Expression content) {
        Expression quote = markup.of(notation.quote());
        if (notation.spelling() != Spelling.BARE) {
            return table.sequence(quote, content, quote);
        }
        Expression quoting = table.sequence(table.anything(), table.text(notation.quote()), table.anything());
        return table.sequence(quote, table.without(content, quoting), quote);
    }

    /** Names without quotes end where other markup begins. */
    private Expression named(Expression key) {
        if (notation.quotesNames()) {
            return quoted(key);
        }
        FieldsWriting.BareText texts = new FieldsWriting.BareText(table);
        Expression safe = table.all(
                List.of(texts.without(Notation.BEHIND_NAMES + notation.quote().charAt(0)), texts.stripped()));
        return table.either(List.of(table.all(List.of(key, safe)), quoted(table.without(key, safe))));
    }

    /**
     * A key and what belongs to it.
     *
     * @param name the member's own name, or null where it may have any of the keys
     */
    Symbol member(@Nullable String name, Expression key, Node value) {
        Expression colon = table.sequence(table.text(":"), layout.behindColon());
        return grammar.sequence(grammar.expression(table.sequence(named(key), colon)), symbol(value));
    }

    /** Between two parts of the value. */
    Symbol comma() {
        return grammar.expression(table.sequence(table.text(","), layout.behindComma(depth)));
    }

    /** The least number of parts, where none at all is written by itself. */
    int least(int min) {
        return layout.isPretty() ? Math.max(1, min) : min;
    }

    /** All parts, which are as many as {@link #least} at least. */
    Symbol bracketed(String opening, Symbol content, String closing, boolean mayBeEmpty) {
        Symbol some = grammar.sequence(
                grammar.text(opening),
                grammar.expression(layout.opening(depth)),
                content,
                grammar.expression(layout.closing(depth)),
                grammar.text(closing));
        return layout.isPretty() && mayBeEmpty ? grammar.choice(List.of(grammar.text(opening + closing), some)) : some;
    }
}
