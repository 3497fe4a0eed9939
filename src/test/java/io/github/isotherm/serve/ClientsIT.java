package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.wire.ListenAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients in other languages ask the server, which has the bundled model, and get what the library alone says. */
@Timeout(2 * Patience.SECONDS)
class ClientsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "the-key-of-this-test";
    private static final String MODEL = "bundled";
    private static final String PROMPT = "This is a wonderful";
    private static final String OTHER = "Once upon a time";
    private static final String QUESTION = "What is the weather in Paris?";

    /** As the model's own template writes it. */
    private static final String CHAT = "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by"
            + " Hugging Face<|im_end|>\n<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n";

    private static final String CALLS = "[[\"weather\",{\"city\":\"Paris\"}]]";
    private static final long SEED = 7;
    private static final double TEMPERATURE = 0.7;
    private static final double MIN_P = 0.05;
    private static final int TOKENS = 12;
    private static final CompletionOptions OPTIONS = CompletionOptions.defaults()
            .temperature(TEMPERATURE)
            .seed(SEED)
            .maxTokens(TOKENS)
            .trace(TraceOptions.top(3));

    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static LocalModel alone;
    private static OpenAiServer server;

    @TempDir
    Path scratch;

    private InstalledClients clients;

    @BeforeAll
    static void start() {
        alone = LocalModel.openBundled();
        server = serving(EngineOptions.defaults());
    }

    /** lm-eval asks for the tokens of a text without a word of the model, so there is one. */
    private static OpenAiServer serving(EngineOptions options) {
        Path folder = LocalModel.bundledFolder();
        ModelSource source = ModelSource.of(MODEL, folder, () -> LocalModel.open(folder, options.withRows(2)));
        return OpenAiServer.start(
                List.of(source),
                Long.MAX_VALUE,
                ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0), List.of(KEY)),
                LINES::add);
    }

    @AfterAll
    static void stop() {
        server.close();
        alone.close();
    }

    @BeforeEach
    void find() throws IOException {
        clients = InstalledClients.pinned(scratch);
        LINES.clear();
    }

    // ---------------------------------------------------------------- what is asked, and what the library says

    private static String address(OpenAiServer server) {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    private static String asked() {
        return JSON.createObjectNode()
                .put("base_url", address(server))
                .put("api_key", KEY)
                .put("model", MODEL)
                .put("prompt", PROMPT)
                .put("other", OTHER)
                .put("question", QUESTION)
                .put("seed", SEED)
                .put("temperature", TEMPERATURE)
                .put("min_p", MIN_P)
                .put("tokens", TOKENS)
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "ids", JSON.valueToTree(alone.encodePrompt(PROMPT)))
                .set("other_ids", JSON.valueToTree(alone.encodePrompt(OTHER)))
                .toString();
    }

    private static Completion chat() {
        return alone.complete(CHAT.formatted(QUESTION), OPTIONS);
    }

    private static List<Completion> samples(CompletionOptions options) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return alone.completeAsync(
                            alone.encodePrompt(PROMPT),
                            options,
                            3,
                            sample -> GenerationListener.NONE,
                            new Cancellation(),
                            executor)
                    .join();
        } finally {
            executor.shutdown();
        }
    }

    private static List<String> texts(List<Completion> completions) {
        return completions.stream().map(Completion::text).toList();
    }

    private static List<Double> logprobs(Completion completion) {
        return completion.traces().stream().map(StepTrace::logprobRaw).toList();
    }

    // ---------------------------------------------------------------- what was printed

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> texts(JsonNode list) {
        return items(list).map(JsonNode::textValue).toList();
    }

    private static List<Double> numbers(JsonNode list) {
        return items(list).map(JsonNode::doubleValue).toList();
    }

    private JsonNode openAi(String part) throws Exception {
        return json(clients.python("clients/openai_client.py", Map.of(), part, asked()));
    }

    /** The line of the log about a client that left: it says so, and not that all tokens were made that were asked for. */
    private static void leftEarly(int count) {
        assertThat(LINES.stream().filter(line -> line.contains("finish=client_left")))
                .hasSize(count)
                .noneMatch(line -> line.contains("completion_tokens=6000"));
    }

    private static void error(JsonNode error, String type, int status, String param, String code) {
        assertThat(error.path("class").asText()).isEqualTo(type);
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    // ---------------------------------------------------------------- Python

    @Test
    void pythonsClientOfOpenAiListsTheModels() throws Exception {
        JsonNode said = openAi("models");
        assertThat(texts(said.path("listed"))).containsExactly(MODEL);
        assertThat(said.path("one").asText()).isEqualTo(MODEL);
    }

    @Test
    void pythonsClientOfOpenAiChatsWithTheLibrarysTextAndNumbersWholeAndInPieces() throws Exception {
        JsonNode said = openAi("chat");
        Completion chat = chat();
        assertThat(said.path("text").asText()).isEqualTo(chat.text());
        assertThat(said.path("streamed").asText()).isEqualTo(chat.text());
        assertThat(numbers(said.path("logprobs"))).isEqualTo(logprobs(chat)).hasSize(TOKENS);
        assertThat(numbers(said.path("streamed_logprobs"))).isEqualTo(logprobs(chat));
        for (int i = 0; i < TOKENS; i++) {
            assertThat(numbers(said.path("best").path(i)))
                    .isEqualTo(chat.traces().get(i).top().stream()
                            .map(StepTrace.Alternative::logprobRaw)
                            .toList());
        }
        int prompt = alone.encodePrompt(CHAT.formatted(QUESTION)).length;
        JsonNode usage = json("{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                .formatted(prompt, TOKENS, prompt + TOKENS));
        assertThat(said.path("usage")).isEqualTo(usage);
        assertThat(said.path("usages")).containsExactly(usage);
        assertThat(said.path("without_usage").asInt()).isZero();
    }

    @Test
    void pythonsClientOfOpenAiCompletesAllFormsOfPromptsAsTheLibraryDoes() throws Exception {
        JsonNode said = openAi("completions");
        List<Completion> samples = samples(OPTIONS);
        Completion first = samples.get(0);
        String other = alone.complete(OTHER, OPTIONS).text();
        assertThat(first.text()).isEqualTo(alone.complete(PROMPT, OPTIONS).text());
        assertThat(said.path("text").asText()).isEqualTo(first.text());
        assertThat(said.path("streamed").asText()).isEqualTo(first.text());
        assertThat(texts(said.path("of_texts"))).containsExactly(first.text(), other);
        assertThat(texts(said.path("of_ids"))).containsExactly(first.text());
        assertThat(texts(said.path("of_lists"))).containsExactly(first.text(), other);
        assertThat(texts(said.path("samples"))).isEqualTo(texts(samples)).doesNotHaveDuplicates();
        assertThat(texts(said.path("min_p")))
                .containsExactly(alone.complete(PROMPT, OPTIONS.minP(MIN_P)).text())
                .isNotEqualTo(List.of(first.text()));
    }

    @Test
    void pythonsClientOfOpenAiReadsOneTokensProbabilityInEveryForm() throws Exception {
        JsonNode said = openAi("completions");
        Completion completion = alone.complete(PROMPT, OPTIONS);
        List<Double> prompt = alone.scores(alone.encodePrompt(PROMPT), 0, new Cancellation()).stream()
                .map(TokenScore::logprob)
                .toList();
        List<Double> all = new ArrayList<>(prompt);
        all.addAll(logprobs(completion));
        assertThat(numbers(said.path("logprobs"))).isEqualTo(logprobs(completion));
        assertThat(numbers(said.path("streamed_logprobs"))).isEqualTo(logprobs(completion));
        assertThat(said.path("echoed").asText()).isEqualTo(PROMPT + completion.text());
        assertThat(said.path("echoed_logprobs").path(0).isNull()).isTrue();
        assertThat(numbers(said.path("echoed_logprobs")).stream().skip(1)).isEqualTo(all);
        assertThat(said.path("scored").asText()).isEqualTo(PROMPT);
        assertThat(numbers(said.path("scored_logprobs")).stream().skip(1)).isEqualTo(prompt);
    }

    @Test
    void pythonsClientOfOpenAiParsesAnswersAndCalls() throws Exception {
        JsonNode said = openAi("structured");
        assertThat(said.path("parsed").path("city").asText()).isNotEmpty();
        assertThat(said.path("parsed").path("country").asText()).isNotEmpty();
        assertThat(said.path("streamed")).isEqualTo(said.path("parsed"));
        JsonNode tools = openAi("tools");
        assertThat(tools.path("reason").asText()).isEqualTo("tool_calls");
        assertThat(tools.path("calls")).isEqualTo(json(CALLS));
        assertThat(texts(tools.path("streamed_reasons"))).containsExactly("tool_calls");
        assertThat(tools.path("streamed")).isEqualTo(json(CALLS));
        assertThat(texts(tools.path("ids"))).hasSize(1).doesNotContain("");
        assertThat(tools.path("told").asText()).isNotEmpty();
    }

    @Test
    void pythonsClientOfOpenAiRaisesTheErrorOfItsKind() throws Exception {
        JsonNode said = openAi("errors");
        error(said.path("model"), "NotFoundError", 404, "model", "model_not_found");
        error(said.path("temperature"), "BadRequestError", 400, "temperature", "invalid_value");
        error(said.path("unknown"), "BadRequestError", 400, "nonsense", "unknown_parameter");
        error(said.path("long"), "BadRequestError", 400, "null", "context_length_exceeded");
        assertThat(said.path("key").path("class").asText()).isEqualTo("AuthenticationError");
        assertThat(said.path("key").path("status").asInt()).isEqualTo(401);
        assertThat(said.path("temperature").path("message").asText())
                .startsWith("temperature is -2 but must be a finite number of at least 0");
    }

    @Test
    void pythonsClientOfOpenAiThatLeavesFreesTheModel() throws Exception {
        JsonNode said = openAi("leaving");
        assertThat(said.path("taken").asInt()).isEqualTo(3);
        assertThat(said.path("idle_after_closing").asBoolean()).isTrue();
        assertThat(said.path("timed_out").asText()).isEqualTo("APITimeoutError");
        assertThat(said.path("idle_after_timeout").asBoolean()).isTrue();
        leftEarly(2);
    }

    @Test
    void litellmGetsTheLibrarysTextsFormsAndErrors() throws Exception {
        JsonNode said = json(clients.python("clients/litellm_client.py", Map.of(), asked()));
        Completion chat = chat();
        int total = alone.encodePrompt(CHAT.formatted(QUESTION)).length + TOKENS;
        assertThat(said.at("/chat/text").asText()).isEqualTo(chat.text());
        assertThat(said.at("/chat/streamed").asText()).isEqualTo(chat.text());
        assertThat(said.at("/chat/usage").asInt()).isEqualTo(total);
        assertThat(said.at("/chat/usages")).isEqualTo(json("[" + total + "]"));
        assertThat(numbers(said.at("/chat/logprobs"))).isEqualTo(logprobs(chat));
        assertThat(said.at("/chat/min_p").asText())
                .isEqualTo(alone.complete(CHAT.formatted(QUESTION), OPTIONS.minP(MIN_P))
                        .text());
        assertThat(texts(said.path("samples"))).isEqualTo(texts(samples(OPTIONS)));
        assertThat(said.at("/tools/reason").asText()).isEqualTo("tool_calls");
        assertThat(said.at("/tools/calls")).isEqualTo(json(CALLS));
        assertThat(said.at("/parsed/city").asText()).isNotEmpty();
        assertThat(said.at("/parsed/country").asText()).isNotEmpty();
        assertThat(said.path("errors"))
                .isEqualTo(json("{\"model\":[\"NotFoundError\",404],\"temperature\":[\"BadRequestError\",400],"
                        + "\"key\":[\"AuthenticationError\",401]}"));
    }

    @Test
    void llmGetsTheLibrarysTextsAndForms() throws Exception {
        JsonNode said = json(clients.python("clients/llm_client.py", Map.of(), asked()));
        String chat = chat().text();
        int prompt = alone.encodePrompt(CHAT.formatted(QUESTION)).length;
        assertThat(said.path("text").asText()).isEqualTo(chat);
        assertThat(said.path("streamed").asText()).isEqualTo(chat);
        assertThat(said.path("completed").asText())
                .isEqualTo(alone.complete(PROMPT, OPTIONS).text());
        assertThat(said.path("usage")).contains(json("[" + prompt + "," + TOKENS + "]"));
        assertThat(said.at("/parsed/city").asText()).isNotEmpty();
        assertThat(said.at("/parsed/country").asText()).isNotEmpty();
        assertThat(said.path("key").asText()).contains("401", "no valid key");
    }

    // ---------------------------------------------------------------- JavaScript

    @Test
    void javaScriptsClientOfOpenAiGetsTheLibrarysTextsFormsAndErrorsAndFreesTheModelWhenItLeaves() throws Exception {
        JsonNode said = json(clients.node("openai.mjs", asked()));
        Completion chat = chat();
        int total = alone.encodePrompt(CHAT.formatted(QUESTION)).length + TOKENS;
        for (String way : List.of("text", "streamed", "collected")) {
            assertThat(said.path("texts").path(way).asText()).as(way).isEqualTo(chat.text());
        }
        assertThat(said.at("/texts/usage").asInt()).isEqualTo(total);
        assertThat(said.at("/texts/usages")).isEqualTo(json("[" + total + "]"));
        assertThat(numbers(said.at("/texts/logprobs"))).isEqualTo(logprobs(chat));
        assertThat(numbers(said.at("/texts/streamed_logprobs"))).isEqualTo(logprobs(chat));
        assertThat(texts(said.at("/texts/min_p"))).isEqualTo(texts(samples(OPTIONS.minP(MIN_P))));
        assertThat(said.at("/forms/parsed/city").asText()).isNotEmpty();
        assertThat(said.at("/forms/parsed/country").asText()).isNotEmpty();
        assertThat(said.at("/forms/reason").asText()).isEqualTo("tool_calls");
        assertThat(said.at("/forms/calls")).isEqualTo(json(CALLS));
        assertThat(said.at("/forms/streamed")).isEqualTo(json(CALLS));
        error(said.at("/errors/model"), "NotFoundError", 404, "model", "model_not_found");
        error(said.at("/errors/temperature"), "BadRequestError", 400, "temperature", "invalid_value");
        assertThat(said.at("/errors/key").asText()).isEqualTo("AuthenticationError");
        assertThat(said.path("leaving"))
                .isEqualTo(
                        json("{\"taken\":3,\"afterBreak\":true,\"aborted\":\"APIUserAbortError\",\"afterAbort\":true,"
                                + "\"timedOut\":\"APIConnectionTimeoutError\",\"afterTimeout\":true}"));
        leftEarly(3);
    }

    @Test
    void theAiPackageGetsTheLibrarysTextsFormsAndErrorsAndFreesTheModelWhenItLeaves() throws Exception {
        JsonNode said = json(clients.node("ai.mjs", asked()));
        int total = alone.encodePrompt(CHAT.formatted(QUESTION)).length + TOKENS;
        assertThat(said.at("/texts/text").asText()).isEqualTo(chat().text());
        assertThat(said.at("/texts/streamed").asText()).isEqualTo(chat().text());
        assertThat(said.at("/texts/usage").asInt()).isEqualTo(total);
        assertThat(said.at("/texts/streamedUsage").asInt()).isEqualTo(total);
        assertThat(said.at("/texts/reason").asText()).isEqualTo("length");
        assertThat(said.at("/texts/min_p").asText())
                .isEqualTo(alone.complete(CHAT.formatted(QUESTION), OPTIONS.minP(MIN_P))
                        .text());
        assertThat(said.at("/forms/object/city").asText()).isNotEmpty();
        assertThat(said.at("/forms/object/country").asText()).isNotEmpty();
        assertThat(said.at("/forms/output")).isEqualTo(said.at("/forms/object"));
        assertThat(said.at("/forms/streamed")).isEqualTo(said.at("/forms/object"));
        assertThat(said.at("/forms/reason").asText()).isEqualTo("tool-calls");
        assertThat(said.at("/forms/calls")).isEqualTo(json(CALLS));
        assertThat(said.at("/forms/streamedCalls")).isEqualTo(json(CALLS));
        assertThat(said.at("/forms/acted")).isEqualTo(json("[{\"city\":\"Paris\"}]"));
        assertThat(said.at("/forms/steps").asInt()).isEqualTo(2);
        assertThat(said.at("/forms/told").asText()).isNotEmpty();
        assertThat(said.at("/errors/model/status").asInt()).isEqualTo(404);
        assertThat(said.at("/errors/temperature/status").asInt()).isEqualTo(400);
        assertThat(said.at("/errors/temperature/message").asText()).startsWith("temperature is -2 but must be");
        assertThat(said.at("/errors/key/status").asInt()).isEqualTo(401);
        assertThat(said.path("leaving")).isEqualTo(json("{\"taken\":3,\"idle\":true}"));
        assertThat(said.path("warnings")).isEmpty();
        leftEarly(1);
    }

    // ---------------------------------------------------------------- lm-eval

    /** The samples that a task logs, in the order of its documents. */
    private List<JsonNode> evaluated(String task, String kind, String place, String... more) throws Exception {
        Path folder = Files.createTempDirectory(scratch, task);
        List<String> words = new ArrayList<>(List.of("run", "--model", kind, "--model_args"));
        words.add("base_url=" + place + ",model=" + MODEL + ",tokenizer_backend=remote,auth_token=" + KEY);
        words.addAll(List.of("--tasks", task, "--include_path", "src/test/python/clients"));
        words.addAll(List.of("--log_samples", "--output_path", folder.toString()));
        words.addAll(Arrays.asList(more));
        clients.pythonModule("lm_eval", Map.of("OPENAI_API_KEY", KEY), words.toArray(String[]::new));
        try (Stream<Path> files = Files.walk(folder)) {
            Path samples = files.filter(file -> file.getFileName().toString().startsWith("samples_"))
                    .findFirst()
                    .orElseThrow();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(samples)) {
                lines.add(json(line));
            }
            lines.sort(Comparator.comparingInt(line -> line.path("doc_id").asInt()));
            return lines;
        }
    }

    /** Of the two sentences of each pair, one pair after another, sixteen of them in a request. */
    private double[] sums(OpenAiServer of) throws Exception {
        return evaluated("sentence_pairs", "local-completions", address(of) + "/completions", "--batch_size", "16")
                .stream()
                .flatMap(line -> items(line.path("resps")))
                .mapToDouble(answer -> answer.path(0).path(0).asDouble())
                .toArray();
    }

    private static double[] flat(Stream<JsonNode> pairs) {
        return pairs.flatMap(ClientsIT::items)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    /** Says how far apart they are at most, and that it is not further than it may be. */
    private static void within(double most, double[] sums, double[] expected, String what) {
        assertThat(sums).hasSameSizeAs(expected).hasSizeGreaterThanOrEqualTo(400);
        double largest = IntStream.range(0, sums.length)
                .mapToDouble(i -> Math.abs(sums[i] - expected[i]))
                .max()
                .orElseThrow();
        System.out.printf("lm-eval, %s: %d sums, at most %.3g away%n", what, sums.length, largest);
        assertThat(largest).as(what).isLessThanOrEqualTo(most);
    }

    @Test
    void lmEvalsSumsAreThoseOfFloatActivations() throws Exception {
        JsonNode golden = JSON.readTree(
                Path.of("src/test/resources/golden/sentence-pairs-smollm2.json").toFile());
        double[] expected = flat(items(golden.path("pairs")).map(pair -> pair.path("sums")));
        within(0.02, sums(server), expected, "exact against float activations");
    }

    @Test
    void lmEvalsSumsOfTheGraphAsExportedAreThoseOfPythonsOnnxRuntime() throws Exception {
        double[] expected = flat(items(json(clients.python("sentence_pairs.py", Map.of(), "--exported"))));
        OpenAiServer fast = serving(EngineOptions.defaults().withActivations(Activations.FAST));
        try {
            within(1e-4, sums(fast), expected, "fast against the exported graph");
        } finally {
            fast.close();
        }
    }

    @Test
    void lmEvalGetsTheAnswersThatTheLibraryGives() throws Exception {
        List<JsonNode> lines = evaluated(
                "answers",
                "local-chat-completions",
                address(server) + "/chat/completions",
                "--apply_chat_template",
                "--limit",
                "3");
        assertThat(lines).hasSize(3);
        CompletionOptions greedy =
                CompletionOptions.defaults().temperature(0).maxTokens(TOKENS).stop(List.of("."));
        for (JsonNode line : lines) {
            String question = "Say this in other words: " + line.at("/doc/good").asText();
            assertThat(line.at("/resps/0/0").asText())
                    .isEqualTo(alone.complete(CHAT.formatted(question), greedy).text());
        }
    }
}
