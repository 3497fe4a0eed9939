package io.github.isotherm.wire.openai.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.DeadlineException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.openai.InvalidRequestException;
import io.github.isotherm.wire.openai.LogprobsMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats in OpenAI's form, whole and in pieces; every answer is judged by OpenAI's own schemas. A token is a byte. */
@Timeout(Patience.SECONDS)
class ChatEndpointTest {
    private static final String HI = "\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]";
    private static final String WEATHER = """
            "tools": [{"type": "function", "function": {"name": "weather", "description": "Tells the weather.",
              "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}},
              {"type": "function", "function": {"name": "now"}}]""";
    private static final String CALL =
            "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}</tool_call>";

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicInteger ids = new AtomicInteger();
    private LogprobsMode mode = LogprobsMode.RAW;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private RecordedChat ask(LocalModel model, String... fields) {
        RecordedChat exchange = new RecordedChat("{" + String.join(", ", fields) + "}");
        endpoint(model).handle(exchange);
        return exchange;
    }

    private ChatEndpoint endpoint(LocalModel model) {
        return new ChatEndpoint(
                (name, exchange) -> new ServedModel("served", model),
                executor,
                ProcessorCatalog.standard(),
                mode,
                new AnswerIds(() -> "x" + ids.incrementAndGet(), () -> Instant.ofEpochSecond(1_800_000_000)));
    }

    private JsonNode reply(LocalModel model, String... fields) {
        JsonNode reply = ask(model, fields).reply();
        ChatSchemas.assertReply(reply);
        return reply;
    }

    private List<JsonNode> chunks(LocalModel model, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("\"stream\": true");
        List<JsonNode> chunks = ask(model, all.toArray(String[]::new)).chunks();
        assertThat(chunks).isNotEmpty().allSatisfy(ChatSchemas::assertChunk);
        return chunks;
    }

    private static LocalModel saying(String text) {
        return ScriptedChats.over(ScriptedChats.wanting(text), ScriptedChats.PLAIN);
    }

    private static LocalModel withTools(String text) {
        return ScriptedChats.over(ScriptedChats.wanting(text), ScriptedChats.WITH_TOOLS);
    }

    private static LocalModel rambling() {
        return ScriptedChats.over(ScriptedChats.rambling(), ScriptedChats.PLAIN);
    }

    private static JsonNode message(JsonNode reply) {
        return reply.at("/choices/0/message");
    }

    private static String text(JsonNode reply) {
        return message(reply).get("content").asText();
    }

    /** The pieces of a field of all deltas of a sample, together. */
    private static String joined(List<JsonNode> chunks, int index, String pointer) {
        StringBuilder all = new StringBuilder();
        for (JsonNode chunk : chunks) {
            for (JsonNode choice : chunk.get("choices")) {
                if (choice.get("index").asInt() == index) {
                    all.append(choice.at("/delta" + pointer).asText(""));
                }
            }
        }
        return all.toString();
    }

    private static List<JsonNode> logprobs(List<JsonNode> choices) {
        return choices.stream()
                .flatMap(choice ->
                        StreamSupport.stream(choice.at("/logprobs/content").spliterator(), false))
                .toList();
    }

    private static List<JsonNode> choices(List<JsonNode> chunks) {
        return chunks.stream()
                .flatMap(chunk -> StreamSupport.stream(chunk.get("choices").spliterator(), false))
                .toList();
    }

    @Test
    void answersWhole() {
        JsonNode reply = reply(saying("Hello, wörld"), HI, "\"seed\": 7");
        assertThat(text(reply)).isEqualTo("Hello, wörld");
        assertThat(message(reply).get("role").asText()).isEqualTo("assistant");
        assertThat(message(reply).get("refusal").isNull()).isTrue();
        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(reply.at("/choices/0/logprobs").isNull()).isTrue();
        assertThat(reply.get("usage").toString())
                .isEqualTo("{\"prompt_tokens\":22,\"completion_tokens\":13,\"total_tokens\":35}");
        assertThat(reply.get("id").asText()).isEqualTo("chatcmpl-x1");
        assertThat(reply.get("created").asLong()).isEqualTo(1_800_000_000);
        assertThat(reply.get("model").asText()).isEqualTo("served");
        assertThat(reply.get("seed").asLong()).isEqualTo(7);
        assertThat(reply.get("object").asText()).isEqualTo("chat.completion");
    }

