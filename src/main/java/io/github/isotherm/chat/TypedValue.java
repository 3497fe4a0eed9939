package io.github.isotherm.chat;

import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.JsonReader;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An argument that a model wrote without a type, as what the tool's JSON schema says it is. */
final class TypedValue {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d{1,9})?");

    private TypedValue() {}

    /**
     * The value of an argument.
     *
     * @param tool whose argument it is
     * @param name the argument's name
     * @param text what the model wrote
     * @return the text where the schema allows a string, or what is written is of no type that it allows; where it says
     *     nothing, a JSON value other than a string is one
     */
    static @Nullable Object of(Tool tool, String name, String text) {
        Object properties = tool.parameters().get("properties");
        Set<String> types = types(properties instanceof Map<?, ?> map ? map.get(name) : null);
        String stripped = text.strip();
        if (types.contains("null") && stripped.equalsIgnoreCase("null")) {
            return null;
        }
        return types.contains("string") ? text : read(stripped, text, types);
    }

    /** The types that a schema names, in it or in those it is any of; empty for all. */
    private static Set<String> types(@Nullable Object schema) {
        Set<String> types = new HashSet<>();
        if (schema instanceof Map<?, ?> map) {
            add(map.get("type"), types);
            for (String any : List.of("anyOf", "oneOf", "allOf")) {
                if (map.get(any) instanceof List<?> schemas) {
                    schemas.forEach(one -> types.addAll(types(one)));
                }
            }
            if (types.isEmpty() && map.get("enum") instanceof List<?> values) {
                values.forEach(value -> types.add(value instanceof String ? "string" : "any"));
            }
        }
        return types;
    }

    private static void add(@Nullable Object type, Set<String> types) {
        if (type instanceof String one) {
            types.add(one.toLowerCase(Locale.ROOT));
        } else if (type instanceof List<?> several) {
            several.forEach(one -> add(one, types));
        }
    }

    private static @Nullable Object read(String stripped, String text, Set<String> types) {
        String lower = stripped.toLowerCase(Locale.ROOT);
        if (lower.equals("true") || lower.equals("false")) {
            return allows(types, "boolean") ? (Object) Boolean.valueOf(lower) : text;
        }
        if (NUMBER.matcher(stripped).matches()) {
            return allows(types, "number") || types.contains("integer") ? (Object) new BigDecimal(stripped) : text;
        }
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            return allows(types, stripped.startsWith("{") ? "object" : "array") ? structure(stripped, text) : text;
        }
        return text;
    }

    private static boolean allows(Set<String> types, String type) {
        return types.isEmpty() || types.contains("any") || types.contains(type);
    }

    private static @Nullable Object structure(String json, String text) {
        try {
            return JsonReader.read(json);
        } catch (GrammarException e) {
            return text;
        }
    }
}
