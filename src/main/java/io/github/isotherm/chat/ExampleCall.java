package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A made-up request and the call that it asks for: one shows a small model more than a description does. The request says every
 * value of the arguments.
 *
 * @param request what a user might say
 * @param arguments JSON
 */
record ExampleCall(String request, String arguments) {
    private static final List<String> WORDS = List.of("Ada", "Paris", "red-7", "Tom Reed", "Oslo", "blue-4");
    private static final List<Integer> NUMBERS = List.of(5, 12, 3, 48, 9, 26);
    private static final int DEEPEST = 3;

    /** Two calls of a tool with different values, so that these are seen to come from the request. */
    static List<ExampleCall> of(Tool tool) {
        Values values = new Values(tool.parameters());
        List<ExampleCall> examples = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            values.said.clear();
            Object arguments = values.of(tool.parameters(), 0);
            String what = String.join(", ", values.said);
            examples.add(new ExampleCall(
                    "Call " + tool.name() + (what.isEmpty() ? "." : " for " + what + "."),
                    JsonText.of(arguments).json()));
        }
        return examples;
    }

    /** Makes up values, each time others. */
    private static final class Values {
        private final Object root;
        private final List<String> said = new ArrayList<>();
        private int words;
        private int numbers;
        private int choices;
        private int lists;
        private boolean flag;

        Values(Object root) {
            this.root = root;
        }

        private Object of(@Nullable Object schema, int depth) {
            if (!(schema instanceof Map<?, ?> map)) {
                return word();
            }
            if (map.get("$ref") instanceof String reference) {
                return of(new LocalReferences(root).target(reference), depth);
            }
            if (map.containsKey("const")) {
                return said(map.get("const"));
            }
            if (map.get("enum") instanceof List<?> listed && !listed.isEmpty()) {
                return said(listed.get(choices++ % listed.size()));
            }
            for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
                if (map.get(keyword) instanceof List<?> parts && !parts.isEmpty()) {
                    return of(parts.get(0), depth);
                }
            }
            Object type = map.get("type") instanceof List<?> types && !types.isEmpty() ? types.get(0) : map.get("type");
            return typed(
                    map,
                    type instanceof String name ? name : map.containsKey("properties") ? "object" : "string",
                    depth);
        }

        private Object typed(Map<?, ?> map, String type, int depth) {
            return switch (type) {
                case "object" -> object(map, depth);
                case "array" -> array(map, depth);
                case "integer" -> said(NUMBERS.get(numbers++ % NUMBERS.size()));
                case "number" -> said(NUMBERS.get(numbers++ % NUMBERS.size()) + 0.5);
                case "boolean" -> flag();
                default -> word();
            };
        }

        private Object object(Map<?, ?> map, int depth) {
            Map<String, Object> members = new LinkedHashMap<>();
            if (map.get("properties") instanceof Map<?, ?> properties) {
                properties.forEach((name, schema) -> members.put(String.valueOf(name), of(schema, depth + 1)));
            } else if (depth > 0) {
                members.put(
                        word(), of(map.get("additionalProperties") instanceof Map<?, ?> any ? any : null, depth + 1));
            }
            return members;
        }

        private Object array(Map<?, ?> map, int depth) {
            List<Object> items = new ArrayList<>();
            int many = depth < DEEPEST ? 2 + lists++ % 2 : 0;
            for (int i = 0; i < many; i++) {
                items.add(of(map.get("items"), depth + 1));
            }
            return items;
        }

        private Object flag() {
            flag = !flag;
            return said(flag);
        }

        private String word() {
            return (String) said(WORDS.get(words++ % WORDS.size()));
        }

        private Object said(@Nullable Object value) {
            said.add(String.valueOf(value));
            return value == null ? "null" : value;
        }
    }
}
