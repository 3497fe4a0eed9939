package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema as the shape of its values, which small models read better than the schema: {@code {"name": string, "age":
 * integer, "colors": [string, …]}}. Descriptions stand in brackets behind what they describe; where an object has members that
 * must be there, the others have a question mark. What a shape has no words for, such as bounds, is left out.
 */
public final class TypeShape {
    /** Schemas in one shape; definitions that are used again and again are not written out further. */
    private static final int MOST = 400;

    private static final String MORE = "…";
    private static final String ANY = "any JSON";

    private final LocalReferences references;
    private final Deque<String> open = new ArrayDeque<>();
    private int written;

    private TypeShape(Object schema) {
        references = new LocalReferences(schema);
    }

    /**
     * The shape of a schema's values.
     *
     * @param schema a map in its order, or a boolean
     * @return one line
     */
    public static String of(Object schema) {
        return new TypeShape(schema).shape(schema);
    }

    /**
     * The shape of a part's values.
     *
     * @param whole the schema that references in the part are looked up in
     * @param schema the part
     * @return one line
     */
    static String of(Object whole, @Nullable Object schema) {
        return new TypeShape(whole).shape(schema);
    }

    private String shape(@Nullable Object schema) {
        if (++written > MOST) {
            return MORE;
        }
        if (!(schema instanceof Map<?, ?> map)) {
            return Boolean.FALSE.equals(schema) ? "nothing" : ANY;
        }
        Object description = map.get("description");
        String shape = undescribed(map);
        return description instanceof String text && !text.isBlank() ? shape + " (" + text.strip() + ")" : shape;
    }

    private String undescribed(Map<?, ?> map) {
        if (map.get("$ref") instanceof String reference) {
            return referred(reference);
        }
        if (map.containsKey("const")) {
            return JsonText.of(map.get("const")).json();
        }
        if (map.get("enum") instanceof List<?> values) {
            return values.stream().map(value -> JsonText.of(value).json()).collect(Collectors.joining(" | "));
        }
        for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
            if (map.get(keyword) instanceof List<?> parts) {
                return parts.stream()
                        .map(this::shape)
                        .distinct()
                        .collect(Collectors.joining(keyword.equals("allOf") ? " & " : " | "));
            }
        }
        if (map.get("type") instanceof List<?> types) {
            return types.stream().map(type -> typed(map, type)).collect(Collectors.joining(" | "));
        }
        return typed(map, map.get("type"));
    }

    private String referred(String reference) {
        Object target = references.target(reference);
        if (target == null) {
            return ANY;
        }
        if (open.contains(reference)) {
            return "{" + MORE + "}";
        }
        open.push(reference);
        String shape = shape(target);
        open.pop();
        return shape;
    }

    private String typed(Map<?, ?> map, @Nullable Object type) {
        if ("object".equals(type) || (type == null && map.get("properties") instanceof Map<?, ?>)) {
            return object(map);
        }
        if ("array".equals(type) || (type == null && map.containsKey("items"))) {
            return array(map);
        }
        if ("string".equals(type)) {
            return map.get("format") instanceof String format ? format + " string" : "string";
        }
        return "boolean".equals(type) ? "true | false" : type instanceof String name ? name : ANY;
    }

    private String object(Map<?, ?> map) {
        List<String> members = new ArrayList<>();
        Set<?> required = map.get("required") instanceof List<?> names ? Set.copyOf(names) : Set.of();
        if (map.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> members.add(
                    JsonText.of(name) + (required.isEmpty() || required.contains(name) ? ": " : "?: ") + shape(value)));
        }
        Object others = map.get("additionalProperties");
        if (others != null && !Boolean.FALSE.equals(others)) {
            members.add("\"" + MORE + "\": " + shape(others));
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String array(Map<?, ?> map) {
        List<String> items = new ArrayList<>();
        if (map.get("prefixItems") instanceof List<?> first) {
            first.forEach(item -> items.add(shape(item)));
        }
        if (!Boolean.FALSE.equals(map.get("items"))) {
            items.add(shape(map.get("items")));
            items.add(MORE);
        }
        return "[" + String.join(", ", items) + "]";
    }
}
