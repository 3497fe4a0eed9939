package io.github.isotherm.grammar.schema;

import java.util.List;

/** The keywords that combine schemas. */
final class Logic {
    private final Meaning meaning;
    private final Values values;

    Logic(Meaning meaning) {
        this.meaning = meaning;
        values = meaning.values();
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        return switch (keyword) {
            case "$ref" -> reference(schema, holds);
            case "not" -> meaning.of(meaning.document().below(schema, "not"), !holds);
            case "if" -> conditional(schema, holds);
            case "oneOf" -> one(schema, holds);
            case "allOf" -> many(meaning.document().list(schema, keyword), holds, holds);
            default -> many(meaning.document().list(schema, keyword), !holds, holds);
        };
    }

    private Value reference(Subschema schema, boolean holds) {
        if (schema.get("$ref") instanceof String reference) {
            return meaning.of(meaning.document().referred(schema, reference), holds);
        }
        throw schema.refused("$ref", "is no string; write a reference");
    }

    private Value many(List<Subschema> schemas, boolean all, boolean holds) {
        Value joint = all ? values.any() : values.none();
        for (Subschema one : schemas) {
            Value value = meaning.of(one, holds);
            joint = all ? values.and(joint, value) : values.or(joint, value);
        }
        return joint;
    }

    private Value conditional(Subschema schema, boolean holds) {
        Value then = branch(schema, "then", holds);
        Value otherwise = branch(schema, "else", holds);
        if (then.equals(otherwise)) {
            return then;
        }
        Subschema condition = meaning.document().below(schema, "if");
        return values.or(
                values.and(meaning.of(condition, true), then), values.and(meaning.of(condition, false), otherwise));
    }

    private Value branch(Subschema schema, String keyword, boolean holds) {
        return schema.has(keyword)
                ? meaning.of(meaning.document().below(schema, keyword), holds)
                : holds ? values.any() : values.none();
    }

    /** Each where the others that may hold with it do not. */
    private Value one(Subschema schema, boolean holds) {
        List<Subschema> all = meaning.document().list(schema, "oneOf");
        if (meaning.options().oneOfAsAnyOf()) {
            return many(all, !holds, holds);
        }
        Value joint = holds ? values.none() : many(all, true, false);
        for (int i = 0; i < all.size(); i++) {
            Value alone = meaning.of(all.get(i), true);
            for (int j = holds ? 0 : i + 1; j < all.size(); j++) {
                if (j == i) {
                    continue;
                }
                Value both = values.and(meaning.of(all.get(i), true), meaning.of(all.get(j), true));
                if (meaning.emptiness().isEmpty(both)) {
                    continue;
                }
                if (holds) {
                    alone = values.and(alone, meaning.of(all.get(j), false));
                } else {
                    joint = values.or(joint, both);
                }
            }
            joint = holds ? values.or(joint, alone) : joint;
        }
        return joint;
    }
}