    @Test
    void answersInPieces() {
        List<JsonNode> chunks = chunks(saying("Hello, wörld"), HI);
        assertThat(chunks.get(0).at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(joined(chunks, 0, "/content")).isEqualTo("Hello, wörld");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.at("/choices/0/delta").isEmpty()).isTrue();
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(
                        chunk -> assertThat(chunk.at("/choices/0/finish_reason").isNull())
                                .isTrue());
        assertThat(chunks).extracting(chunk -> chunk.get("id").asText()).containsOnly("chatcmpl-x1");
    }

    @Test
    void endsWhereTheTokensEnd() {
        JsonNode reply = reply(saying("Hello"), HI, "\"max_tokens\": 2");
        assertThat(text(reply)).isEqualTo("He");
        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(text(reply(saying("Hello"), HI, "\"max_completion_tokens\": 3")))
                .isEqualTo("Hel");
        assertThat(text(reply(saying("Hello"), HI, "\"stop\": [\"lo\"]"))).isEqualTo("Hel");
    }

    @Test
    void samplesWhatTheLibrarySamples() {
        String fields = "\"seed\": 3, \"max_tokens\": 40, \"temperature\": 0.9, \"top_k\": 50";
        LocalModel model = rambling();
        String expected = model.complete(
                        model.encode("[user] Hi\n[assistant] "),
                        CompletionOptions.defaults()
                                .seed(3L)
                                .maxTokens(40)
                                .temperature(0.9)
                                .topK(50),
                        GenerationListener.NONE,
                        new Cancellation())
                .text();
        assertThat(text(reply(rambling(), HI, fields))).isEqualTo(expected).hasSize(40);
        assertThat(joined(chunks(rambling(), HI, fields), 0, "/content")).isEqualTo(expected);
        assertThat(text(reply(rambling(), HI, "\"seed\": 4, \"max_tokens\": 40")))
                .isNotEqualTo(expected);
    }

    @Test
    void theSeedThatWasChosenGivesTheSameAgain() {
        JsonNode some = reply(rambling(), HI, "\"max_tokens\": 20");
        String seed = "\"seed\": " + some.get("seed").asLong();
        assertThat(text(reply(rambling(), HI, "\"max_tokens\": 20", seed))).isEqualTo(text(some));
        JsonNode chunk = chunks(rambling(), HI, "\"max_tokens\": 20", seed).get(0);
        assertThat(chunk.get("seed")).isEqualTo(some.get("seed"));
    }

    @Test
    void logprobsAloneAreLegalAndOfChatsOwnForm() {
        JsonNode logprobs = reply(saying("Hö"), HI, "\"logprobs\": true").at("/choices/0/logprobs");
        assertThat(logprobs.get("refusal").isNull()).isTrue();
        assertThat(logprobs.get("content"))
                .hasSize(3)
                .allSatisfy(token -> assertThat(token.get("top_logprobs")).isEmpty());
        assertThat(logprobs.at("/content/0").get("token").asText()).isEqualTo("H");
        assertThat(logprobs.at("/content/0").get("bytes").toString()).isEqualTo("[72]");
        assertThat(logprobs.at("/content/1").get("bytes").toString()).isEqualTo("[195]");
    }

    /** The logits of the script are 100 for what it wants, and id mod 7 for the other 255. */
    private static double raw(int wanted) {
        double others = 0;
        for (int id = 0; id < 256; id++) {
            others += id == wanted ? 0 : Math.exp(id % 7 - 100.0);
        }
        return -Math.log1p(others);
    }

    @Test
    void logprobsAreTheModelsOwnWhateverTheTemperature() {
        String fields = "\"logprobs\": true, \"top_logprobs\": 3, \"temperature\": 0";
        JsonNode token = reply(saying("a"), HI, fields).at("/choices/0/logprobs/content/0");
        assertThat(token.get("logprob").asDouble()).isCloseTo(raw('a'), within(1e-12));
        assertThat(token.get("top_logprobs")).hasSize(3);
        assertThat(token.at("/top_logprobs/0/token").asText()).isEqualTo("a");
        assertThat(token.at("/top_logprobs/1/logprob").asDouble()).isCloseTo(6 - 100 + raw('a'), within(1e-6));
    }

