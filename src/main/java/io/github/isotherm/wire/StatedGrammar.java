package io.github.isotherm.wire;

import io.github.isotherm.grammar.Choice;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Regex;
import io.github.isotherm.grammar.gbnf.Gbnf;
import io.github.isotherm.grammar.schema.JsonSchema;
import io.github.isotherm.grammar.schema.SchemaGrammar;
import io.github.isotherm.grammar.schema.SchemaOptions;
import java.util.List;
import java.util.function.Function;

/** What a text must be, as somebody states it in one of four ways; not compiled yet. */
public final class StatedGrammar {
    private final String kind;
    private final Function<GrammarLimits, SchemaGrammar> compilation;

    private StatedGrammar(String kind, Function<GrammarLimits, SchemaGrammar> compilation) {
        this.kind = kind;
        this.compilation = compilation;
    }

    /**
     * An instance of a JSON schema.
     *
     * @param schema plain values: maps, lists, texts, numbers, booleans, null
     * @param options how it is read
     * @return the statement
     */
    public static StatedGrammar jsonSchema(Object schema, SchemaOptions options) {
        return new StatedGrammar("json_schema", limits -> JsonSchema.compile(schema, options, limits));
    }

    /**
     * What a regular expression fits from beginning to end.
     *
     * @param pattern the expression
     * @return the statement
     */
    public static StatedGrammar regex(String pattern) {
        return new StatedGrammar("regex", limits -> enforced(Regex.grammar(pattern, limits)));
    }

    /**
     * One of some texts.
     *
     * @param texts those
     * @return the statement
     */
    public static StatedGrammar choice(List<String> texts) {
        List<String> copied = List.copyOf(texts);
        return new StatedGrammar("choice", limits -> enforced(Choice.grammar(copied, limits)));
    }

    /**
     * What a grammar in GBNF derives.
     *
     * @param source its text
     * @return the statement
     */
    public static StatedGrammar gbnf(String source) {
        return new StatedGrammar("gbnf", limits -> enforced(Gbnf.grammar(source, limits)));
    }

    private static SchemaGrammar enforced(Grammar grammar) {
        return new SchemaGrammar(grammar, List.of(), false);
    }

    /**
     * In which way it is stated.
     *
     * @return {@code json_schema}, {@code regex}, {@code choice} or {@code gbnf}
     */
    public String kind() {
        return kind;
    }

    /**
     * Compiles it.
     *
     * @return the grammar and what it does not enforce
     * @throws io.github.isotherm.grammar.GrammarException when it is malformed, or says what cannot be enforced
     * @throws io.github.isotherm.grammar.GrammarLimitException when it takes more than the default limits
     */
    public SchemaGrammar compile() {
        return compilation.apply(GrammarLimits.DEFAULTS);
    }
}
