package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Prompts are those of apply_chat_template in transformers 5.24, which chat_formats.py committed. */
class ChatFormatTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-07-06T14:05:09.123456Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Map<String, String>> HI = List.of(Map.of("role", "user", "content", "Hi"));

    private static String resource(String name) throws IOException {
        try (InputStream in = ChatFormatTest.class.getResourceAsStream("/golden/template/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("unchecked") // a JSON object has names for keys
    private static Map<String, Object> map(JsonNode object) {
        return JSON.convertValue(object, Map.class);
    }

    private static List<Map<String, Object>> maps(JsonNode array) {
        List<Map<String, Object>> maps = new ArrayList<>();
        array.forEach(item -> maps.add(map(item)));
        return maps;
    }

    private static String prompt(String source, Map<String, String> tokens, JsonNode conversation) {
        try {
            return ChatFormat.of(source, tokens)
                    .withClock(CLOCK)
                    .prompt(
                            maps(conversation.get("messages")),
                            maps(conversation.path("tools")),
                            conversation.has("variables") ? map(conversation.get("variables")) : Map.of(),
                            () -> {});
        } catch (InvalidValueException | ModelException refused) {
            return null;
        }
    }

    @Test
    void promptsAreThoseOfApplyChatTemplate() throws IOException {
        JsonNode golden = JSON.readTree(resource("chat-formats.json"));
        Map<String, String> tokens = new java.util.HashMap<>();
        golden.get("special tokens")
                .properties()
                .forEach(e -> tokens.put(e.getKey(), e.getValue().textValue()));
        List<String> different = new ArrayList<>();
        int cases = 0;
        for (Map.Entry<String, JsonNode> template : golden.get("prompts").properties()) {
            String source = resource("templates/" + template.getKey() + ".jinja");
            for (Map.Entry<String, JsonNode> expected : template.getValue().properties()) {
                cases++;
                String got = prompt(source, tokens, golden.get("conversations").get(expected.getKey()));
                if (!Objects.equals(got, expected.getValue().textValue())) {
                    different.add(template.getKey() + ", " + expected.getKey() + "\n  python " + expected.getValue()
                            + "\n  ours   " + got);
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(60 * 11);
    }

    @Test
    void theClockSaysWhatDayItIs() {
        ChatFormat format = ChatFormat.of("{{ strftime_now('%d %b %Y') }}", Map.of());
        assertThat(format.withClock(CLOCK).prompt(HI, List.of())).isEqualTo("06 Jul 2024");
    }

    @Test
    void variablesReachTheTemplate() {
        ChatFormat format = ChatFormat.of("{{ enable_thinking }}{{ add_generation_prompt }}{{ documents }}", Map.of());
        assertThat(format.prompt(HI, List.of(), Map.of("enable_thinking", false), () -> {}))
                .isEqualTo("FalseTrueNone");
        assertThatThrownBy(() -> format.prompt(HI, List.of(), Map.of("messages", 1), () -> {}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("messages");
    }

    @Test
    void whatInterruptsIsThrownOn() {
        ChatFormat format = ChatFormat.of("{% for i in range(99999) %}{{ i }}{% endfor %}", Map.of());
        IllegalStateException stop = new IllegalStateException("stop");
        assertThatThrownBy(() -> format.prompt(HI, List.of(), Map.of(), () -> {
                    throw stop;
                }))
                .isSameAs(stop);
    }
}
