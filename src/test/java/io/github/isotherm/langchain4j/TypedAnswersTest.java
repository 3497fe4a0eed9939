package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.structured.Description;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.output.OutputParsingException;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        return RequestInputs.of(parameters.responseFormat(AGE).build())
                .prompt(
                        ChatFormat.of(template, Map.of()),
                        Conversation.said(List.of(UserMessage.from("Klaus is 37."))),
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
        assertThat(extracted("{\"value\": 12345678901}", e -> e.longNumber("12,345,678,901 stars")))
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
                e -> e.everything("9000000000 of them"));
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

    private static final String FOR_EVER = "{\"values\": [" + "\"a\", ".repeat(1_000);

    private static ChatResponse words(IsothermChatModel.Builder chat, ResponseFormat format) {
        return chat.build()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Words?"))
                        .responseFormat(format)
                        .build());
    }

    private static ResponseFormat listOfWords() {
        return ResponseSchemaTest.format(JsonObjectSchema.builder()
                .addProperty(
                        "values",
                        JsonArraySchema.builder().items(new JsonStringSchema()).build())
                .required("values")
                .build());
    }

    @Test
    void aListThatNobodyBoundsIsClosedWithin2048Tokens() {
        ChatResponse answer = words(IsothermChatModel.builder().model(Models.answering(FOR_EVER)), listOfWords());
        assertThat(answer.tokenUsage().outputTokenCount()).isBetween(2_000, 2_048);
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.aiMessage().text()).endsWith("]}");
        ChatResponse object = words(
                IsothermChatModel.builder().model(Models.answering(FOR_EVER)),
                ResponseFormat.builder().type(ResponseFormatType.JSON).build());
        assertThat(object.tokenUsage().outputTokenCount()).isBetween(2_000, 2_048);
        assertThat(object.aiMessage().text()).endsWith("]}");
        assertThat(extracted(FOR_EVER, e -> e.words("Text")))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThan(50);
    }

    @Test
    void boundsThatAreGivenAndAnswersOfTextHaveNoSuchBound() {
        ChatResponse longer = words(
                IsothermChatModel.builder().model(Models.answering(FOR_EVER)).maxOutputTokens(3_000), listOfWords());
        assertThat(longer.tokenUsage().outputTokenCount()).isBetween(2_950, 3_000);
        assertThat(longer.aiMessage().text()).endsWith("]}");
        IsothermChatModel chat =
                IsothermChatModel.builder().model(Models.answering(FOR_EVER)).build();
        assertThat(chat.chat("Words?")).isEqualTo(FOR_EVER);
    }

    @Test
    void aContextShorterThanTheBoundClosesListsToo() {
        int[] said = new ByteCodec().encode(FOR_EVER);
        int[] prompt = {0};
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 700, sequence -> {
            prompt[0] = prompt[0] == 0 ? sequence.size() : prompt[0];
            float[] logits = new float[ByteCodec.SIZE];
            logits[said[sequence.size() - prompt[0]]] = 100;
            return logits;
        });
        ChatResponse answer = words(
                IsothermChatModel.builder().model(Models.over(model)).schemaInPrompt(SchemaInPrompt.NONE),
                listOfWords());
        assertThat(answer.tokenUsage().totalTokenCount()).isBetween(650, 701);
        assertThat(answer.aiMessage().text()).endsWith("]}");
    }

    record Counted(int number) {}

    record Timed(@Description("a long, in ms") long time) {}

    interface Counter {
        Counted counted(String text);

        Timed timed(String text);
    }

    private static Counter counter(String answer) {
        return AiServices.create(Counter.class, chat(answer));
    }

    @Test
    void integersAreIntsUnlessADescriptionOrTheConversationSpeaksOfLargerOnes() {
        Counter counter = counter("{\"number\": 12345678901}");
        assertThat(counter.counted("Text").number()).isBetween(100_000_000, Integer.MAX_VALUE);
        assertThatThrownBy(() -> counter.counted("12345678901")).isInstanceOf(OutputParsingException.class);
        assertThat(counter("{\"time\": 12345678901}").timed("Text").time()).isEqualTo(12_345_678_901L);
        assertThat(extracted("{\"value\": 5000000000}", e -> e.longNumber("Five billion")))
                .isEqualTo(5_000_000_000L);
        assertThat((long) extracted("{\"value\": 5000000000}", e -> e.longNumber("Five")))
                .isLessThanOrEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void longsGoAsFarAsJavas() {
        String text = "9,223,372,036,854,775,807 grains";
        assertThat(extracted("{\"value\": 9223372036854775807}", e -> e.longNumber(text)))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(extracted("{\"value\": 9223372036854775808}", e -> e.longNumber(text)))
                .isInstanceOf(Long.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2147483647; INT",
                "2147483648; LONG",
                "0000000000000000001; INT",
                "call 0170-1234567; INT",
                "call +49 170 1234567; LONG",
                "3.000.000.000 Euro; LONG",
                "3 000 000 000 €; LONG",
                "12, 13, 14, 15, 16, 17; INT",
                "on 12 August 1976 at 14:43; INT",
                "drei Milliarden; LONG",
                "a million; INT"
            })
    void numbersOfTheTextSayHowLargeIntegersMayBe(String text, IntegerRange range) {
        assertThat(IntegerRange.of(List.of(SystemMessage.from("Be kind."), UserMessage.from(text))))
                .isEqualTo(range);
        assertThat(IntegerRange.of(List.of(SystemMessage.from(text), UserMessage.from("Hi"))))
                .isEqualTo(range);
    }
}
