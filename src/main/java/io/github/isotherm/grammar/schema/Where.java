package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.util.List;

/** Which keyword is looked at, so that what comes of it can be refused by its name and place. */
record Where(Subschema schema, String keyword) {
    private static final List<String> LIKELY =
            List.of("oneOf", "anyOf", "allOf", "if", "not", "$ref", "patternProperties", "properties", "items");

    /** A whole schema, by the keyword that is most likely meant. */
    static Where in(Subschema schema) {
        return new Where(
                schema,
                LIKELY.stream()
                        .filter(schema::has)
                        .findFirst()
                        .orElseGet(() -> schema.keywords().stream().findFirst().orElse("")));
    }

    GrammarException refused(String why) {
        return schema.refused(keyword, why);
    }
}
