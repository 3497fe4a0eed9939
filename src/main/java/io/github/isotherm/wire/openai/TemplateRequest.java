package io.github.isotherm.wire.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /apply-template}.
 *
 * @param model the model's name, or null where it says none
 * @param messages the conversation, with whatever the template reads
 * @param tools empty for none
 * @param variables of the template beside those, {@code add_generation_prompt} among them
 */
public record TemplateRequest(
        @Nullable String model,
        List<Map<String, Object>> messages,
        List<Map<String, Object>> tools,
        Map<String, Object> variables) {
    private static final String VARIABLES = "chat_template_kwargs";

    /** Copies nothing: templates read null, which copies refuse. */
    public TemplateRequest {}

    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8
     * @return the request
     * @throws InvalidRequestException when a field is unknown or not allowed as it is
     */
    public static TemplateRequest read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String model = fields.text("model");
        List<Map<String, Object>> messages = maps(fields, "messages");
        if (messages.isEmpty()) {
            throw new InvalidRequestException(
                    "messages is left out or empty but must have at least one message.",
                    "messages",
                    InvalidRequestException.MISSING);
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        if (fields.object(VARIABLES) != null && fields.plain(VARIABLES) instanceof Map<?, ?> given) {
            given.forEach((name, value) -> variables.put(String.valueOf(name), value));
        }
        variables.put("add_generation_prompt", fields.flag("add_generation_prompt", true));
        TemplateRequest request = new TemplateRequest(model, messages, maps(fields, "tools"), variables);
        fields.end();
        return request;
    }

    private static List<Map<String, Object>> maps(RequestFields fields, String name) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (fields.objects(name) != null && fields.plain(name) instanceof List<?> list) {
            for (Object entry : list) {
                Map<String, Object> map = new LinkedHashMap<>();
                if (entry instanceof Map<?, ?> given) {
                    given.forEach((key, value) -> map.put(String.valueOf(key), value));
                }
                maps.add(map);
            }
        }
        return maps;
    }
}
