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
        formats = new Formats(patterns, meaning.options().open());
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        Values values = meaning.values();
        Expression within = holds ? within(schema, keyword) : outside(schema, keyword);
        if (within == null) {
            return holds ? values.any() : values.none();
        }
        return holds ? values.any().withString(within) : values.none().withString(within);
    }

    private @Nullable Expression within(Subschema schema, String keyword) {
        return switch (keyword) {
            case "pattern" -> pattern(schema);
            case "format" -> format(schema);
            default -> counted(schema, keyword);
        };
    }

    private @Nullable Expression outside(Subschema schema, String keyword) {
        Expression within = within(schema, keyword);
        if (within == null || !keyword.equals("format")) {
            return within == null ? null : meaning.texts().without(within);
        }
        Expression outside = formats.opposite(String.valueOf(schema.get("format")));
        if (outside == null) {
            throw Meaning.noOpposite(schema, "format");
        }
        return outside;
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

    private @Nullable Expression format(Subschema schema) {
        Expression format = schema.get("format") instanceof String name ? formats.named(name) : null;
        if (format == null) {
            meaning.notEnforced("format", Given.shown(schema.get("format")), schema);
        }
        return format;
    }
}
