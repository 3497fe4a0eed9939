package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How calls of tools are written: {@code opening (before NAME infix ARGUMENTS after) between (…) closing}, or with another body.
 *
 * @param opening before the first call
 * @param before before a name
 * @param infix between a name and its arguments
 * @param after behind the arguments
 * @param between between two calls; null where there is one at most
 * @param closing behind the last call
 * @param body how name and arguments are written
 */
public record CallFrame(
        String opening,
        String before,
        String infix,
        String after,
        @Nullable String between,
        String closing,
        CallBody body) {
    /** A JSON object a line: for models that know no frame of their own. */
    public static final CallFrame LINES = new CallFrame("", "{\"name\": \"", "\", \"arguments\": ", "}", "\n", "");

    /**
     * Calls whose arguments are a JSON object behind the name.
     *
     * @param opening before the first call
     * @param before before a name
     * @param infix between a name and its arguments
     * @param after behind the arguments
     * @param between between two calls; null where there is one at most
     * @param closing behind the last call
     */
    public CallFrame(
            String opening, String before, String infix, String after, @Nullable String between, String closing) {
        this(opening, before, infix, after, between, closing, CallBody.Json.BEHIND_NAME);
    }

    /** The same with another body. */
    CallFrame with(CallBody other) {
        return new CallFrame(opening, before, infix, after, between, closing, other);
    }

    /**
     * One call.
     *
     * @param name the tool's
     * @param arguments JSON
     * @return as a model writes it
     */
    public String call(String name, String arguments) {
        return call(name, arguments, 0);
    }

    private String call(String name, String arguments, int number) {
        String written = named(name) + infix + arguments;
        if (body == CallBody.Json.BEFORE_NAME) {
            written = arguments + infix + named(name);
        } else if (body instanceof CallBody.Counted counted) {
            written = named(name) + counted.sign() + number + infix + arguments;
        } else if (body instanceof CallBody.Named named) {
            written = named(name) + infix + new FieldText(named.fields()).written(arguments);
        }
        return before + written + after;
    }

    /** A name as it is written: escaped where it stands in a JSON string. */
    String named(String name) {
        String json = JsonWriter.text(name);
        String ahead = body == CallBody.Json.BEFORE_NAME ? infix : before;
        boolean quoted = ahead.endsWith("\"") && body instanceof CallBody.Json;
        return quoted ? json.substring(1, json.length() - 1) : name;
    }

    /**
     * Some calls.
     *
     * @param calls one or more
     * @return as a model writes them, each on a line of its own where the frame has room for one only
     */
    public String written(List<ToolCall> calls) {
        List<String> written = new ArrayList<>();
        for (ToolCall call : calls) {
            written.add(call(call.name(), call.arguments(), written.size()));
        }
        return opening + String.join(between == null ? closing + "\n" + opening : between, written) + closing;
    }

    /** All that is in it but names and arguments. */
    List<String> markup() {
        List<String> markup = new ArrayList<>(body.markup());
        markup.addAll(List.of(opening, before, infix, after, between == null ? "" : between, closing));
        return markup;
    }

    /** Whether a text stands in a call, behind which another may come. */
    boolean holds(String text) {
        return (before + infix + after).contains(text) || body.markup().stream().anyMatch(part -> part.contains(text));
    }

    /** The same, where one of some tokens ends an answer and so is no part of it. */
    CallFrame endingBefore(List<String> ends) {
        boolean single = between == null && cut(after, ends).length() < after.length();
        return new CallFrame(
                opening,
                before,
                infix,
                single ? cut(after, ends) : after,
                between,
                single ? "" : cut(closing, ends),
                body);
    }

    private static String cut(String text, List<String> ends) {
        int end = ends.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }
}
