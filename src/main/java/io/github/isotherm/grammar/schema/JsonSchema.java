package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Symbol;

/** Compiles JSON schemas. */
public final class JsonSchema {
    private static final SchemaOptions COMPACT =
            new SchemaOptions(false, SchemaOptions.Order.SCHEMA, SchemaOptions.Whitespace.COMPACT, false);

    private JsonSchema() {}

    /**
     * A schema's grammar.
     *
     * @param schema as plain values: a map in its order, or a boolean; in it lists, strings, numbers, booleans, null
     * @param options how it is read
     * @param limits how much it may take
     * @return the grammar of its instances, and what it does not enforce
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     * @throws io.github.isotherm.grammar.GrammarLimitException when it takes more than the limits
     */
    public static SchemaGrammar compile(Object schema, SchemaOptions options, GrammarLimits limits) {
        Grammar.Builder builder = Grammar.builder(limits);
        SchemaPart whole = part(schema, options, builder);
        return new SchemaGrammar(builder.build(whole.symbol()), whole.notEnforced(), whole.namesMayRepeat());
    }

    /**
     * A schema's texts among others.
     *
     * @param schema as plain values, as in {@link #compile}
     * @param options how it is read
     * @param builder of the grammar that it becomes a part of
     * @return what stands for it there
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     * @throws io.github.isotherm.grammar.GrammarLimitException when it takes more than the limits
     */
    public static SchemaPart part(Object schema, SchemaOptions options, Grammar.Builder builder) {
        Writing writing = written(new Document(schema), options, builder, Notation.JSON, builder.expressions()::text);
        return part(writing);
    }

    /**
     * An object's texts among others, where its members stand by themselves.
     *
     * @param schema as plain values, as in {@link #compile}
     * @param fields how members are written
     * @param types what a reader takes values for where strings have no quotes
     * @param builder of the grammar that it becomes a part of
     * @param markup what stands for markup in that grammar
     * @return what stands for it there; names of members that no schema declares may come twice
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     * @throws io.github.isotherm.grammar.GrammarLimitException when it takes more than the limits
     */
    public static SchemaPart fields(
            Object schema, Fields fields, Fields.Types types, Grammar.Builder builder, Markup markup) {
        Document document = new Document(schema);
        SchemaOptions options = fields.values().spelling() == Spelling.BARE ? COMPACT : SchemaOptions.DEFAULTS;
        Writing values = written(document, options, builder, fields.values(), markup);
        Meaning names = new Meaning(document, options, builder.expressions(), Spelling.BARE);
        return part(new FieldsWriting(builder, names, fields, types, values, markup));
    }

    private static Writing written(
            Document document, SchemaOptions options, Grammar.Builder builder, Notation notation, Markup markup) {
        Meaning meaning = new Meaning(document, options, builder.expressions(), notation.spelling());
        return new Writing(builder, meaning, options, notation, markup);
    }

    private static SchemaPart part(Writing writing) {
        Meaning meaning = writing.meaning;
        Symbol root = writing.root(meaning.nodes().of(meaning.document().root(), true));
        writing.finish();
        return new SchemaPart(root, meaning.notEnforced(), writing.namesMayRepeat());
    }
}
