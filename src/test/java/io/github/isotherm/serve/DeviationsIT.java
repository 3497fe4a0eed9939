package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.serve.RawConnection.Reply;
import io.github.isotherm.wire.ListenAddress;
import io.github.isotherm.wire.openai.endpoint.ChatSchemas;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where servers of OpenAI's form were reported to differ from it, with the bundled model over HTTP. In brackets the public
 * threads.
 */
@Timeout(Patience.SECONDS)
class DeviationsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHAT =
            "{\"messages\": [{\"role\": \"user\", \"content\": \"Name a colour.\"}], \"max_completion_tokens\": 6, \"seed\": 3, ";
    private static final String TEXT = "{\"prompt\": \"This is a wonderful\", \"max_tokens\": 5, \"seed\": 3, ";
    private static final String SCHEMA =
            "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"c\", "
                    + "\"strict\": true, \"schema\": {\"type\": \"object\", \"properties\": {\"colour\": {\"enum\": [\"red\", \"blue\"]}}, "
                    + "\"required\": [\"colour\"], \"additionalProperties\": false}}}";

    private final CompletableFuture<LocalModel> opened = new CompletableFuture<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private OpenAiServer server;
    private RawConnection connection;

    @BeforeEach
    void start() throws IOException {
        // room for one long text, so that a second one waits
        SchedulerOptions room = SchedulerOptions.defaults().withStateBytes(400L << 20);
        ModelSource source = ModelSource.of("bundled", LocalModel.bundledFolder(), () -> {
            opened.complete(
                    LocalModel.open(LocalModel.bundledFolder(), io.github.isotherm.EngineOptions.defaults(), room));
            return opened.join();
        });
        ServeOptions options = ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0));
        server = OpenAiServer.start(List.of(source), Long.MAX_VALUE, options, lines::add);
        connection = new RawConnection(server.port(), (int) Patience.MILLIS);
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        server.close();
    }

    private JsonNode completion(String body) throws IOException {
        return read(connection.post("/v1/completions", body));
    }

    private JsonNode chat(String fields) throws IOException {
        JsonNode reply = read(connection.post("/v1/chat/completions", CHAT + fields + "}"));
        ChatSchemas.assertReply(reply);
        return reply;
    }

    private static JsonNode read(Reply reply) throws IOException {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private List<JsonNode> chunks(String path, String body) throws IOException {
        Reply reply = connection.post(path, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<String> events = reply.events();
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        List<JsonNode> chunks = new java.util.ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            chunks.add(JSON.readTree(event));
        }
        return chunks;
    }

    private List<JsonNode> chatChunks(String fields) throws IOException {
        List<JsonNode> chunks = chunks("/v1/chat/completions", CHAT + fields + "}");
        chunks.forEach(ChatSchemas::assertChunk);
        return chunks;
    }

    private static List<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** [llama.cpp 27174, 8942, PR 15189; lm-eval 4158] */
    @Test
    void echoWithLogprobsTellsThoseOfThePrompt() throws IOException {
        JsonNode choice = completion(TEXT + "\"echo\": true, \"logprobs\": 2}").at("/choices/0");
        JsonNode logprobs = choice.get("logprobs");
        assertThat(choice.get("text").asText()).startsWith("This is a wonderful");
        assertThat(items(logprobs.get("tokens")).stream().map(JsonNode::asText).toList())
                .startsWith("This", " is", " a", " wonderful")
                .hasSize(9);
        List<JsonNode> values = items(logprobs.get("token_logprobs"));
        assertThat(values).hasSize(9);
        assertThat(values.get(0).isNull()).isTrue();
        assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
        for (int i = 1; i < values.size(); i++) {
            assertThat(values.get(i).asDouble()).isNegative();
            assertThat(logprobs.at("/top_logprobs/" + i).size()).isBetween(2, 3);
        }
        assertThat(items(logprobs.get("text_offset")).stream()
                        .map(JsonNode::asInt)
                        .toList())
                .startsWith(0, 4, 7, 9);
    }

    /** [llama.cpp 11346, llama-cpp-python 1787] */
    @Test
    void logprobsOfTextsAreTheOldObjectThoseOfChatsAList() throws IOException {
        JsonNode text = completion(TEXT + "\"logprobs\": 1}").at("/choices/0/logprobs");
        assertThat(text.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("tokens", "token_logprobs", "top_logprobs", "text_offset");
        JsonNode chat = chat("\"logprobs\": true, \"top_logprobs\": 2").at("/choices/0/logprobs");
        assertThat(chat.fieldNames()).toIterable().containsExactlyInAnyOrder("content", "refusal");
        assertThat(chat.at("/content/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("token", "logprob", "bytes", "top_logprobs");
        assertThat(chat.at("/content/0/top_logprobs")).hasSize(2);
    }

    /** [vLLM 4795] */
    @Test
    void chatsMayAskForLogprobsWithoutOthersBesideThem() throws IOException {
        for (JsonNode token : chat("\"logprobs\": true").at("/choices/0/logprobs/content")) {
            assertThat(token.get("top_logprobs")).isEmpty();
            assertThat(token.get("logprob").asDouble()).isNotPositive();
        }
    }

    /** [ollama 16117, 13638] */
    @Test
    void logprobsAreThereInEveryWayToAsk() throws IOException {
        assertThat(completion(TEXT + "\"logprobs\": 0}").at("/choices/0/logprobs/token_logprobs"))
                .hasSize(5);
        assertThat(chat("\"logprobs\": true").at("/choices/0/logprobs/content")).isNotEmpty();
        int told = 0;
        for (JsonNode chunk : chatChunks("\"logprobs\": true, \"stream\": true")) {
            told += chunk.at("/choices/0/logprobs/content").size();
        }
        assertThat(told).isEqualTo(6);
        assertThat(chunks("/v1/completions", TEXT + "\"logprobs\": 0, \"stream\": true}").stream()
                        .mapToInt(chunk ->
                                chunk.at("/choices/0/logprobs/token_logprobs").size())
                        .sum())
                .isEqualTo(5);
    }

    /** [vLLM 7262, kubeai 283, llama.cpp PR 15444] */
    @Test
    void usageComesOnceAndLastWithoutAChoice() throws IOException {
        String asked = "\"stream\": true, \"stream_options\": {\"include_usage\": true}";
        for (List<JsonNode> chunks : List.of(chatChunks(asked), chunks("/v1/completions", TEXT + asked + "}"))) {
            JsonNode last = chunks.get(chunks.size() - 1);
            assertThat(last.get("choices")).isEmpty();
            assertThat(last.at("/usage/completion_tokens").asInt()).isBetween(5, 6);
            assertThat(last.at("/usage/total_tokens").asInt())
                    .isEqualTo(last.at("/usage/prompt_tokens").asInt()
                            + last.at("/usage/completion_tokens").asInt());
            assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy(chunk -> {
                assertThat(chunk.get("choices")).hasSize(1);
                assertThat(chunk.get("usage").isNull()).isTrue();
            });
        }
    }

    /** [vLLM PR 36379, 7179, 7299] */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stream\": true",
                "\"stream\": true, \"stream_options\": {}",
                "\"stream\": true, \"stream_options\": null",
                "\"stream\": true, \"stream_options\": {\"include_usage\": false}"
            })
    void usageIsInNoChunkThatDidNotAskForIt(String asked) throws IOException {
        assertThat(chatChunks(asked)).noneMatch(chunk -> chunk.has("usage"));
        assertThat(chunks("/v1/completions", TEXT + asked + "}")).noneMatch(chunk -> chunk.has("usage"));
    }

    /** [llama.cpp 7149, any-llm PR 1165] */
    @Test
    void aSchemaHoldsInStreamsToo() throws IOException {
        String more = SCHEMA + ", \"max_tokens\": 40, \"temperature\": 1.5";
        String body = CHAT.replace("\"max_completion_tokens\": 6, ", "") + more + ", \"stream\": true}";
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks("/v1/chat/completions", body)) {
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        JsonNode answer = JSON.readTree(text.toString());
        assertThat(answer.get("colour").asText()).isIn("red", "blue");
        assertThat(answer).hasSize(1);
    }

    /** [llama.cpp PR 12643] */
    @Test
    void whatAGrammarAllowsSumsToOne() throws IOException {
        JsonNode logprobs = completion(
                        "{\"prompt\": \"The sky is\", \"max_tokens\": 1, \"temperature\": 1, \"top_p\": 1, \"top_k\": 0, \"seed\": 1, "
                                + "\"choice\": [\" red\", \" blue\", \" green\"], \"logprobs\": 20, \"logprobs_mode\": \"processed\"}")
                .at("/choices/0/logprobs/top_logprobs/0");
        assertThat(logprobs.fieldNames())
                .toIterable()
                .contains(" red", " blue", " green")
                .allMatch(token -> Stream.of(" red", " blue", " green").anyMatch(choice -> choice.startsWith(token)));
        double sum = 0;
        for (JsonNode value : logprobs) {
            sum += Math.exp(value.asDouble());
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    /** [llama.cpp 24496, 13262, 11720; vLLM 54947] */
    @ParameterizedTest
    @ValueSource(strings = {"streaming", "whole", "reading", "waiting"})
    void whoLeavesIsNotWorkedForAnyMore(String state) throws IOException {
        completion(TEXT + "\"logprobs\": 0}");
        LocalModel model = opened.join();
        String endless = "{\"prompt\": \"Once upon a time\", \"ignore_eos\": true, \"max_tokens\": 7000, \"stream\": "
                + state.equals("streaming") + "}";
        try (RawConnection other = new RawConnection(server.port(), (int) Patience.MILLIS)) {
            if (state.equals("waiting")) {
                other.send(other.request("POST", "/v1/completions", endless));
                Patience.until(() -> model.load().rows() == 1);
            }
            try (RawConnection leaving = new RawConnection(server.port(), (int) Patience.MILLIS)) {
                String prompt = "a wonderful day ".repeat(2000);
                leaving.send(leaving.request(
                        "POST",
                        "/v1/completions",
                        state.equals("reading") ? endless.replace("Once upon a time", prompt) : endless));
                Patience.until(() -> state.equals("waiting")
                        ? model.load().waiting() == 1
                        : model.load().rows() == 1);
            }
            Patience.until(() -> lines.size() == 2);
            if (state.equals("waiting")) {
                assertThat(model.load().waiting()).isZero();
                assertThat(lines.get(1)).contains("completion_tokens=0", "queue_ms=-");
            }
        }
        Patience.until(model::isIdle);
        assertThat(lines.get(1)).contains("finish=client_left").doesNotContain("prompt_tokens=0");
        int made = Integer.parseInt(lines.get(1).replaceAll(".*completion_tokens=(\\d+).*", "$1"));
        assertThat(made).as(lines.get(1)).isLessThan(7000);
        assertThat(completion(TEXT + "\"logprobs\": 0}").at("/choices/0/text").asText())
                .isNotEmpty();
    }
}
