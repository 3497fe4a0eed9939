package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Symbol;

/** Compiles JSON schemas. */
public final class JsonSchema {
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
        Document document = new Document(schema);
        Meaning meaning = new Meaning(document, options, builder.expressions());
        Writing writing = new Writing(builder, meaning, options);
        Symbol root = writing.root(meaning.nodes().of(document.root(), true));
        writing.finish();
        return new SchemaPart(root, meaning.notEnforced(), writing.namesMayRepeat());
    }
}
