package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed answers over scripted models: every way to ask, how the model is told, what AI services make of them. */
@Timeout(Patience.SECONDS)
class TypedAnswersTest {
    private static final String JSON = "{\"age\": 37}";
    private static final ResponseFormat AGE = ResponseSchemaTest.format(JsonObjectSchema.builder()
            .addProperty("age", new JsonIntegerSchema())
            .required("age")
            .build());

    private static final Map<String, Object> AGE_IN_OPENAIS_WORDS =
            Map.of("name", "Age", "schema", Map.of("required", List.of("age")));

    private static ChatRequest request() {
        return ChatRequest.builder()
                .messages(UserMessage.from("Klaus is 37."))
                .responseFormat(AGE)
                .build();
    }

    private static IsothermChatModel chat(String answer) {
        return IsothermChatModel.builder()
                .model(Models.answering(answer))
                .maxOutputTokens(500)
                .build();
    }

    private static IsothermStreamingChatModel streaming() {
        return IsothermStreamingChatModel.builder()
                .model(Models.answering(JSON))
                .maxOutputTokens(40)
                .build();
    }

    @Test
    void bothModelsSayThatTheyFitSchemas() {
        assertThat(chat("").supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(streaming().supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Test
    void blockingAndAsynchronousAnswersAreHeld() throws Exception {
        ChatResponse blocking = chat("Well, Klaus is 37").chat(request());
        ChatResponse later = chat("Well, Klaus is 37").chatAsync(request()).get(Patience.SECONDS, TimeUnit.SECONDS);
        for (ChatResponse response : List.of(blocking, later)) {
            assertThat(response.aiMessage().text()).matches("\\{\"age\": ?-?[0-9]+}");
            assertThat(((IsothermChatResponseMetadata) response.metadata()).constraint())
                    .satisfies(outcome -> assertThat(outcome.complete()).isTrue());
        }
    }

    @Test
    void handlersGetTheJsonInPieces() throws Exception {
        StringBuilder pieces = new StringBuilder();
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();
        streaming().chat(request(), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.append(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                done.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }
        });
        assertThat(done.get(Patience.SECONDS, TimeUnit.SECONDS).aiMessage().text())
                .isEqualTo(JSON);
        assertThat(pieces).hasToString(JSON);
    }

    @Test
    void subscribersGetTheJsonInPieces() throws Exception {
        StringBuilder pieces = new StringBuilder();
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();
        streaming().chat(request()).subscribe(new Flow.Subscriber<ChatModelStreamingEvent>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ChatModelStreamingEvent event) {
                if (event instanceof PartialResponse piece) {
                    pieces.append(piece.text());
                } else if (event instanceof CompleteResponse complete) {
                    done.complete(complete.chatResponse());
                }
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onComplete() {}
        });
        assertThat(done.get(Patience.SECONDS, TimeUnit.SECONDS).aiMessage().text())
                .isEqualTo(JSON);
        assertThat(pieces).hasToString(JSON);
    }

    private static String prompt(String template, IsothermChatRequestParameters.Builder parameters) {
        return Conversation.prompt(
                ChatFormat.of(template, Map.of()),
                Conversation.said(List.of(UserMessage.from("Klaus is 37."))),
                TemplateInputs.of(parameters.responseFormat(AGE).build()),
                () -> {});
    }

    private static IsothermChatRequestParameters.Builder telling(SchemaInPrompt how) {
        return IsothermChatRequestParameters.builder().schemaInPrompt(how);
    }

    @Test
    void eachWayOfTellingMakesAnotherPrompt() {
        String shape = prompt(Models.TEMPLATE, telling(SchemaInPrompt.SHAPE));
        assertThat(shape).contains("Shape: {\"age\": integer}\nText: Klaus is 37.\nJSON:");
        assertThat(prompt(Models.TEMPLATE, IsothermChatRequestParameters.builder()))
                .isEqualTo(shape);
        assertThat(prompt(Models.TEMPLATE, telling(SchemaInPrompt.SCHEMA)))
                .contains("[user] Klaus is 37.", "\"type\":\"integer\"")
                .doesNotContain("Shape:", "9223372036854775807");
        assertThat(prompt(Models.TEMPLATE, telling(SchemaInPrompt.NONE)))
                .isEqualTo("[user] Klaus is 37.\n[assistant] ");
    }

    @Test
    void theBuildersWayIsTheDefaultAndARequestsCountsOverIt() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering(JSON))
                .schemaInPrompt(SchemaInPrompt.NONE)
                .build();
        int bare = "[user] Klaus is 37.\n[assistant] ".length();
        assertThat(chat.chat(request()).tokenUsage().inputTokenCount()).isEqualTo(bare);
        ChatRequest asked = ChatRequest.builder()
                .messages(UserMessage.from("Klaus is 37."))
                .parameters(telling(SchemaInPrompt.SCHEMA).responseFormat(AGE).build())
                .build();
        assertThat(chat.chat(asked).tokenUsage().inputTokenCount()).isGreaterThan(bare);
        IsothermChatRequestParameters none = telling(SchemaInPrompt.NONE).build();
        IsothermChatRequestParameters schema = telling(SchemaInPrompt.SCHEMA).build();
        IsothermChatRequestParameters unset =
                IsothermChatRequestParameters.builder().build();
        assertThat(none.overrideWith(schema)).isEqualTo(schema).hasSameHashCodeAs(schema);
        assertThat(none.defaultedBy(schema)).isEqualTo(none).isNotEqualTo(schema);
        assertThat(none.overrideWith(unset)).isEqualTo(none);
        assertThat(none).asString().contains("schemaInPrompt=NONE");
    }

    @Test
    void aTemplateWithAPlaceForItIsGivenTheSchemaInstead() {
        String template = Models.TEMPLATE + "{{ response_format.type }} {{ response_format.json_schema.name }}"
                + " {{ response_format.json_schema.schema.required[0] }}";
        for (SchemaInPrompt how : SchemaInPrompt.values()) {
            assertThat(prompt(template, telling(how)))
                    .isEqualTo("[user] Klaus is 37.\n[assistant] json_schema Answer age");
        }
        assertThat(prompt(
                        template,
                        telling(SchemaInPrompt.SHAPE)
                                .templateVariables(Map.of(
                                        "response_format",
                                        Map.of("type", "mine", "json_schema", AGE_IN_OPENAIS_WORDS)))))
                .startsWith("[user] Klaus is 37.\n[assistant] mine");
    }

    @Test
    void theEstimatorCountsWhatTheModelIsTold() {
        try (LocalModel model = Models.answering(JSON);
                IsothermChatModel chat = IsothermChatModel.builder()
                        .model(model)
                        .defaultRequestParameters(IsothermChatRequestParameters.builder()
                                .responseFormat(AGE)
                                .build())
                        .build()) {
            assertThat(new IsothermTokenCountEstimator(model, chat.defaultRequestParameters())
                            .estimateTokenCountInMessages(List.of(UserMessage.from("Klaus is 37."))))
                    .isEqualTo(chat.chat(request()).tokenUsage().inputTokenCount());
        }
    }

    enum Color {
        RED,
        BLUE
    }

    record Person(String name, int age) {}

    record Everything(
            byte small,
            long big,
            float part,
            BigInteger huge,
            boolean sure,
            Color color,
            List<Person> people,
            Set<Color> colors,
            String[] words,
            Map<String, Object> map,
            LocalDate day,
            LocalDateTime moment) {}

    /** Integers may have as many digits as a Java long has, so that what is wide enough is always read. */
    record Wide(
            String name,
            long number,
            Double part,
            boolean sure,
            List<Color> colors,
            Map<String, Object> map,
            LocalDate day,
            LocalDateTime moment) {}

    interface Extractor {
        boolean isTrue(String text);

        Boolean boxed(String text);

        int number(String text);

        long longNumber(String text);

        double part(String text);

        BigDecimal decimal(String text);

        Color color(String text);

        List<String> words(String text);

        List<Person> people(String text);

        Set<Person> crowd(String text);

        Person person(String text);

        Everything everything(String text);

        Wide wide(String text);

        List<Wide> wides(String text);

        LocalDate day(String text);

        LocalTime time(String text);

        LocalDateTime moment(String text);
    }

    private static Object extracted(String answer, Function<Extractor, Object> call) {
        return call.apply(AiServices.create(Extractor.class, chat(answer)));
    }

    @Test
    void servicesReturnWhatTheModelSaid() {
        assertThat(extracted("{\"value\": true}", e -> e.isTrue("Text"))).isEqualTo(true);
        assertThat(extracted("{\"value\": false}", e -> e.boxed("Text"))).isEqualTo(false);
        assertThat(extracted("{\"value\": -7}", e -> e.number("Text"))).isEqualTo(-7);
        assertThat(extracted("{\"value\": 12345678901}", e -> e.longNumber("Text")))
                .isEqualTo(12_345_678_901L);
        assertThat(extracted("{\"value\": -0.5}", e -> e.part("Text"))).isEqualTo(-0.5);
        assertThat(extracted("{\"value\": 1.25}", e -> e.decimal("Text"))).isEqualTo(new BigDecimal("1.25"));
        assertThat(extracted("{\"value\": \"BLUE\"}", e -> e.color("Text"))).isEqualTo(Color.BLUE);
        assertThat(extracted("{\"values\": [\"a\", \"b\"]}", e -> e.words("Text")))
                .isEqualTo(List.of("a", "b"));
        String two = "{\"values\": [{\"name\": \"Ada\", \"age\": 36}, {\"name\": \"Bob\", \"age\": 7}]}";
        assertThat(extracted(two, e -> e.people("Text")))
                .isEqualTo(List.of(new Person("Ada", 36), new Person("Bob", 7)));
        assertThat(extracted(two, e -> e.crowd("Text"))).isEqualTo(Set.of(new Person("Ada", 36), new Person("Bob", 7)));
        assertThat(extracted("{\"name\": \"Ada\", \"age\": 36}", e -> e.person("Text")))
                .isEqualTo(new Person("Ada", 36));
    }

    @Test
    void fieldsOfEveryTypeAreRead() {
        Everything all = (Everything) extracted(
                "{\"small\": 1, \"big\": 9000000000, \"part\": 0.5, \"huge\": 12, \"sure\": true, \"color\": \"RED\","
                        + " \"people\": [{\"name\": \"Ada\", \"age\": 36}], \"colors\": [\"BLUE\"], \"words\": [\"w\"],"
                        + " \"map\": {\"k\": \"v\"}, \"day\": {\"year\": 1976, \"month\": 8, \"day\": 12},"
                        + " \"moment\": {\"date\": {\"year\": 1976, \"month\": 8, \"day\": 12}, \"time\": {\"hour\": 14,"
                        + " \"minute\": 43}}}",
                e -> e.everything("Text"));
        assertThat(all.big()).isEqualTo(9_000_000_000L);
        assertThat(all.people()).containsExactly(new Person("Ada", 36));
        assertThat(all.colors()).containsExactly(Color.BLUE);
        assertThat(all.words()).containsExactly("w");
        assertThat(all.map()).isEqualTo(Map.of("k", "v"));
        assertThat(all.day()).isEqualTo(LocalDate.of(1976, 8, 12));
        assertThat(all.moment()).isEqualTo(LocalDateTime.of(1976, 8, 12, 14, 43));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 60, 500})
    void whateverTheModelWantsAndHoweverFewTokensServicesReturn(int tokens) {
        Extractor extractor = AiServices.create(
                Extractor.class,
                IsothermChatModel.builder()
                        .model(Models.answering("No, [{9999-99-99"))
                        .maxOutputTokens(tokens)
                        .build());
        assertThat(extractor.wide("Text")).isNotNull();
        assertThat(extractor.wides("Text")).isNotNull();
        assertThat(extractor.color("Text")).isNotNull();
    }

    @Test
    void datesAndTimesAreReturnedThoughLangChain4jHasNoSchemaForThem() {
        assertThat(extracted("1976-08-12", e -> e.day("Text"))).isEqualTo(LocalDate.of(1976, 8, 12));
        assertThat(extracted("14:43:00", e -> e.time("Text"))).isEqualTo(LocalTime.of(14, 43));
        assertThat(extracted("1976-08-12T14:43:00", e -> e.moment("Text")))
                .isEqualTo(LocalDateTime.of(1976, 8, 12, 14, 43));
        for (String prose : List.of("On Monday.", "2023-02-30", "25:61:61", "1976-08-12, 14:43")) {
            assertThat(extracted(prose, e -> e.day("Text"))).isInstanceOf(LocalDate.class);
            assertThat(extracted(prose, e -> e.time("Text"))).isInstanceOf(LocalTime.class);
            assertThat(extracted(prose, e -> e.moment("Text"))).isInstanceOf(LocalDateTime.class);
        }
    }

    @Test
    void aConstraintOfTheUsersCountsOverAFormatInstruction() {
        String asked = "When?\nYou must answer strictly in the following format: yyyy-MM-dd";
        IsothermChatRequestParameters own = IsothermChatRequestParameters.builder()
                .sampling(SamplingSettings.of(new ChoiceConstraint(List.of("never", "now"))))
                .build();
        assertThat(chat("now")
                        .chat(ChatRequest.builder()
                                .messages(UserMessage.from(asked))
                                .parameters(own)
                                .build())
                        .aiMessage()
                        .text())
                .isEqualTo("now");
        assertThat(chat("now").chat(asked)).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        assertThat(chat("now").chat(asked + " or so")).isEqualTo("now");
    }
}
