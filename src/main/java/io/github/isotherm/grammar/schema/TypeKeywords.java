package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.schema.Subschema.Resource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords for all types: {@code type}, {@code enum}, {@code const}. */
final class TypeKeywords {
    private static final Set<String> TYPES =
            Set.of("null", "boolean", "integer", "number", "string", "array", "object");

    private final Meaning meaning;
    private final Values values;

    TypeKeywords(Meaning meaning) {
        this.meaning = meaning;
        values = meaning.values();
    }

    Value type(Subschema schema, boolean holds) {
        Object given = schema.get("type");
        List<?> types = given instanceof List<?> list ? list : List.of(given == null ? "" : given);
        for (Object type : types) {
            if (!(type instanceof String name) || !TYPES.contains(name)) {
                throw schema.refused(
                        "type",
                        "names no type, but " + Given.shown(type) + "; write one of "
                                + TYPES.stream().sorted().toList());
            }
        }
        Value any = values.any();
        boolean inNull = types.contains("null") == holds;
        boolean inBoolean = types.contains("boolean") == holds;
        return new Value(
                inNull,
                inBoolean,
                inBoolean,
                number(types, holds),
                types.contains("string") == holds
                        ? any.string()
                        : meaning.table().nothing(),
                types.contains("array") == holds ? any.arrays() : List.of(),
                types.contains("object") == holds ? any.objects() : List.of());
    }

    private Expression number(List<?> types, boolean holds) {
        Numbers numbers = meaning.numbers();
        if (types.contains("number")) {
            return holds ? numbers.any() : meaning.table().nothing();
        }
        if (!types.contains("integer")) {
            return holds ? meaning.table().nothing() : numbers.any();
        }
        if (!holds) {
            return numbers.without(numbers.integers());
        }
        return meaning.options().open() ? numbers.integers() : numbers.usualIntegers();
    }

    /** Of {@code enum} and {@code const}. */
    Value given(Subschema schema, String keyword, boolean holds) {
        Object given = schema.get(keyword);
        if (keyword.equals("enum") && !(given instanceof List<?>)) {
            throw schema.refused("enum", "is no list; write one");
        }
        List<?> all = given instanceof List<?> list && keyword.equals("enum") ? list : java.util.Arrays.asList(given);
        Value value = holds ? values.none() : values.any();
        List<Expression> texts = new ArrayList<>();
        List<Expression> numbers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Object one = all.get(i);
            if (one instanceof String text) {
                texts.add(string(schema, keyword, text, holds));
            } else if (one instanceof Number) {
                numbers.add(number(Given.number(schema, keyword, one), holds));
            } else if (one == null || one instanceof Boolean) {
                value = withConstant(value, one, holds);
            } else {
                Value whole = meaning.of(structure(schema, one), holds);
                value = holds ? values.or(value, whole) : values.and(value, whole);
            }
        }
        return withScalars(value, texts, numbers, holds);
    }

    private Value withScalars(Value value, List<Expression> texts, List<Expression> numbers, boolean holds) {
        Expression string = meaning.table().either(texts);
        Expression number = meaning.table().either(numbers);
        if (holds) {
            return value.withString(string).withNumber(number);
        }
        Value without =
                texts.isEmpty() ? value : value.withString(meaning.texts().without(string));
        return numbers.isEmpty()
                ? without
                : without.withNumber(meaning.numbers().without(number));
    }

    private Expression string(Subschema schema, String keyword, String text, boolean holds) {
        Expression spelled = meaning.texts().spelled(text);
        if (holds && spelled == meaning.table().nothing()) {
            throw schema.refused(
                    keyword, "has half a surrogate pair in a string, which cannot be written; leave it out");
        }
        return holds && !meaning.options().open()
                ? meaning.table().text(meaning.texts().usual(text))
                : spelled;
    }

    private Expression number(BigDecimal value, boolean holds) {
        return holds && !meaning.options().open()
                ? meaning.numbers().usual(value)
                : meaning.numbers().equalTo(value);
    }

    private static Value withConstant(Value value, @Nullable Object constant, boolean holds) {
        return value.withConstants(
                constant == null ? holds : value.mayBeNull(),
                Boolean.TRUE.equals(constant) ? holds : value.mayBeTrue(),
                Boolean.FALSE.equals(constant) ? holds : value.mayBeFalse());
    }

    /** A schema of one array or object. */
    private Subschema structure(Subschema above, Object constant) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (constant instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(constant(item)));
            schema.put("type", "array");
            schema.put("prefixItems", items);
            schema.put("items", false);
            schema.put("minItems", list.size());
        } else if (constant instanceof Map<?, ?> map) {
            Map<Object, Object> properties = new LinkedHashMap<>();
            map.forEach((key, value) -> properties.put(key, constant(value)));
            schema.put("type", "object");
            schema.put("properties", properties);
            schema.put("required", List.copyOf(map.keySet()));
            schema.put("additionalProperties", false);
        } else {
            throw above.refused(
                    above.has("enum") ? "enum" : "const", "has a value that JSON does not know; leave it out");
        }
        return meaning.document().at(schema, above.place, Resource.ofInstances(above));
    }

    private static Map<String, Object> constant(@Nullable Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("const", value);
        return schema;
    }
}
