package io.github.isotherm.chat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.JsonReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a chat template writes calls. It is asked: conversations with one call and with two are rendered, and what stands around
 * their names and arguments is the frame.
 *
 * <p>There is none where a template writes no calls, or writes their arguments in another way than as JSON behind the name, or
 * where {@link AnswerReader} would not read what it writes. Ids of calls are left out: models are not asked for them.
 */
final class TemplateFrame {
    private static final Map<ChatFormat, Optional<CallFrame>> KNOWN = new WeakHashMap<>();

    private static final List<String> NAMES = List.of("zqprobefirst", "zqprobesecond");
    private static final List<String> IDS = List.of("zq7call01", "zq7call02");
    private static final String PLAIN = "zqplaintext";
    private static final String KEY = "zqkey";
    private static final String CONTENT = "content";

    private static final String ANY_ID = "(" + String.join("|", IDS) + ")";
    /** As a member behind others or before them, or behind a marker of its own. */
    private static final String ID_MEMBER =
            ",\\s*\"\\w+\":\\s*\"" + ANY_ID + "\"|\"\\w+\":\\s*\"" + ANY_ID + "\",\\s*|\\[CALL_ID\\]" + ANY_ID;

    private static final List<Tool> TOOLS = NAMES.stream()
            .map(name -> new Tool(
                    name, "Probes.", Map.of("type", "object", "properties", Map.of(KEY, Map.of("type", "string")))))
            .toList();

    private final ChatFormat format;
    private final boolean asText;
    private final @Nullable String content;

    /** One way in which templates want calls: their arguments as a map or as JSON text, beside them some content or none. */
    private TemplateFrame(ChatFormat format, boolean asText, @Nullable String content) {
        this.format = format;
        this.asText = asText;
        this.content = content;
    }

    /**
     * The frame of a template, found once.
     *
     * @param format the templates of a model
     * @return how it writes calls; empty where that is no frame
     */
    static Optional<CallFrame> of(ChatFormat format) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(format, TemplateFrame::found);
        }
    }

    private static Optional<CallFrame> found(ChatFormat format) {
        return Stream.of(
                        new TemplateFrame(format, false, ""),
                        new TemplateFrame(format, false, null),
                        new TemplateFrame(format, true, ""),
                        new TemplateFrame(format, true, null))
                .flatMap(probe -> probe.frame().stream())
                .findFirst();
    }

    private Optional<CallFrame> frame() {
        try {
            CallParts one = parts(1);
            return one == null ? Optional.empty() : readable(one.frame(twoParts()));
        } catch (InvalidValueException | ModelException e) {
            return Optional.empty();
        }
    }

    /** Null where a template refuses several calls at once. */
    private @Nullable CallParts twoParts() {
        try {
            return parts(2);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static Optional<CallFrame> readable(CallFrame frame) {
        List<ToolCall> calls = NAMES.stream()
                .limit(frame.between() == null ? 1 : 2)
                .map(name -> new ToolCall(null, name, "{\"" + KEY + "\":\"" + name + "\"}"))
                .toList();
        Answer read = AnswerReader.read(MarkedText.of(frame.written(calls)), TOOLS, null);
        return read.calls().equals(calls) && read.text().isEmpty() ? Optional.of(frame) : Optional.empty();
    }

    /** What stands around some calls; null where they are not all written as a name and JSON behind it. */
    private @Nullable CallParts parts(int calls) {
        String turn = turn(calls);
        if (turn == null) {
            return null;
        }
        String[] around = new String[2 * calls + 1];
        int from = 0;
        for (int i = 0; i < calls; i++) {
            String name = NAMES.get(i);
            int at = turn.indexOf(name, from);
            int[] arguments = at < 0 ? null : arguments(turn, at + name.length(), name);
            if (arguments == null) {
                return null;
            }
            around[2 * i] = turn.substring(from, at);
            around[2 * i + 1] = turn.substring(at + name.length(), arguments[0]);
            from = arguments[1];
        }
        around[2 * calls] = turn.substring(from);
        return literal(around);
    }

    private static @Nullable CallParts literal(String[] around) {
        List<String> parts = Arrays.stream(around)
                .map(part -> part.replaceAll(ID_MEMBER, ""))
                .toList();
        boolean thinks =
                ThinkingMarks.known().stream().anyMatch(marks -> parts.get(0).contains(marks.opening()));
        boolean literal = parts.stream()
                .noneMatch(part -> Stream.of(NAMES, IDS, List.of(PLAIN, KEY))
                        .flatMap(List::stream)
                        .anyMatch(part::contains));
        return literal && !thinks ? new CallParts(parts) : null;
    }

    /** Where the arguments of a call begin and end behind its name. */
    private static int @Nullable [] arguments(String turn, int from, String name) {
        for (int start = turn.indexOf('{', from); start >= 0; start = turn.indexOf('{', start + 1)) {
            for (int end = turn.indexOf('}', start); end >= 0; end = turn.indexOf('}', end + 1)) {
                if (isArguments(turn.substring(start, end + 1), name)) {
                    return new int[] {start, end + 1};
                }
            }
        }
        return null;
    }

    private static boolean isArguments(String json, String name) {
        try {
            return Map.of(KEY, name).equals(JsonReader.read(json));
        } catch (GrammarException e) {
            return false;
        }
    }

    /** What the model wrote in a turn of calls, without what begins and ends every turn of its own. */
    private @Nullable String turn(int calls) {
        String all = written(List.of(user(), calling(calls)), false);
        String plain = written(List.of(user(), Map.of("role", "assistant", CONTENT, PLAIN)), false);
        int at = plain.indexOf(PLAIN);
        if (at < 0) {
            return null;
        }
        String end = plain.substring(at + PLAIN.length());
        return Stream.of(plain.substring(0, at), written(List.of(user()), true))
                .filter(head ->
                        all.startsWith(head) && all.length() >= head.length() + end.length() && all.endsWith(end))
                .max((some, others) -> Integer.compare(some.length(), others.length()))
                .map(head -> all.substring(head.length(), all.length() - end.length()))
                .orElse(null);
    }

    private String written(List<Map<String, Object>> messages, boolean asks) {
        return format.prompt(
                messages,
                TOOLS.stream().map(Tool::described).toList(),
                Map.of("add_generation_prompt", asks),
                () -> {});
    }

    private static Map<String, Object> user() {
        return Map.of("role", "user", CONTENT, "Go.");
    }

    private Map<String, Object> calling(int calls) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        if (content != null) {
            message.put(CONTENT, content);
        }
        message.put(
                "tool_calls",
                Stream.iterate(0, i -> i + 1).limit(calls).map(this::call).toList());
        return message;
    }

    private Map<String, Object> call(int index) {
        String name = NAMES.get(index);
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("arguments", asText ? "{\"" + KEY + "\": \"" + name + "\"}" : Map.of(KEY, name));
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("type", "function");
        call.put("id", IDS.get(index));
        call.put("function", function);
        return call;
    }
}
