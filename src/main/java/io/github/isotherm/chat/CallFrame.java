package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How calls of tools are written: {@code opening (before NAME infix ARGUMENTS after) between (…) closing}, where arguments are a
 * JSON object.
 *
 * @param opening before the first call
 * @param before before a name
 * @param infix between a name and its arguments
 * @param after behind the arguments
 * @param between between two calls; null where there is one at most
 * @param closing behind the last call
 */
public record CallFrame(
        String opening,
        String before,
        String infix,
        String after,
        @Nullable String between,
        String closing) {
    /** A JSON object a line: for models that know no frame of their own. */
    public static final CallFrame LINES = new CallFrame("", "{\"name\": \"", "\", \"arguments\": ", "}", "\n", "");

    /**
     * One call.
     *
     * @param name the tool's
     * @param arguments JSON
     * @return as a model writes it
     */
    public String call(String name, String arguments) {
        return before + named(name) + infix + arguments + after;
    }

    /** A name as it is written: escaped where it stands in a JSON string. */
    String named(String name) {
        String json = JsonWriter.text(name);
        return before.endsWith("\"") ? json.substring(1, json.length() - 1) : name;
    }

    /**
     * Some calls.
     *
     * @param calls one or more
     * @return as a model writes them, each on a line of its own where the frame has room for one only
     */
    public String written(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> call(call.name(), call.arguments()))
                .collect(Collectors.joining(between == null ? closing + "\n" + opening : between, opening, closing));
    }

    /** The same, where one of some tokens ends an answer and so is no part of it. */
    CallFrame endingBefore(List<String> ends) {
        int end = ends.stream()
                .mapToInt(closing::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(closing.length());
        return new CallFrame(opening, before, infix, after, between, closing.substring(0, end));
    }
}
