package io.github.isotherm.wire.openai.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** OpenAI's own schemas as judges of what is answered to chats. */
public final class ChatSchemas {
    private static final JsonSchema REPLY = schema("CreateChatCompletionResponse");
    private static final JsonSchema CHUNK = schema("CreateChatCompletionStreamResponse");

    private ChatSchemas() {}

    private static JsonSchema schema(String name) {
        try (InputStream file = ChatSchemas.class.getResourceAsStream("/openai/chat.json")) {
            ObjectNode root = (ObjectNode) new ObjectMapper().readTree(Objects.requireNonNull(file));
            root.put("$ref", "#/components/schemas/" + name);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void assertReply(JsonNode reply) {
        assertThat(REPLY.validate(reply)).as(reply.toString()).isEmpty();
    }

    public static void assertChunk(JsonNode chunk) {
        assertThat(CHUNK.validate(chunk)).as(chunk.toString()).isEmpty();
    }
}
