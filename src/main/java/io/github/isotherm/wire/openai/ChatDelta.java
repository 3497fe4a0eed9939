package io.github.isotherm.wire.openai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a piece adds to an answer.
 *
 * @param json the fields of {@code delta}
 */
public record ChatDelta(Map<String, Object> json) {
    /** Nothing: the answer ended. */
    public static final ChatDelta NOTHING = new ChatDelta(Map.of());

    /** Whose answer it is, before anything else. */
    public static final ChatDelta ROLE = role();

    private static ChatDelta role() {
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("role", "assistant");
        role.put("content", "");
        return new ChatDelta(role);
    }

    /**
     * More text.
     *
     * @param piece at least one character
     * @return the piece
     */
    public static ChatDelta text(String piece) {
        return new ChatDelta(Map.of("content", piece));
    }

    /**
     * More thinking.
     *
     * @param piece at least one character
     * @return the piece
     */
    public static ChatDelta thinking(String piece) {
        return new ChatDelta(Map.of("reasoning_content", piece));
    }

    /**
     * A call begins.
     *
     * @param index how many calls came before it
     * @param id its name
     * @param name the tool's
     * @return the piece, with no arguments yet
     */
    public static ChatDelta call(int index, String id, String name) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("arguments", "");
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("index", index);
        call.put("id", id);
        call.put("type", "function");
        call.put("function", function);
        return new ChatDelta(Map.of("tool_calls", List.of(call)));
    }

    /**
     * More arguments of a call.
     *
     * @param index how many calls came before it
     * @param piece at least one character
     * @return the piece
     */
    public static ChatDelta arguments(int index, String piece) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("index", index);
        call.put("function", Map.of("arguments", piece));
        return new ChatDelta(Map.of("tool_calls", List.of(call)));
    }
}
