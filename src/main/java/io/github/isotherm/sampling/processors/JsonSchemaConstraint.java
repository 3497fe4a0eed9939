package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.grammar.schema.DistinctNames;
import io.github.isotherm.grammar.schema.JsonSchema;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.SchemaGrammar;
import io.github.isotherm.grammar.schema.SchemaOptions;
import java.util.List;

/**
 * Keeps the tokens behind which the whole text can still be an instance of a JSON schema; see {@link TextConstraint}.
 *
 * <p>There is no off-value; the schema {@code true} allows any JSON.
 *
 * <p>Example: with {@code {"type": "integer", "minimum": 10, "maximum": 12}} the token "1" may begin a text, and behind it may
 * come "0", "1" and "2".
 *
 * @param schema of JSON Schema 2020-12 or an earlier draft; {@code {}} and {@code true} allow all
 * @param open whether the schema is followed to the letter: objects may have members that it does not speak of, and numbers
 *     every form that JSON has
 * @param order of the members of an object
 * @param whitespace between the parts of the text
 * @param oneOfAsAnyOf whether what fits several parts of a {@code oneOf} is allowed too
 */
public record JsonSchemaConstraint(
        JsonText schema,
        boolean open,
        SchemaOptions.Order order,
        SchemaOptions.Whitespace whitespace,
        boolean oneOfAsAnyOf)
        implements GrammarConstraint {
    /**
     * Compiles it, to be told what is wrong.
     *
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     */
    public JsonSchemaConstraint {
        GrammarConstraint.refuseEmpty(
                "json-schema",
                compiled(schema, open, order, whitespace, oneOfAsAnyOf).grammar());
    }

    /**
     * A schema read in the usual way: closed objects, members in its order.
     *
     * @param schema JSON
     * @return the constraint
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     */
    public static JsonSchemaConstraint of(String schema) {
        return of(new JsonText(schema), SchemaOptions.DEFAULTS);
    }

    /**
     * A schema read as one likes.
     *
     * @param schema JSON
     * @param options how it is read
     * @return the constraint
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     */
    public static JsonSchemaConstraint of(JsonText schema, SchemaOptions options) {
        return new JsonSchemaConstraint(
                schema, options.open(), options.order(), options.whitespace(), options.oneOfAsAnyOf());
    }

    @Override
    public Grammar compiled() {
        return compiled(schema, open, order, whitespace, oneOfAsAnyOf).grammar();
    }

    @Override
    public BoundConstraint bound(TokenTrie vocabulary) {
        SchemaGrammar compiled = compiled(schema, open, order, whitespace, oneOfAsAnyOf);
        Constraint constraint = Constraint.of(compiled.grammar(), vocabulary);
        return new BoundConstraint(
                constraint,
                compiled.namesMayRepeat()
                        ? () -> new DistinctNames(constraint.matcher(), vocabulary)
                        : constraint::matcher);
    }

    /**
     * What the schema says that is not enforced, such as formats that nobody knows.
     *
     * @return a keyword and its place each
     */
    public List<SchemaGrammar.NotEnforced> notEnforced() {
        return compiled(schema, open, order, whitespace, oneOfAsAnyOf).notEnforced();
    }

    private static SchemaGrammar compiled(
            JsonText schema,
            boolean open,
            SchemaOptions.Order order,
            SchemaOptions.Whitespace whitespace,
            boolean oneOfAsAnyOf) {
        Object value = schema.value();
        if (value == null) {
            throw new GrammarException("The schema is null but must be an object, true or false; write one.", "", "#");
        }
        return JsonSchema.compile(
                value, new SchemaOptions(open, order, whitespace, oneOfAsAnyOf), GrammarLimits.DEFAULTS);
    }
}
