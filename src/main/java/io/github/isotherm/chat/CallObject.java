package io.github.isotherm.chat;

import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects that are calls: a name and arguments, under the names that models give them, by themselves or in OpenAI's
 * wrappers.
 */
final class CallObject {
    /** One of these stands first in an object that is a call. */
    static final List<String> KEYS = List.of(
            "\"name\"",
            "\"arguments\"",
            "\"parameters\"",
            "\"type\"",
            "\"id\"",
            "\"function\"",
            "\"tool_calls\"",
            "\"tool_call\"",
            "\"function_call\"",
            "\"tool_name\"",
            "\"tool_call_id\"");

    private static final List<String> NAMES = List.of("name", "tool_name", "function");
    private static final List<String> ARGUMENTS = List.of("arguments", "parameters");
    private static final List<String> IDS = List.of("id", "tool_call_id");
    private static final List<String> WRAPPERS = List.of("function", "tool_call", "function_call");

    /** What may stand beside calls in their wrapper, if it says nothing. */
    private static final Set<String> BESIDE = Set.of("tool_calls", "role", "type", "content");

    private final Map<String, Tool> tools;
    private final boolean marked;

    /**
     * Reads objects.
     *
     * @param tools those that may be called
     * @param marked whether a marker says that there are calls, so that a name is enough: there are tools without parameters
     */
    CallObject(Map<String, Tool> tools, boolean marked) {
        this.tools = tools;
        this.marked = marked;
    }

    /** The calls that a value is; empty where it is none, or one of a tool that was not offered. */
    List<ToolCall> calls(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return List.of();
        }
        if (map.get("tool_calls") instanceof List<?> list) {
            return BESIDE.containsAll(map.keySet()) && isSilent(map.get("content")) ? all(list) : List.of();
        }
        ToolCall call = call(map);
        return call == null ? List.of() : List.of(call);
    }

    private static boolean isSilent(@Nullable Object content) {
        return content == null || (content instanceof String text && text.isBlank());
    }

    private List<ToolCall> all(List<?> list) {
        List<ToolCall> calls = new ArrayList<>();
        for (Object member : list) {
            ToolCall call = member instanceof Map<?, ?> map ? call(map) : null;
            if (call == null) {
                return List.of();
            }
            calls.add(call);
        }
        return calls;
    }

    private @Nullable ToolCall call(Map<?, ?> map) {
        for (String wrapper : WRAPPERS) {
            if (map.get(wrapper) instanceof Map<?, ?> inner) {
                ToolCall call = call(inner);
                String id = text(map, IDS);
                return call == null || id == null ? call : new ToolCall(id, call.name(), call.arguments());
            }
        }
        String name = text(map, NAMES);
        Tool tool = name == null ? null : tools.get(name.strip());
        String arguments = tool == null ? null : arguments(map);
        return tool == null || arguments == null ? null : new ToolCall(text(map, IDS), tool.name(), arguments);
    }

    private static @Nullable String text(Map<?, ?> map, List<String> keys) {
        for (String key : keys) {
            if (map.get(key) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private @Nullable String arguments(Map<?, ?> map) {
        for (String key : ARGUMENTS) {
            if (map.containsKey(key)) {
                return object(map.get(key));
            }
        }
        return marked ? "{}" : null;
    }

    private @Nullable String object(@Nullable Object value) {
        if (value == null) {
            return marked ? "{}" : null;
        }
        if (value instanceof String text) {
            return text.isBlank() ? "{}" : written(text);
        }
        return value instanceof Map<?, ?> ? JsonWriter.text(value) : null;
    }

    /** Arguments as OpenAI writes them: JSON inside a string. */
    private static @Nullable String written(String text) {
        try {
            return JsonReader.read(text) instanceof Map<?, ?> map ? JsonWriter.text(map) : null;
        } catch (GrammarException e) {
            return null;
        }
    }
}
