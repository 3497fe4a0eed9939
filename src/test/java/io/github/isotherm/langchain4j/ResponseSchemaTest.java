package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.Repair;
import io.github.isotherm.sampling.processors.Temperature;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Response formats over scripted models: what the model wants to say, and what it may. */
class ResponseSchemaTest {
    private static final JsonObjectSchema PERSON = JsonObjectSchema.builder()
            .addStringProperty("name")
            .addIntegerProperty("age")
            .required("name", "age")
            .build();

    static ResponseFormat format(JsonSchemaElement root) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("Answer").rootElement(root).build())
                .build();
    }

    private static ChatResponse response(String wanted, IsothermChatRequestParameters.Builder parameters) {
        try (IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering(wanted))
                .temperature(0.0)
                .maxOutputTokens(120)
                .build()) {
            return chat.chat(ChatRequest.builder()
                    .messages(UserMessage.from("Who?"))
                    .parameters(parameters.build())
                    .build());
        }
    }

    private static String answer(String wanted, ResponseFormat format) {
        return response(wanted, IsothermChatRequestParameters.builder().responseFormat(format))
                .aiMessage()
                .text();
    }

    private static String held(JsonSchemaElement root) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(ResponseSchema.of(format(root))).held())
                .json();
    }

    private static boolean isValid(String json, String schema) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(json, InputFormat.JSON)
                .isEmpty();
    }

    static Stream<Arguments> kinds() {
        JsonObjectSchema tree = JsonObjectSchema.builder()
                .addStringProperty("name")
                .addProperty(
                        "children",
                        JsonArraySchema.builder()
                                .items(JsonReferenceSchema.builder()
                                        .reference("tree")
                                        .build())
                                .build())
                .required("name", "children")
                .build();
        JsonObjectSchema root = JsonObjectSchema.builder()
                .addProperty(
                        "root", JsonReferenceSchema.builder().reference("tree").build())
                .required("root")
                .definitions(Map.of("tree", tree))
                .build();
        return Stream.of(
                Arguments.of(PERSON, "{\"name\": \"Klaus\", \"age\": 37}"),
                Arguments.of(
                        JsonArraySchema.builder().items(new JsonStringSchema()).build(), "[\"a\", \"b\"]"),
                Arguments.of(new JsonBooleanSchema(), "true"),
                Arguments.of(JsonEnumSchema.builder().enumValues("RED", "BLUE").build(), "\"BLUE\""),
                Arguments.of(new JsonIntegerSchema(), "-42"),
                Arguments.of(new JsonNullSchema(), "null"),
                Arguments.of(new JsonNumberSchema(), "-0.5"),
                Arguments.of(new JsonStringSchema(), "\"Grüße\""),
                Arguments.of(
                        JsonAnyOfSchema.builder()
                                .anyOf(new JsonIntegerSchema(), new JsonNullSchema())
                                .build(),
                        "7"),
                Arguments.of(
                        root, "{\"root\": {\"name\": \"a\", \"children\": [{\"name\": \"b\", \"children\": []}]}}"),
                Arguments.of(JsonRawSchema.from("{\"type\": \"string\", \"pattern\": \"^[A-Z]{3}$\"}"), "\"ABC\""));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindOfElementLetsItsValuesThrough(JsonSchemaElement root, String json) {
        assertThat(answer(json, format(root))).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindOfElementHoldsAModelThatWantsProse(JsonSchemaElement root, String json) {
        String answer = answer("I would rather talk.", format(root));
        assertThat(isValid(answer, held(root))).as(answer).isTrue();
    }

    @Test
    void withoutASchemaAnswersAreAnyJsonObject() {
        String json = "{\"a\": [1, {\"b\": null}], \"c\": true}";
        assertThat(answer(json, ResponseFormat.JSON)).isEqualTo(json);
        assertThat(isValid(answer("Hello", ResponseFormat.JSON), "{\"type\": \"object\"}"))
                .isTrue();
    }

    @Test
    void textStaysText() {
        assertThat(answer("Hello", ResponseFormat.TEXT)).isEqualTo("Hello");
    }

    @Test
    void objectsAreClosedUnlessTheSchemaOpensThem() {
        String json = "{\"name\": \"Klaus\", \"age\": 37, \"more\": 1}";
        assertThat(answer(json, format(PERSON))).doesNotContain("more");
        JsonObjectSchema open = PERSON.toBuilder().additionalProperties(true).build();
        assertThat(answer(json, format(open))).isEqualTo(json);
    }

    @Test
    void rawSchemasInsideOthersBringTheirDefinitions() {
        JsonObjectSchema schema = JsonObjectSchema.builder()
                .addProperty(
                        "code",
                        JsonRawSchema.from(
                                "{\"$ref\": \"#/$defs/code\", \"$defs\": {\"code\": {\"enum\": [\"x\", \"y\"]}}}"))
                .required("code")
                .build();
        assertThat(answer("{\"code\": \"y\"}", format(schema))).isEqualTo("{\"code\": \"y\"}");
        JsonObjectSchema twice = schema.toBuilder()
                .definitions(Map.of("code", new JsonStringSchema()))
                .build();
        assertThatThrownBy(() -> answer("", format(twice)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("defines \"code\" twice");
        JsonObjectSchema noObject = JsonObjectSchema.builder()
                .addProperty("code", JsonRawSchema.from("true"))
                .build();
        assertThatThrownBy(() -> answer("", format(noObject)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be a JSON object");
    }

    @Test
    void definitionsOfObjectsInsideAreFound() {
        JsonObjectSchema inside = JsonObjectSchema.builder()
                .addProperty(
                        "next", JsonReferenceSchema.builder().reference("a/b").build())
                .definitions(Map.of("a/b", new JsonIntegerSchema()))
                .build();
        JsonObjectSchema outside =
                JsonObjectSchema.builder().addProperty("inside", inside).build();
        assertThat(answer("{\"inside\": {\"next\": 5}}", format(outside))).isEqualTo("{\"inside\": {\"next\": 5}}");
    }

    @Test
    void whatCannotBeEnforcedIsRefusedWithItsKeywordAndPlace() {
        ResponseFormat refused =
                format(JsonRawSchema.from("{\"properties\": {\"a\": {\"type\": \"number\", \"multipleOf\": 0.3}}}"));
        assertThatThrownBy(() -> answer("", refused))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("multipleOf")
                .hasMessageContaining("#/properties/a");
        assertThatThrownBy(() -> answer("", format(JsonRawSchema.from("{"))))
                .isInstanceOf(InvalidRequestException.class);
        ResponseFormat nowhere =
                format(JsonReferenceSchema.builder().reference("x").build());
        assertThatThrownBy(() -> answer("", nowhere))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("$ref");
        JsonSchemaElement foreign = () -> null;
        assertThatThrownBy(() -> answer("", format(foreign)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("JsonRawSchema");
    }

    @Test
    void aChainBesideAResponseFormatIsHeldToo() {
        for (ProcessorChain chain : List.of(
                ProcessorChain.EMPTY,
                ProcessorChain.of(new Temperature(0)),
                ProcessorChain.of(new Repair(), new Temperature(0)))) {
            ChatResponse response = response(
                    "I would rather talk.",
                    IsothermChatRequestParameters.builder().chain(chain).responseFormat(format(PERSON)));
            assertThat(isValid(response.aiMessage().text(), held(PERSON))).isTrue();
        }
    }

    @Test
    void aSecondConstraintIsRefused() {
        ChoiceConstraint choice = new ChoiceConstraint(List.of("yes", "no"));
        IsothermChatRequestParameters.Builder settings = IsothermChatRequestParameters.builder()
                .sampling(SamplingSettings.of(choice))
                .responseFormat(ResponseFormat.JSON);
        IsothermChatRequestParameters.Builder chain = IsothermChatRequestParameters.builder()
                .chain(ProcessorChain.of(choice))
                .responseFormat(ResponseFormat.JSON);
        for (IsothermChatRequestParameters.Builder parameters : List.of(settings, chain)) {
            assertThatThrownBy(() -> response("yes", parameters))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("choice beside a JSON response format");
        }
    }

    static Stream<Arguments> dates() {
        return Stream.of(
                Arguments.of(LocalDate.class, "{\"year\": 1976, \"month\": 8, \"day\": 12}", true),
                Arguments.of(LocalDate.class, "{\"year\": 2024, \"month\": 2, \"day\": 29}", true),
                Arguments.of(LocalDate.class, "{\"year\": 2000, \"month\": 2, \"day\": 29}", true),
                Arguments.of(LocalDate.class, "{\"year\": 1900, \"month\": 2, \"day\": 29}", false),
                Arguments.of(LocalDate.class, "{\"year\": 2023, \"month\": 2, \"day\": 29}", false),
                Arguments.of(LocalDate.class, "{\"year\": 2023, \"month\": 4, \"day\": 31}", false),
                Arguments.of(LocalDate.class, "{\"year\": 2023, \"month\": 13, \"day\": 1}", false),
                Arguments.of(LocalDate.class, "{\"year\": 2023}", false),
                Arguments.of(LocalTime.class, "{\"hour\": 23, \"minute\": 59}", true),
                Arguments.of(LocalTime.class, "{\"hour\": 24, \"minute\": 0}", false),
                Arguments.of(LocalTime.class, "{\"hour\": 3}", false),
                Arguments.of(
                        LocalDateTime.class,
                        "{\"date\": {\"year\": 1976, \"month\": 8, \"day\": 12}, \"time\": {\"hour\": 1, \"minute\": 2}}",
                        true),
                Arguments.of(LocalDateTime.class, "{\"date\": {\"year\": 1976, \"month\": 8, \"day\": 12}}", false),
                Arguments.of(UUID.class, "\"567b229a-6b0a-4f1e-9006-448cd9dfbfda\"", true),
                Arguments.of(UUID.class, "\"567b229a\"", false),
                Arguments.of(Integer.class, "2147483647", true),
                Arguments.of(Integer.class, "-2147483648", true),
                Arguments.of(Integer.class, "2147483648", false),
                Arguments.of(Map.class, "{\"a\": \"b\", \"c\": 1.5, \"d\": true}", true),
                Arguments.of(Map.class, "{\"a\": {\"b\": 1}}", false));
    }

    @ParameterizedTest
    @MethodSource("dates")
    void whatLangChain4jMakesOfJavaTypesIsNarrowedToWhatItReadsBack(Class<?> type, String json, boolean readable) {
        ResponseFormat format = format(JsonSchemaElementUtils.jsonSchemaElementFrom(type));
        assertThat(answer(json, format).equals(json)).isEqualTo(readable);
    }

    @Test
    void theModelIsToldThePlainShapeOfADate() {
        AnswerSchema schema = ResponseSchema.of(format(JsonSchemaElementUtils.jsonSchemaElementFrom(LocalDate.class)));
        assertThat(io.github.isotherm.chat.TypeShape.of(Objects.requireNonNull(
                        Objects.requireNonNull(Objects.requireNonNull(schema).schema())
                                .value())))
                .isEqualTo("{\"year\": integer, \"month\": integer, \"day\": integer}");
    }

    @Test
    void otherProvidersParametersDoAsWell() {
        try (IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering("Hello"))
                .defaultRequestParameters(ChatRequestParameters.builder()
                        .responseFormat(format(PERSON))
                        .build())
                .maxOutputTokens(60)
                .build()) {
            assertThat(isValid(chat.chat("Who?"), held(PERSON))).isTrue();
        }
    }
}
