package io.github.isotherm.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of a conversation as chat templates read them. */
final class Messages {
    static final String ROLE = "role";
    static final String CONTENT = "content";
    static final String SYSTEM = "system";
    static final String USER = "user";
    static final String ASSISTANT = "assistant";
    static final String TOOL = "tool";

    private Messages() {}

    static Map<String, Object> of(String role, Object content) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(ROLE, role);
        message.put(CONTENT, content);
        return message;
    }

    static boolean isOf(String role, Map<String, Object> message) {
        return role.equals(message.get(ROLE));
    }

    /** What the user said last in words, as a place in the list; negative for nothing. */
    static int lastOfUser(List<Map<String, Object>> messages) {
        int last = messages.size() - 1;
        while (last >= 0
                && !(isOf(USER, messages.get(last)) && messages.get(last).get(CONTENT) instanceof String)) {
            last--;
        }
        return last;
    }
}
