package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.internal.Json;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.wire.JsonPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer from its beginning to its end, taking calls out. What looks like one and is none stays where it was.
 * Mutable; serves one answer.
 */
final class ToolCallReader {
    private static final String OPENING = "<tool_call>";
    private static final String CLOSING = "</tool_call>";
    private static final String CALLS = "[TOOL_CALLS]";
    private static final String ARGUMENTS = "[ARGS]";
    private static final String ID = "[CALL_ID]";

    private final MarkedText answer;
    private final String whole;
    private final List<ToolExecutionRequest> requests = new ArrayList<>();
    private final StringBuilder rest = new StringBuilder();
    private int kept;

    ToolCallReader(MarkedText answer) {
        this.answer = answer;
        whole = answer.whole();
    }

    /** The calls behind markers. */
    List<ToolExecutionRequest> marked() {
        for (int at = nextMarker(0); at >= 0; at = nextMarker(at)) {
            int behind = whole.startsWith(OPENING, at) ? tagged(at) : listed(at);
            at = behind < 0 ? at + 1 : behind;
        }
        keep(whole.length());
        return requests;
    }

    /** What people read of the answer without the calls. */
    String rest() {
        return rest.toString();
    }

    private int nextMarker(int from) {
        int tag = whole.indexOf(OPENING, from);
        int list = whole.indexOf(CALLS, from);
        return tag < 0 ? list : list < 0 ? tag : Math.min(tag, list);
    }

    /** Behind what was taken at a marker; negative when there is no call. */
    private int tagged(int marker) {
        int from = blanksFrom(whole, marker + OPENING.length());
        int end = isList(from) ? list(marker, from) : objects(marker, from);
        int closing = end < 0 ? whole.length() : blanksFrom(whole, end);
        if (whole.startsWith(CLOSING, closing)) {
            kept = closing + CLOSING.length();
            return kept;
        }
        return end;
    }

    private boolean isList(int at) {
        return at < whole.length() && whole.charAt(at) == '[';
    }

    /** Calls one after the other. */
    private int objects(int marker, int from) {
        int behind = -1;
        int at = from;
        int end = JsonPrefix.end(whole, at);
        while (end >= 0 && add(whole.substring(at, end))) {
            behind = end;
            at = betweenFrom(whole, end, whole.length());
            end = JsonPrefix.end(whole, at);
        }
        return behind < 0 ? -1 : taken(marker, behind);
    }

    private int listed(int marker) {
        int from = blanksFrom(whole, marker + CALLS.length());
        if (isList(from)) {
            return list(marker, from);
        }
        int end = JsonPrefix.end(whole, from);
        if (end >= 0) {
            return add(whole.substring(from, end)) ? taken(marker, end) : -1;
        }
        return named(marker, from);
    }

    /** Calls of a list; other members of it stay in the text. */
    private int list(int marker, int from) {
        int end = JsonPrefix.end(whole, from);
        if (end < 0) {
            return -1;
        }
        List<String> members = members(whole, from + 1, end - 1);
        List<String> others = new ArrayList<>();
        for (String member : members) {
            if (!add(member)) {
                others.add(member);
            }
        }
        if (others.size() == members.size()) {
            return -1;
        }
        taken(marker, end);
        rest.append(String.join(" ", others));
        return end;
    }

    /** The name before its arguments. */
    private int named(int marker, int from) {
        int arguments = whole.indexOf(ARGUMENTS, from);
        int begin = arguments < 0 ? -1 : blanksFrom(whole, arguments + ARGUMENTS.length());
        int end = arguments < 0 ? -1 : JsonPrefix.end(whole, begin);
        if (end < 0) {
            return -1;
        }
        String[] head = whole.substring(from, arguments).split(Pattern.quote(ID), 2);
        String name = head[0].strip();
        if (name.isEmpty() || name.indexOf('\n') >= 0 || name.contains(CALLS)) {
            return -1;
        }
        requests.add(request(name, head.length > 1 ? head[1].strip() : null, whole.substring(begin, end)));
        return taken(marker, end);
    }

    private int taken(int from, int end) {
        keep(from);
        kept = end;
        return end;
    }

    private void keep(int end) {
        if (end > kept) {
            rest.append(answer.plain(kept, end));
        }
    }

    private boolean add(String json) {
        ToolExecutionRequest request = request(json);
        if (request != null) {
            requests.add(request);
        }
        return request != null;
    }

    private @Nullable ToolExecutionRequest request(String json) {
        return call(json, requests.size(), true);
    }

    private ToolExecutionRequest request(String name, @Nullable String id, String arguments) {
        return built(name, id, arguments, requests.size());
    }

    /** The calls of an answer that is nothing else: objects one after the other, or a list of them; empty where one is no call. */
    static List<ToolExecutionRequest> bare(String answer) {
        String text = answer.strip();
        boolean list = text.startsWith("[") && JsonPrefix.end(text, 0) == text.length();
        List<String> members = list ? members(text, 1, text.length() - 1) : members(text, 0, text.length());
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (String member : members) {
            ToolExecutionRequest call = call(member, calls.size(), false);
            if (call == null) {
                return List.of();
            }
            calls.add(call);
        }
        return calls;
    }

    /** Objects and lists with nothing but blanks, commas and semicolons between them; other text is a member that is no call. */
    private static List<String> members(String text, int from, int to) {
        List<String> members = new ArrayList<>();
        int at = betweenFrom(text, from, to);
        while (at < to) {
            int end = JsonPrefix.end(text, at);
            end = end < 0 || end > to ? to : end;
            members.add(text.substring(at, end).strip());
            at = betweenFrom(text, end, to);
        }
        return members;
    }

    private static int betweenFrom(String text, int from, int to) {
        int at = from;
        while (at < to && (Character.isWhitespace(text.charAt(at)) || ",;".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static int blanksFrom(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Behind a marker a name is enough: there are tools without parameters. */
    private static @Nullable ToolExecutionRequest call(String json, int index, boolean marked) {
        Map<?, ?> map = parsed(json);
        if (map == null || !(map.get("name") instanceof String name)) {
            return null;
        }
        Object arguments = map.containsKey("arguments") ? map.get("arguments") : map.get("parameters");
        if (arguments == null && !marked) {
            return null;
        }
        return built(
                name,
                map.get("id") instanceof String given ? given : null,
                arguments instanceof String text ? text : arguments == null ? "{}" : Json.toJson(arguments),
                index);
    }

    private static @Nullable Map<?, ?> parsed(String json) {
        try {
            return Json.fromJson(json, Map.class);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static ToolExecutionRequest built(String name, @Nullable String id, String arguments, int index) {
        return ToolExecutionRequest.builder()
                .id(id == null || id.isEmpty() ? "call_" + index : id)
                .name(name)
                .arguments(arguments)
                .build();
    }
}
