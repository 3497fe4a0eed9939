package io.github.isotherm.chat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The turns of calls that a chat template writes, in one way in which templates want them.
 *
 * @param format the templates of a model
 * @param tools what the template is told may be called
 * @param asText whether arguments are given as JSON text, or as a map
 * @param content what is said beside calls; null for none
 */
record TemplateTurns(
        ChatFormat format,
        List<Tool> tools,
        boolean asText,
        @Nullable String content) {
    static final String PLAIN = "zqplaintext";
    private static final String CONTENT = "content";
    private static final Pattern TAG = Pattern.compile("\\s*<[^<>\\s]+>\\s*");
    private static final Pattern ENDS_WITH_TAG = Pattern.compile("(?s).*<[^<>\\s]+>\\s*");

    /**
     * A call.
     *
     * @param arguments names and values
     */
    record Probe(String id, String name, Map<String, ?> arguments) {}

    /** All ways, the usual ones first. */
    static List<TemplateTurns> ways(ChatFormat format, List<Tool> tools) {
        return List.of(
                new TemplateTurns(format, tools, false, ""),
                new TemplateTurns(format, tools, false, null),
                new TemplateTurns(format, tools, true, ""),
                new TemplateTurns(format, tools, true, null));
    }

    /** What the model wrote in a turn of calls, without what begins and ends every turn of its own; null where that is not found. */
    @Nullable
    String of(List<Probe> calls) {
        String all = written(List.of(user(), calling(calls)), false);
        String plain = written(List.of(user(), Map.of("role", "assistant", CONTENT, PLAIN)), false);
        int at = plain.indexOf(PLAIN);
        if (at < 0) {
            return null;
        }
        String end = plain.substring(at + PLAIN.length());
        return Stream.of(plain.substring(0, at), written(List.of(user()), true))
                .filter(all::startsWith)
                .max((some, others) -> Integer.compare(some.length(), others.length()))
                .map(head -> withoutEnd(all.substring(head.length()), end))
                .orElse(null);
    }

    /** The same; null, too, where a template refuses such a turn. */
    @Nullable
    String ofIfAny(List<Probe> calls) {
        try {
            return of(calls);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    /** Whether a call's arguments come into the conversation in any form. */
    boolean mentions(List<Probe> calls) {
        try {
            String all = written(List.of(user(), calling(calls)), false);
            return calls.stream()
                    .anyMatch(call ->
                            call.arguments().keySet().stream().anyMatch(key -> count(all, key) > count(prompt(), key)));
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length;
    }

    /** What the model is told before it answers. */
    String prompt() {
        return written(List.of(user()), true);
    }

    /** A turn of calls may end with a token of its own. */
    private static @Nullable String withoutEnd(String turn, String end) {
        if (turn.endsWith(end)) {
            return turn.substring(0, turn.length() - end.length());
        }
        boolean endsOtherwise =
                TAG.matcher(end).matches() && ENDS_WITH_TAG.matcher(turn).matches();
        return endsOtherwise ? turn : null;
    }

    private String written(List<Map<String, Object>> messages, boolean asks) {
        return format.prompt(
                messages,
                tools.stream().map(Tool::described).toList(),
                Map.of("add_generation_prompt", asks),
                () -> {});
    }

    private static Map<String, Object> user() {
        return Map.of("role", "user", CONTENT, "Go.");
    }

    private Map<String, Object> calling(List<Probe> calls) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        if (content != null) {
            message.put(CONTENT, content);
        }
        message.put("tool_calls", calls.stream().map(this::call).toList());
        return message;
    }

    private Map<String, Object> call(Probe probe) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", probe.name());
        function.put("arguments", asText ? spaced(probe.arguments()) : probe.arguments());
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("type", "function");
        call.put("id", probe.id());
        call.put("function", function);
        return call;
    }

    private static String spaced(Map<String, ?> arguments) {
        return JsonWriter.text(arguments).replace("\":\"", "\": \"");
    }
}
