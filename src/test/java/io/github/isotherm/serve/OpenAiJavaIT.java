package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.wire.ListenAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * OpenAI's own client for Java. It checks each answer against its form before it hands it on, but for what that has no room for:
 * the nulls that OpenAI's service writes too, see decisions/completions.md.
 */
@Timeout(Patience.SECONDS)
@SuppressWarnings("deprecation") // seed: OpenAI does not keep its promise, the server does
class OpenAiJavaIT {
    private static final String KEY = "a-key-of-24-characters--";
    private static final String BUNDLED = ChatModelServer.BUNDLED;
    private static final String PROMPT = "This is a wonderful";

    private static final ChatModelServer SERVER =
            new ChatModelServer(ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0), List.of(KEY)));
    private static final OpenAIClient CLIENT = client(KEY, true);
    private static final OpenAIClient USUAL = client(KEY, false);

    @AfterAll
    static void close() {
        CLIENT.close();
        USUAL.close();
        SERVER.close();
    }

    private static OpenAIClient client(String key, boolean checks) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(SERVER.address())
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(checks)
                .timeout(Duration.ofSeconds(Patience.SECONDS))
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private static ChatCompletion answer(ChatCompletionCreateParams.Builder asked) {
        return CLIENT.chat().completions().create(asked.build());
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    private static CompletionCreateParams.Builder completion() {
        return CompletionCreateParams.builder()
                .model(BUNDLED)
                .prompt(PROMPT)
                .temperature(0)
                .maxTokens(4);
    }

    @Test
    void aChatIsTheLibrarysOwn() {
        ChatCompletion answer = answer(chat(BUNDLED, "Tell me a story.")
                .addSystemMessage("Be brief.")
                .temperature(1.2)
                .seed(7)
                .maxCompletionTokens(16));
        try (LocalModel alone = LocalModel.openBundled()) {
            String prompt = alone.chatFormat()
                    .prompt(
                            List.of(
                                    Map.of("role", "user", "content", "Tell me a story."),
                                    Map.of("role", "system", "content", "Be brief.")),
                            List.of());
            CompletionOptions options =
                    CompletionOptions.defaults().temperature(1.2).seed(7L).maxTokens(16);
            assertThat(text(answer)).isEqualTo(alone.complete(prompt, options).text());
            assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(alone.encode(prompt).length);
        }
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(16);
        assertThat(answer.model()).isEqualTo(BUNDLED);
    }

    @Test
    void aStreamIsTheWholeAnswerInPieces() {
        ChatCompletionCreateParams.Builder asked = chat(BUNDLED, "Name a colour.")
                .temperature(1)
                .seed(3)
                .maxCompletionTokens(12)
                .logprobs(true);
        ChatCompletion whole = answer(asked);
        ChatCompletionAccumulator pieces = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> stream = CLIENT.chat()
                .completions()
                .createStreaming(asked.streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            stream.stream().peek(pieces::accumulate).forEach(chunks::add);
        }
        ChatCompletion joined = pieces.chatCompletion();
        assertThat(chunks).hasSizeGreaterThan(3);
        assertThat(text(joined)).isEqualTo(text(whole));
        assertThat(joined.usage()).isEqualTo(whole.usage());
        assertThat(joined.choices().get(0).finishReason())
                .isEqualTo(whole.choices().get(0).finishReason());
        assertThat(logprobs(joined)).isEqualTo(logprobs(whole)).hasSize(12);
    }

    private static List<Double> logprobs(ChatCompletion answer) {
        return answer.choices().get(0).logprobs().orElseThrow().content().orElseThrow().stream()
                .map(ChatCompletionTokenLogprob::logprob)
                .toList();
    }

    /** A class as the client makes a schema of it. */
    @JsonClassDescription("A person")
    static class Person {
        public String name;
        public int age;
        public List<String> languages;
    }

    @Test
    void aClassIsTheFormOfAnAnswer() {
        Person person = CLIENT.chat()
                .completions()
                .create(chat(BUNDLED, "Anna is 31 years old and speaks German and French.")
                        .temperature(0)
                        .maxCompletionTokens(100)
                        .responseFormat(Person.class)
                        .build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
        assertThat(person.name).isEqualTo("Anna");
        assertThat(person.age).isEqualTo(31);
        assertThat(person.languages).isNotNull();
    }

    /** A class as the client makes a tool of it. */
    @JsonClassDescription("Tells the weather")
    static class Weather {
        public String city;
        public boolean celsius;
    }

    /** Another tool. */
    @JsonClassDescription("Tells the time")
    static class Clock {
        public String country;
    }

    @Test
    void aClassIsAToolAndItsCallIsOfTheClass() {
        ChatCompletionCreateParams.Builder asked = chat(BUNDLED, "What is the weather in Rome?")
                .temperature(0)
                .maxCompletionTokens(100)
                .addTool(Weather.class)
                .addTool(Clock.class)
                .toolChoice(ChatCompletionNamedToolChoice.builder()
                        .function(ChatCompletionNamedToolChoice.Function.builder()
                                .name("Weather")
                                .build())
                        .build());
        ChatCompletion.Choice choice = answer(asked).choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageToolCall call =
                choice.message().toolCalls().orElseThrow().get(0);
        assertThat(call.asFunction().function().name()).isEqualTo("Weather");
        assertThat(call.asFunction().function().arguments(Weather.class).city).isEqualTo("Rome");
        ChatCompletionAccumulator pieces = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                CLIENT.chat().completions().createStreaming(asked.build())) {
            stream.stream().forEach(pieces::accumulate);
        }
        assertThat(pieces.chatCompletion()
                        .choices()
                        .get(0)
                        .message()
                        .toolCalls()
                        .orElseThrow()
                        .get(0)
                        .asFunction()
                        .function()
                        .arguments())
                .isEqualTo(call.asFunction().function().arguments());
    }

    @Test
    void logprobsOfACompletionAreTheLogSoftmaxOfTheModel() {
        CompletionChoice choice = CLIENT.completions()
                .create(completion().logprobs(2).build())
                .choices()
                .get(0);
        assertThat(choice.text()).isEqualTo(" example of how the");
        assertThat(choice.finishReason()).isEqualTo(CompletionChoice.FinishReason.LENGTH);
        CompletionChoice.Logprobs logprobs = choice.logprobs().orElseThrow();
        assertThat(logprobs.tokens().orElseThrow()).containsExactly(" example", " of", " how", " the");
        assertThat(logprobs.textOffset().orElseThrow()).containsExactly(0L, 8L, 11L, 15L);
        Map<String, Double> first = numbers(logprobs.topLogprobs().orElseThrow().get(0));
        assertThat(first).containsOnlyKeys(" example", " thing");
        try (LocalModel alone = LocalModel.openBundled()) {
            float[] logits = alone.logits(alone.encode(PROMPT));
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            int example = alone.encodeAfter(alone.encode(PROMPT), " example")[0];
            assertThat(first.get(" example")).isCloseTo(logits[example] - Math.log(sum), within(1e-6));
        }
        assertThat(logprobs.tokenLogprobs().orElseThrow().get(0)).isEqualTo(first.get(" example"));
    }

    private static Map<String, Double> numbers(CompletionChoice.Logprobs.TopLogprob tokens) {
        Map<String, Double> numbers = new HashMap<>();
        tokens._additionalProperties().forEach((token, value) -> numbers.put(token, value.convert(Double.class)));
        return numbers;
    }

    /** Nothing stands before the first token, so that it has no number. */
    @Test
    void anEchoScoresThePrompt() {
        CompletionChoice choice = USUAL.completions()
                .create(completion().maxTokens(0).echo(true).logprobs(1).build())
                .choices()
                .get(0);
        assertThat(choice.text()).isEqualTo(PROMPT);
        assertThat(choice.logprobs().orElseThrow().tokens().orElseThrow())
                .containsExactly("This", " is", " a", " wonderful");
        List<Double> numbers = choice.logprobs().orElseThrow().tokenLogprobs().orElseThrow();
        assertThat(numbers).hasSize(4).first().isNull();
        assertThat(numbers.subList(1, 4)).allMatch(number -> number < 0);
    }

    @Test
    void aStreamedCompletionIsTheWholeOne() {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<Completion> stream =
                USUAL.completions().createStreaming(completion().build())) {
            stream.stream().forEach(piece -> piece.choices().forEach(choice -> text.append(choice.text())));
        }
        assertThat(text).hasToString(" example of how the");
    }

    @Test
    void isothermsOwnFieldsAreTakenAndOthersRefused() {
        ChatCompletionCreateParams.Builder asked =
                chat(BUNDLED, "Tell me a story.").temperature(1.8).seed(1).maxCompletionTokens(12);
        String hot = text(answer(asked));
        String greedy = text(answer(asked.putAdditionalBodyProperty("min_p", JsonValue.from(1.0))));
        assertThat(greedy)
                .isNotEqualTo(hot)
                .isEqualTo(text(
                        answer(chat(BUNDLED, "Tell me a story.").temperature(0).maxCompletionTokens(12))));
        BadRequestException refused = catchThrowableOfType(
                BadRequestException.class,
                () -> answer(chat(BUNDLED, "Hi").putAdditionalBodyProperty("min_q", JsonValue.from(1.0))));
        assertThat(refused.param()).contains("min_q");
        assertThat(refused.code()).contains("unknown_parameter");
        assertThat(refused.type()).contains("invalid_request_error");
    }

    @Test
    void errorsAreOfTheirClasses() {
        BadRequestException range = catchThrowableOfType(
                BadRequestException.class, () -> answer(chat(BUNDLED, "Hi").temperature(-1)));
        assertThat(range.param()).contains("temperature");
        assertThat(range).hasMessageContaining("temperature is -1");
        NotFoundException model = catchThrowableOfType(NotFoundException.class, () -> answer(chat("gpt-5", "Hi")));
        assertThat(model.code()).contains("model_not_found");
        assertThat(model.param()).contains("model");
        assertThatThrownBy(() -> CLIENT.models().retrieve("gpt-5")).isInstanceOf(NotFoundException.class);
        OpenAIClient stranger = client("another-key-of-24-letters", true);
        UnauthorizedException key = catchThrowableOfType(
                UnauthorizedException.class, () -> stranger.models().list());
        stranger.close();
        assertThat(key.code()).contains("invalid_api_key");
        for (String path : List.of("responses", "embeddings")) {
            assertThatThrownBy(() -> notServed(path))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("not served");
        }
        assertThatThrownBy(() -> answer(chat(ChatModelServer.FAILING, "Hi")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The weights are gone");
    }

    private static Object notServed(String path) {
        return path.equals("responses")
                ? CLIENT.responses()
                        .create(com.openai.models.responses.ResponseCreateParams.builder()
                                .model(BUNDLED)
                                .input("Hi")
                                .build())
                : CLIENT.embeddings()
                        .create(com.openai.models.embeddings.EmbeddingCreateParams.builder()
                                .model(BUNDLED)
                                .input("Hi")
                                .build());
    }

    @Test
    void modelsAreListedAndFound() {
        assertThat(CLIENT.models().list().data()).extracting(Model::id).contains(BUNDLED, ChatModelServer.ANOTHER);
        assertThat(CLIENT.models().retrieve(BUNDLED).ownedBy()).isEqualTo("isotherm");
    }

    @Test
    void aStreamThatFailsInItsMiddleTellsItsError() {
        List<String> pieces = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> stream = CLIENT.chat()
                .completions()
                .createStreaming(chat(ChatModelServer.FAILING_LATE, "Hi").build())) {
            OpenAIServiceException failure = catchThrowableOfType(
                    OpenAIServiceException.class,
                    () -> stream.stream().forEach(piece -> {
                        piece.choices().get(0).delta().content().ifPresent(pieces::add);
                        if (pieces.contains("x")) {
                            SERVER.seen.countDown();
                        }
                    }));
            assertThat(failure).isInstanceOf(SseException.class).hasMessageContaining("The weights are gone");
            assertThat(failure.type()).contains("server_error");
        }
        assertThat(pieces).contains("x");
    }

    @Test
    void aStreamThatIsClosedEarlyFreesTheModel() {
        try (StreamResponse<ChatCompletionChunk> stream = CLIENT.chat()
                .completions()
                .createStreaming(chat(BUNDLED, "Tell me a long story.")
                        .maxCompletionTokens(7000)
                        .putAdditionalBodyProperty("ignore_eos", JsonValue.from(true))
                        .build())) {
            Iterator<ChatCompletionChunk> pieces = stream.stream().iterator();
            pieces.next();
            assertThat(SERVER.running()).isEqualTo(1);
        }
        Patience.until(() -> SERVER.running() == 0);
        assertThat(SERVER.lines).anyMatch(line -> line.contains("finish=client_left"));
    }
}
