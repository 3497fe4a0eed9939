package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.Fields;
import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonWriter;
import io.github.isotherm.grammar.schema.Notation;
import io.github.isotherm.grammar.schema.Spelling;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes arguments of which each stands by itself.
 *
 * @param fields how they are written
 */
record FieldText(Fields fields) {
    /** Arguments that are given as a JSON object. */
    String written(String arguments) {
        return JsonReader.read(arguments) instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(field -> fields.beforeName()
                                + field.getKey()
                                + fields.behindName()
                                + value(field.getValue())
                                + fields.behindValue())
                        .collect(Collectors.joining(fields.between()))
                : "";
    }

    private String value(@Nullable Object value) {
        Fields.Bare bare = fields.bare();
        if (bare == null) {
            return noted(value);
        }
        return value instanceof String text
                ? text
                : value instanceof Boolean flag ? (flag ? bare.yes() : bare.no()) : JsonWriter.text(value);
    }

    private String noted(@Nullable Object value) {
        Notation notation = fields.values();
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::noted).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(member -> name(String.valueOf(member.getKey())) + ":" + noted(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return value instanceof Boolean flag
                ? (flag ? notation.yes() : notation.no())
                : value == null ? notation.none() : JsonWriter.text(value);
    }

    private String name(String name) {
        return fields.values().quotesNames() ? quoted(name) : name;
    }

    private String quoted(String text) {
        Notation notation = fields.values();
        String json = JsonWriter.text(text);
        String within = notation.spelling() == Spelling.BARE
                ? text
                : notation.spelling() == Spelling.PYTHON_SINGLE
                        ? json.substring(1, json.length() - 1)
                                .replace("\\\"", "\"")
                                .replace("'", "\\'")
                        : json.substring(1, json.length() - 1);
        return notation.quote() + within + notation.quote();
    }
}
