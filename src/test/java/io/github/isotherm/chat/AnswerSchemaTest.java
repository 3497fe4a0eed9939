package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerSchemaTest {
    private static final JsonText TEXT =
            new JsonText("{\"type\":\"object\",\"properties\":{\"age\":{\"type\":\"integer\"}}}");
    private static final AnswerSchema AGE = new AnswerSchema("Age", TEXT, TEXT);
    private static final List<Map<String, Object>> CONVERSATION = List.of(
            Map.of("role", "system", "content", "Be kind."),
            Map.of("role", "user", "content", "Klaus is 37."),
            Map.of("role", "assistant", "content", "I see."));

    private static String said(AnswerSchema schema, SchemaInPrompt how) {
        List<Map<String, Object>> told = schema.told(CONVERSATION, how);
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).isEqualTo(CONVERSATION.get(0));
        assertThat(told.get(2)).isEqualTo(CONVERSATION.get(2));
        return String.valueOf(told.get(1).get("content"));
    }

    @Test
    void theShapeStandsAroundWhatTheUserSaidLastBehindAWorkedExample() {
        assertThat(said(AGE, SchemaInPrompt.SHAPE)).isEqualTo("""
                        Shape: {"title": string, "pages": integer, "tags": [string, …]}
                        Text: The book Emma has 320 pages and is about love and England.
                        JSON: {"title": "Emma", "pages": 320, "tags": ["love", "England"]}

                        Shape: {"age": integer}
                        Text: Klaus is 37.
                        JSON:""");
    }

    @Test
    void theSchemaStandsBehindWhatTheUserSaidLast() {
        assertThat(said(AGE, SchemaInPrompt.SCHEMA))
                .isEqualTo("Klaus is 37.\n\nAnswer with JSON that fits this JSON schema:\n" + TEXT.json());
    }

    @Test
    void nothingIsToldWhereNothingIsWanted() {
        assertThat(AGE.told(CONVERSATION, SchemaInPrompt.NONE)).isEqualTo(CONVERSATION);
        assertThat(AnswerSchema.ANY_OBJECT.told(CONVERSATION, SchemaInPrompt.NONE))
                .isEqualTo(CONVERSATION);
    }

    @Test
    void anyObjectIsAskedForInOneSentence() {
        for (SchemaInPrompt how : List.of(SchemaInPrompt.SHAPE, SchemaInPrompt.SCHEMA)) {
            assertThat(said(AnswerSchema.ANY_OBJECT, how)).isEqualTo("Klaus is 37.\n\nAnswer with one JSON object.");
        }
    }

    @Test
    void whereNoUserSpokeItIsAMessageOfItsOwn() {
        List<Map<String, Object>> told = AGE.told(CONVERSATION.subList(0, 1), SchemaInPrompt.SCHEMA);
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).containsEntry("role", "user");
        assertThat(told.get(1).get("content")).asString().endsWith(TEXT.json());
    }

    @Test
    void otherFieldsOfTheMessageStay() {
        Map<String, Object> message = Map.of("role", "user", "content", "Hi", "name", "Ada");
        assertThat(AGE.told(List.of(message), SchemaInPrompt.SHAPE).get(0)).containsEntry("name", "Ada");
    }

    @Test
    void templatesReadItAsOpenAiSaysIt() {
        assertThat(AGE.variable())
                .isEqualTo(Map.of("type", "json_schema", "json_schema", Map.of("name", "Age", "schema", TEXT.value())));
        assertThat(new AnswerSchema(null, TEXT, TEXT).variable())
                .extractingByKey("json_schema")
                .isEqualTo(Map.of("name", "answer", "schema", TEXT.value()));
        assertThat(AnswerSchema.ANY_OBJECT.variable()).isEqualTo(Map.of("type", "json_object"));
    }

    @Test
    void theConstraintOfAnyObjectIsMadeOnce() {
        assertThat(AnswerSchema.ANY_OBJECT.constraint()).isSameAs(new AnswerSchema(null, null, null).constraint());
        assertThat(AnswerSchema.ANY_OBJECT.constraint().compiled()).isNotNull();
    }
}
