package io.github.isotherm.grammar.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.TokenTrie;
import java.nio.charset.StandardCharsets;

/** A schema written as JSON, and what it says of texts. */
final class Judged {
    static final SchemaOptions LETTER =
            new SchemaOptions(true, SchemaOptions.Order.ANY, SchemaOptions.Whitespace.DEFAULT, false);

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TokenTrie BYTES = TokenTrie.of(256, id -> new byte[] {(byte) id});

    private final Constraint constraint;

    Judged(String schema, SchemaOptions options) {
        constraint = Constraint.of(compiled(schema, options).grammar(), BYTES);
    }

    static SchemaGrammar compiled(String schema, SchemaOptions options) {
        try {
            return JsonSchema.compile(JSON.readValue(schema, Object.class), options, GrammarLimits.DEFAULTS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(schema, e);
        }
    }

    boolean accepts(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return constraint.fitting(bytes) > bytes.length;
    }
}
