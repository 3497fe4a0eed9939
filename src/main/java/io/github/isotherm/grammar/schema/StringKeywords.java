package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import org.jspecify.annotations.Nullable;

/** The keywords for strings. */
final class StringKeywords {
    private final Meaning meaning;
    private final Patterns patterns;
    private final Formats formats;

    StringKeywords(Meaning meaning) {
        this.meaning = meaning;
        patterns = new Patterns(meaning);
        formats = new Formats(patterns);
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        Values values = meaning.values();
        Expression within = within(schema, keyword, holds);
        if (within == null) {
            return holds ? values.any() : values.none();
        }
        return holds
                ? values.any().withString(within)
                : values.none().withString(meaning.texts().without(within));
    }

    private @Nullable Expression within(Subschema schema, String keyword, boolean holds) {
        return switch (keyword) {
            case "pattern" -> pattern(schema);
            case "format" -> format(schema, holds);
            default -> counted(schema, keyword);
        };
    }

    private Expression pattern(Subschema schema) {
        if (schema.get("pattern") instanceof String pattern) {
            return patterns.searched(schema, "pattern", pattern);
        }
        throw schema.refused("pattern", "is no string; write a regular expression");
    }

    /** Both bounds are one repetition. */
    private @Nullable Expression counted(Subschema schema, String keyword) {
        if (keyword.equals("maxLength") && schema.has("minLength")) {
            return null;
        }
        int min = Given.least(schema, "minLength");
        int max = Given.count(schema, "maxLength", Expressions.UNBOUNDED);
        return min > max ? meaning.table().nothing() : meaning.texts().counted(min, max);
    }

    private @Nullable Expression format(Subschema schema, boolean holds) {
        Expression format = schema.get("format") instanceof String name ? formats.named(name) : null;
        if (format == null) {
            meaning.notEnforced("format", String.valueOf(schema.get("format")), schema);
        } else if (!holds) {
            throw Meaning.noOpposite(schema, "format");
        }
        return format;
    }
}
