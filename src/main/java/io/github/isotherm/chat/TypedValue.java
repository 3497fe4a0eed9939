package io.github.isotherm.chat;

import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.JsonReader;
import java.math.BigDecimal;
import java.util.ArrayList;
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

    private static final List<String> PARTS = List.of("anyOf", "oneOf", "allOf");
    private static final int DEEPEST = 16;

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
        Set<String> types = types(tool, name);
        String stripped = text.strip();
        if (types.contains("null") && stripped.equalsIgnoreCase("null")) {
            return null;
        }
        return types.contains("string") ? text : read(stripped, text, types);
    }

    /** The value of an argument that a model wrote as a string: a text unless the schema allows none. */
    static @Nullable Object quoted(Tool tool, String name, String text) {
        Set<String> types = types(tool, name);
        return types.isEmpty() || types.contains("string") ? text : of(tool, name, text);
    }

    /** The value of an argument that a model wrote as none: no text where the schema allows what it looks like. */
    static @Nullable Object unquoted(Tool tool, String name, String text) {
        Set<String> types = types(tool, name);
        Set<String> others = new HashSet<>(types);
        others.removeAll(Set.of("string", "null"));
        return others.isEmpty() && !types.isEmpty() ? text : read(text.strip(), text, others);
    }

    /**
     * The types of an argument.
     *
     * @param name the argument's, or null for one that no schema declares
     * @return names that the schema, or those it is any of, says; {@code any} for all but strings; empty for all
     */
    static Set<String> types(Tool tool, @Nullable String name) {
        List<@Nullable Object> said = new ArrayList<>();
        new Members(new LocalReferences(tool.parameters()), name, said).gather(tool.parameters(), 0);
        Set<String> types = new HashSet<>();
        said.forEach(schema -> types.addAll(types(new LocalReferences(tool.parameters()), schema, 0)));
        return types;
    }

    /** Gathers what a schema says of a member. */
    private record Members(
            LocalReferences references, @Nullable String name, List<@Nullable Object> said) {
        void gather(@Nullable Object schema, int depth) {
            if (!(schema instanceof Map<?, ?> map) || depth > DEEPEST) {
                return;
            }
            if (name != null && map.get("properties") instanceof Map<?, ?> properties && properties.containsKey(name)) {
                said.add(properties.get(name));
            } else if (!map.containsKey("patternProperties")
                    && map.get("additionalProperties") instanceof Map<?, ?> any) {
                said.add(any);
            }
            if (map.get("$ref") instanceof String reference) {
                gather(references.target(reference), depth + 1);
            }
            for (String keyword : PARTS) {
                if (map.get(keyword) instanceof List<?> parts) {
                    parts.forEach(part -> gather(part, depth + 1));
                }
            }
        }
    }

    /** The types that a schema names, in it or in those it is any of; empty for all. */
    private static Set<String> types(LocalReferences references, @Nullable Object schema, int depth) {
        Set<String> types = new HashSet<>();
        if (schema instanceof Map<?, ?> map && depth <= DEEPEST) {
            add(map.get("type"), types);
            if (map.get("$ref") instanceof String reference) {
                types.addAll(types(references, references.target(reference), depth + 1));
            }
            for (String keyword : PARTS) {
                if (map.get(keyword) instanceof List<?> schemas) {
                    schemas.forEach(one -> types.addAll(types(references, one, depth + 1)));
                }
            }
            if (types.isEmpty()) {
                addListed(map, types);
            }
        }
        return types;
    }

    private static void addListed(Map<?, ?> map, Set<String> types) {
        List<@Nullable Object> values = new ArrayList<>();
        if (map.get("enum") instanceof List<?> listed) {
            values.addAll(listed);
        }
        if (map.containsKey("const")) {
            values.add(map.get("const"));
        }
        values.forEach(value -> types.add(value == null ? "null" : value instanceof String ? "string" : "any"));
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
            return JsonReader.lenient(json);
        } catch (GrammarException e) {
            return text;
        }
    }
}
