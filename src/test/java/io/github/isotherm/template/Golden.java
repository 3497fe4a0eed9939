package io.github.isotherm.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The golden files Python wrote, and our renderings to hold against them. */
final class Golden {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-07-06T14:05:09.123456Z"), ZoneOffset.UTC);

    private Golden() {}

    static String text(String path) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/template/" + path)) {
            if (in == null) {
                throw new IOException("no golden file " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static JsonNode json(String path) {
        try {
            return JSON.readTree(text(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @SuppressWarnings("unchecked") // a JSON object has names for keys
    static Map<String, Object> variables(JsonNode object) {
        return JSON.convertValue(object, Map.class);
    }

    /** The rendering, or null where it is refused, as the golden files write it. */
    static String render(String source, Map<String, Object> variables) {
        try {
            return ChatTemplate.of(source).withClock(CLOCK).render(variables);
        } catch (TemplateException refused) {
            return null;
        }
    }
}
