package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects whose members stand by themselves. */
final class FieldsWriting extends Writing {
    private final Fields fields;
    private final Fields.Types types;
    private final Writing values;
    private final BareText texts;
    private final ObjectWriting objects;

    /**
     * Objects over the characters of their names.
     *
     * @param meaning of the schema, with names and strings spelled as themselves
     * @param values writes what members are
     */
    FieldsWriting(
            Grammar.Builder grammar,
            Meaning meaning,
            Fields fields,
            Fields.Types types,
            Writing values,
            Markup markup) {
        super(grammar, meaning, meaning.options(), fields.values(), markup);
        this.fields = fields;
        this.types = types;
        this.values = values;
        texts = new BareText(table);
        objects = new ObjectWriting(this);
    }

    @Override
    Symbol root(Node node) {
        List<Symbol> ways = meaning.of(node).objects().stream()
                .filter(shape -> !meaning.emptiness().isEmpty(shape))
                .map(objects::object)
                .toList();
        return grammar.choice(ways);
    }

    @Override
    void finish() {
        values.finish();
    }

    /** Of names that come again, readers take the last. */
    @Override
    boolean namesMayRepeat() {
        return false;
    }

    @Override
    Symbol member(@Nullable String name, Expression key, Node value) {
        Expression safe = table.all(List.of(key, texts.without(fields.unsafe()), texts.stripped()));
        if (name != null && table.isEmpty(safe)) {
            throw value.refused(
                    "properties",
                    "has a member " + Given.shown(name)
                            + " whose name this model's calls have no place for; leave out line breaks and "
                            + fields.unsafe().strip());
        }
        Symbol written = fields.bare() == null
                ? values.symbol(values.meaning.nodes().same(value))
                : bare(fields.bare(), types.of(name), value);
        return grammar.sequence(
                marked(fields.beforeName()),
                grammar.expression(safe),
                marked(fields.behindName()),
                written,
                marked(fields.behindValue()));
    }

    private Symbol marked(String text) {
        return grammar.expression(markup.of(text));
    }

    @Override
    Symbol comma() {
        return marked(fields.between());
    }

    @Override
    int least(int min) {
        return min;
    }

    @Override
    Symbol bracketed(String opening, Symbol content, String closing, boolean mayBeEmpty) {
        return content;
    }

    /** What a reader takes for one of the values that are meant, and no other text. */
    private Symbol bare(Fields.Bare bare, Set<String> known, Node node) {
        Value value = values.meaning.of(values.meaning.nodes().same(node));
        boolean isString = known.contains("string");
        boolean isNull = known.contains("null");
        List<Expression> scalars = new ArrayList<>();
        if (isString || known.isEmpty()) {
            scalars.add(string(bare, meaning.of(node).string(), isString, isNull));
        }
        if (isNull && value.mayBeNull()) {
            scalars.add(table.text(fields.values().none()));
        }
        if (!isString) {
            scalars.addAll(words(
                    bare, allows(known, "boolean") ? value : meaning.values().none()));
            scalars.add(allows(known, "number") || known.contains("integer") ? value.number() : table.nothing());
        }
        Symbol structures = values.structures(
                !isString && allows(known, "array") ? value.arrays() : List.of(),
                !isString && allows(known, "object") ? value.objects() : List.of());
        return grammar.choice(List.of(grammar.expression(table.either(scalars)), structures));
    }

    private static boolean allows(Set<String> known, String type) {
        return known.isEmpty() || known.contains("any") || known.contains(type);
    }

    private List<Expression> words(Fields.Bare bare, Value value) {
        return List.of(
                value.mayBeTrue() ? table.text(bare.yes()) : table.nothing(),
                value.mayBeFalse() ? table.text(bare.no()) : table.nothing());
    }

    private Expression string(Fields.Bare bare, Expression meant, boolean isString, boolean isNull) {
        List<Expression> all = new ArrayList<>(List.of(meant, texts.notHolding(bare.end())));
        if (!bare.keepsLineBreaks()) {
            all.add(texts.withoutOuter(table.text("\n")));
        }
        if (isNull) {
            all.add(texts.noWord("null"));
        }
        if (!isString) {
            all.add(table.sequence(table.bytes(ByteSet.range('a', 'z').or(ByteSet.range('A', 'Z'))), table.anything()));
            List.of("null", "true", "false").forEach(word -> all.add(texts.noWord(word)));
        }
        return table.all(all);
    }

    /** Texts that hold no more than they may. */
    record BareText(Expressions table) {
        /** Without any of some characters of ASCII, and not empty. */
        Expression without(String characters) {
            ByteSet unsafe = ByteSet.range(0, 0x1F);
            for (int i = 0; i < characters.length(); i++) {
                unsafe = unsafe.or(ByteSet.of(characters.charAt(i)));
            }
            return table.repeat(table.bytes(ByteSet.range(0, 0xFF).and(unsafe.not())), 1, Expressions.UNBOUNDED);
        }

        Expression notHolding(String text) {
            return table.not(table.sequence(table.anything(), table.text(text), table.anything()));
        }

        Expression withoutOuter(Expression part) {
            return table.not(table.either(
                    List.of(table.sequence(part, table.anything()), table.sequence(table.anything(), part))));
        }

        /** Without blanks at its ends. */
        Expression stripped() {
            return withoutOuter(blank());
        }

        /** Not a word in any case, with or without blanks around it. */
        Expression noWord(String word) {
            List<Expression> parts = new ArrayList<>();
            for (int i = 0; i < word.length(); i++) {
                char letter = word.charAt(i);
                parts.add(table.bytes(ByteSet.of(letter).or(ByteSet.of(Character.toUpperCase(letter)))));
            }
            Expression blanks = table.repeat(blank(), 0, Expressions.UNBOUNDED);
            parts.add(0, blanks);
            parts.add(blanks);
            return table.not(table.sequence(parts.toArray(Expression[]::new)));
        }

        private Expression blank() {
            return table.either(List.of(
                    table.bytes(ByteSet.range(0, ' ')),
                    Utf8.range(table, 0x85, 0xA0),
                    Utf8.range(table, 0x1680, 0x1680),
                    Utf8.range(table, 0x2000, 0x206F),
                    Utf8.range(table, 0x3000, 0x3000)));
        }
    }
}