    @Test
    void logprobsOfTheDistributionDrawnFromAreToldWhereAskedFor() {
        String fields = "\"logprobs\": true, \"top_logprobs\": 2, \"top_k\": 1";
        String processed = "\"logprobs_mode\": \"processed\"";
        JsonNode token = reply(saying("a"), HI, fields, processed).at("/choices/0/logprobs/content/0");
        assertThat(token.get("logprob").asDouble()).isZero();
        assertThat(token.get("top_logprobs")).hasSize(1);
        assertThat(token.at("/top_logprobs/0/token").asText()).isEqualTo("a");
        mode = LogprobsMode.PROCESSED;
        assertThat(reply(saying("a"), HI, fields).at("/choices/0/logprobs/content/0"))
                .isEqualTo(token);
    }

    @Test
    void allowedProbabilitiesSumToOne() {
        JsonNode reply = reply(
                rambling(),
                HI,
                "\"regex\": \"[a-f]{4}\", \"temperature\": 1.7, \"seed\": 1, \"logprobs\": true, \"top_logprobs\": 6",
                "\"logprobs_mode\": \"processed\"");
        assertThat(text(reply)).matches("[a-f]{4}");
        for (JsonNode token : reply.at("/choices/0/logprobs/content")) {
            double sum = 0;
            for (JsonNode one : token.get("top_logprobs")) {
                sum += Math.exp(one.get("logprob").asDouble());
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello, wörld", "<think>Hm.</think>So.", CALL})
    void logprobsInPiecesAreThoseOfTheWhole(String said) {
        String fields = "\"logprobs\": true, \"top_logprobs\": 2";
        List<JsonNode> whole =
                logprobs(List.of(reply(withTools(said), HI, WEATHER, fields).at("/choices/0")));
        List<JsonNode> pieces = logprobs(choices(chunks(withTools(said), HI, WEATHER, fields)));
        assertThat(pieces).isEqualTo(whole).isNotEmpty();
    }

    @Test
    void usageComesOnceAndLastWhereAskedFor() {
        List<JsonNode> chunks = chunks(saying("Hello"), HI, "\"stream_options\": {\"include_usage\": true}");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.get("choices")).isEmpty();
        assertThat(last.get("usage").toString())
                .isEqualTo("{\"prompt_tokens\":22,\"completion_tokens\":5,\"total_tokens\":27}");
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\": 1", "\"stream_options\": {}", "\"stream_options\": {\"include_usage\": false}"})
    void usageIsInNoPieceWhereNotAskedFor(String field) {
        assertThat(chunks(saying("Hello"), HI, field)).noneMatch(chunk -> chunk.has("usage"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void schemasHoldInStreamsToo(boolean strict) {
        String format =
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"age\", \"strict\": "
                        + strict
                        + ", \"schema\": {\"type\": \"object\", \"properties\": {\"age\": {\"type\": \"integer\"}}, \"required\":"
                        + " [\"age\"]}}}";
        String streamed = joined(chunks(rambling(), HI, format, "\"seed\": 1"), 0, "/content");
        JsonNode age = RecordedChat.json(streamed).get("age");
        assertThat(age.isIntegralNumber()).as(streamed).isTrue();
        assertThat(text(reply(rambling(), HI, format, "\"seed\": 1"))).isEqualTo(streamed);
    }

    @Test
    void anyObjectHoldsToo() {
        String format = "\"response_format\": {\"type\": \"json_object\"}, \"max_tokens\": 60, \"seed\": 1";
        assertThat(text(reply(rambling(), HI, format)).strip()).startsWith("{");
        assertThat(text(reply(saying("Hello"), HI, "\"response_format\": {\"type\": \"text\"}")))
                .isEqualTo("Hello");
    }

    @Test
    void theSchemaIsToldAsAskedFor() {
        String format =
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"age\", \"schema\":"
                        + " {\"type\": \"object\", \"properties\": {\"age\": {\"const\": 1}}, \"required\": [\"age\"]}}}";
        ScriptedModel none = ScriptedChats.wanting("x");
        reply(ScriptedChats.over(none, ScriptedChats.PLAIN), HI, format, "\"schema_in_prompt\": \"none\"");
        assertThat(ScriptedChats.fed(none)).startsWith("[user] Hi\n[assistant] ");
        ScriptedModel told = ScriptedChats.wanting("x");
        reply(ScriptedChats.over(told, ScriptedChats.PLAIN), HI, format);
        assertThat(ScriptedChats.fed(told)).contains("Shape: ");
    }

    @Test
    void callsComeWhole() {
        JsonNode reply = reply(withTools("I look. " + CALL), HI, WEATHER);
        assertThat(text(reply)).isEqualTo("I look.");
        assertThat(message(reply).at("/tool_calls/0/function").toString())
                .isEqualTo("{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}");
        assertThat(message(reply).at("/tool_calls/0/id").asText()).isEqualTo("call_x2");
        assertThat(message(reply).at("/tool_calls/0/type").asText()).isEqualTo("function");
        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(message(reply(withTools(CALL), HI, WEATHER)).get("content").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I look. "})
    void callsInPiecesAreThoseOfTheWhole(String before) {
        String said = before + CALL + CALL.replace("Rome", "Köln");
        JsonNode whole = message(reply(withTools(said), HI, WEATHER));
        List<JsonNode> chunks = chunks(withTools(said), HI, WEATHER);
        List<JsonNode> calls = choices(chunks).stream()
                .map(choice -> choice.at("/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
        for (int index = 0; index < 2; index++) {
            int number = index;
            List<JsonNode> own = calls.stream()
                    .filter(call -> call.get("index").asInt() == number)
                    .toList();
            assertThat(own.get(0).get("id").asText()).startsWith("call_");
            assertThat(own.get(0).get("type").asText()).isEqualTo("function");
            assertThat(own.get(0).at("/function/name").asText()).isEqualTo("weather");
            assertThat(own.stream().skip(1))
                    .noneMatch(call -> call.has("id") || call.at("/function").has("name"));
            StringBuilder arguments = new StringBuilder();
            own.forEach(call -> arguments.append(call.at("/function/arguments").asText()));
            assertThat(arguments)
                    .hasToString(whole.at("/tool_calls/" + index + "/function/arguments")
                            .asText());
        }
        assertThat(joined(chunks, 0, "/content"))
                .isEqualTo(whole.get("content").asText("").replace("null", ""));
        assertThat(chunks.get(chunks.size() - 1).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
    }

    @Test
    void oneCallIsAllWhereTheyAreNotParallel() {
        String said = CALL + CALL;
        String single = "\"parallel_tool_calls\": false";
        assertThat(message(reply(withTools(said), HI, WEATHER)).get("tool_calls"))
                .hasSize(2);
        assertThat(message(reply(withTools(said), HI, WEATHER, single)).get("tool_calls"))
                .hasSize(1);
        String showsNoCall = ScriptedChats.PLAIN.replace("{{ reasoning_effort }}", "{{ tools | tojson }}");
        LocalModel unframed = ScriptedChats.over(ScriptedChats.wanting(said), showsNoCall);
        assertThat(message(reply(unframed, HI, WEATHER, single)).get("tool_calls"))
                .hasSize(1);
        assertThat(choices(chunks(unframed, HI, WEATHER, single)))
                .noneMatch(choice -> choice.at("/delta/tool_calls/0/index").asInt() > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"required\"; weather|now",
                "{\"type\": \"function\", \"function\": {\"name\": \"now\"}}; now",
                "\"none\"; -",
                "\"auto\"; -"
            })
    void theChoiceOfAToolIsHeld(String choice, String called) {
        JsonNode message = message(
                reply(withTools("Hello"), HI, WEATHER, "\"seed\": 1, \"max_tokens\": 200, \"tool_choice\": " + choice));
        assertThat(message.has("tool_calls")).isEqualTo(!called.equals("-"));
        if (!called.equals("-")) {
            assertThat(message.at("/tool_calls/0/function/name").asText()).matches(called);
        }
    }

    @Test
    void thinkingIsToldBesideTheText() {
        String said = "<think>Hm.</think>\n\nSo.";
        JsonNode message = message(reply(saying(said), HI));
        assertThat(message.get("reasoning_content").asText()).isEqualTo("Hm.");
        assertThat(message.get("content").asText()).isEqualTo("So.");
        List<JsonNode> chunks = chunks(saying(said), HI);
        assertThat(joined(chunks, 0, "/reasoning_content")).isEqualTo("Hm.");
        assertThat(joined(chunks, 0, "/content")).isEqualTo("So.");
    }

    @Test
    void severalSamplesHaveCommonRandomNumbers() {
        String fields = "\"n\": 3, \"seed\": 5, \"max_tokens\": 12";
        JsonNode reply = reply(rambling(), HI, fields);
        List<String> texts = new ArrayList<>();
        reply.get("choices")
                .forEach(choice -> texts.add(choice.at("/message/content").asText()));
        assertThat(texts).hasSize(3).doesNotHaveDuplicates();
        assertThat(texts.get(0)).isEqualTo(text(reply(rambling(), HI, "\"seed\": 5, \"max_tokens\": 12")));
        assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(36);
        assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(22);
        List<JsonNode> chunks = chunks(rambling(), HI, fields);
        for (int i = 0; i < 3; i++) {
            assertThat(joined(chunks, i, "/content")).isEqualTo(texts.get(i));
        }
    }

    @Test
    void developersSpeakAsTheSystemAndPartsAreLines() {
        ScriptedModel model = ScriptedChats.wanting("Yes");
        reply(
                ScriptedChats.over(model, ScriptedChats.PLAIN),
                "\"messages\": [{\"role\": \"developer\", \"content\": \"Be brief.\"}, {\"role\": \"user\", \"content\":"
                        + " [{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"text\", \"text\": \"b\"}]}]");
        assertThat(ScriptedChats.fed(model)).startsWith("[system] Be brief.\n[user] a\nb\n[assistant] ");
    }

    @Test
    void callsAndResultsGoBackThroughTheTemplate() {
        ScriptedModel model = ScriptedChats.wanting("Sunny");
        reply(
                ScriptedChats.over(model, ScriptedChats.WITH_TOOLS),
                "\"messages\": [{\"role\": \"user\", \"content\": \"?\"}, {\"role\": \"assistant\", \"content\": null,"
                        + " \"refusal\": null, \"annotations\": [], \"tool_calls\": [{\"id\": \"c\", \"type\": \"function\","
                        + " \"function\": {\"name\": \"weather\", \"arguments\": \"{\\\"city\\\": \\\"Rome\\\"}\"}}]},"
                        + " {\"role\": \"tool\", \"tool_call_id\": \"c\", \"content\": \"sunny\"}]",
                "\"max_tokens\": 1");
        assertThat(ScriptedChats.fed(model)).startsWith("(user) ?|(assistant) " + CALL + "|(tool) sunny|[assistant] ");
    }

    @Test
    void theEffortOfThinkingIsToldInTheTemplatesOwnWords() {
        ScriptedModel reads = ScriptedChats.wanting("x");
        reply(ScriptedChats.over(reads, ScriptedChats.PLAIN), HI, "\"reasoning_effort\": \"high\"");
        assertThat(ScriptedChats.fed(reads)).startsWith("[user] Hi\nhigh[assistant] ");
        ScriptedModel switches = ScriptedChats.wanting("x");
        reply(ScriptedChats.over(switches, ScriptedChats.WITH_TOOLS), HI, "\"reasoning_effort\": \"low\"");
        assertThat(ScriptedChats.fed(switches)).startsWith("(user) Hi|[think][assistant] ");
        ScriptedModel own = ScriptedChats.wanting("x");
        reply(
                ScriptedChats.over(own, ScriptedChats.WITH_TOOLS),
                HI,
                "\"chat_template_kwargs\": {\"enable_thinking\": true}");
        assertThat(ScriptedChats.fed(own)).startsWith("(user) Hi|[think][assistant] ");
        LocalModel neither = ScriptedChats.over(ScriptedChats.wanting("x"), "{{ messages[0].content }}[assistant] ");
        assertThatThrownBy(() -> ask(neither, HI, "\"reasoning_effort\": \"low\""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("reads neither that nor a switch of thinking");
    }

    @Test
    void timeThatIsOverIsAnError() {
        ScriptedModel slow = ScriptedChats.rambling();
        slow.inRun = () -> sleep(20);
        RecordedChat exchange =
                ask(ScriptedChats.over(slow, ScriptedChats.PLAIN), HI, "\"timeout\": 0.1, \"max_tokens\": 1000");
        assertThatThrownBy(exchange::reply)
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("100 ms");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLeavesEndsIt(boolean stream) {
        ScriptedModel slow = ScriptedChats.rambling();
        slow.inRun = () -> sleep(5);
        LocalModel model = ScriptedChats.over(slow, ScriptedChats.PLAIN);
        RecordedChat exchange = ask(model, HI, "\"stream\": " + stream);
        exchange.cancellation().cancel();
        assertThatThrownBy(exchange::reply).isInstanceOf(CancelledException.class);
        Patience.until(model::isIdle);
    }

    private static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
