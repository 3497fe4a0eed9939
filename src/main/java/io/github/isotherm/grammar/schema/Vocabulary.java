package io.github.isotherm.grammar.schema;

import java.util.Set;

/** Which keyword is understood where. */
final class Vocabulary {
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "$comment",
            "readOnly",
            "writeOnly",
            "deprecated",
            "$schema",
            "$id",
            "id",
            "$anchor",
            "$defs",
            "definitions",
            "$vocabulary",
            "$dynamicAnchor",
            "contentEncoding",
            "contentMediaType",
            "contentSchema");

    private final Meaning meaning;
    private final TypeKeywords types;
    private final NumberKeywords numbers;
    private final StringKeywords strings;
    private final ArrayKeywords arrays;
    private final ObjectKeywords objects;
    private final Logic logic;

    Vocabulary(Meaning meaning) {
        this.meaning = meaning;
        types = new TypeKeywords(meaning);
        numbers = new NumberKeywords(meaning);
        strings = new StringKeywords(meaning);
        arrays = new ArrayKeywords(meaning);
        objects = new ObjectKeywords(meaning);
        logic = new Logic(meaning);
    }

    /** The values of which a keyword holds, or those of which it does not. */
    Value meaning(Subschema schema, String keyword, boolean holds) {
        return switch (keyword) {
            case "type" -> types.type(schema, holds);
            case "enum", "const" -> types.given(schema, keyword, holds);
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                numbers.meaning(schema, keyword, holds);
            case "minLength", "maxLength", "pattern", "format" -> strings.meaning(schema, keyword, holds);
            case "prefixItems", "items", "additionalItems", "contains", "minItems", "maxItems", "uniqueItems" ->
                arrays.meaning(schema, keyword, holds);
            case "properties",
                    "patternProperties",
                    "additionalProperties",
                    "propertyNames",
                    "required",
                    "minProperties",
                    "maxProperties",
                    "dependentRequired",
                    "dependentSchemas",
                    "dependencies",
                    "unevaluatedProperties" -> objects.meaning(schema, keyword, holds);
            case "allOf", "anyOf", "oneOf", "not", "if", "$ref" -> logic.meaning(schema, keyword, holds);
            default -> other(schema, keyword, holds);
        };
    }

    private Value other(Subschema schema, String keyword, boolean holds) {
        switch (keyword) {
            case "$dynamicRef", "$recursiveRef" -> throw schema.refused(keyword, "is not resolved; use $ref");
            case "unevaluatedItems" -> throw schema.refused(keyword, "is not supported; use items or additionalItems");
            case "disallow", "extends", "divisibleBy" ->
                throw schema.refused(keyword, "is of an old draft; use not, allOf or multipleOf");
            case "then", "else", "minContains", "maxContains" -> {}
            default -> {
                if (!ANNOTATIONS.contains(keyword) && !keyword.startsWith("x-")) {
                    meaning.notEnforced(keyword, "unknown keyword", schema);
                }
            }
        }
        return holds ? meaning.values().any() : meaning.values().none();
    }
}
