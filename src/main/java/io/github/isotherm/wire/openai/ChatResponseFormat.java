package io.github.isotherm.wire.openai;

import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.grammar.schema.JsonText;
import org.jspecify.annotations.Nullable;

/** {@code response_format}: the form that an answer is held to, {@code strict} or not. */
final class ChatResponseFormat {
    private static final String FORMAT = "response_format";

    private ChatResponseFormat() {}

    /** The JSON that the answer is to be; null for text. */
    static @Nullable AnswerSchema read(RequestFields fields) {
        RequestFields format = fields.object(FORMAT);
        if (format == null) {
            return null;
        }
        String type = format.requiredText("type");
        AnswerSchema answer = switch (type) {
            case "text" -> null;
            case "json_object" -> AnswerSchema.ANY_OBJECT;
            case "json_schema" -> schema(format);
            default -> throw format.wrong("type", "\"text\", \"json_object\" or \"json_schema\"");
        };
        format.end();
        return answer;
    }

    private static AnswerSchema schema(RequestFields format) {
        RequestFields named = format.object("json_schema");
        if (named == null) {
            throw new InvalidRequestException(
                    format.path("json_schema") + " is left out but must have a name and a schema.",
                    format.path("json_schema"),
                    InvalidRequestException.MISSING);
        }
        String name = named.requiredText("name");
        named.text("description");
        named.flag("strict", false);
        Object schema = named.plain("schema");
        named.end();
        if (schema == null) {
            return new AnswerSchema(name, null, null);
        }
        return named.checked("schema", () -> compiled(name, JsonText.of(schema)));
    }

    /** Compiles it once, so that what is wrong with it is said before anything else is done. */
    private static AnswerSchema compiled(String name, JsonText schema) {
        AnswerSchema answer = new AnswerSchema(name, schema, schema);
        answer.constraint();
        return answer;
    }
}
