package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve} as users run it: a process that prints its address, answers, and ends by signals. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(Patience.SECONDS)
class ServeProcessIT {
    private static final String BUNDLED =
            Path.of("models", "smollm2-135m-instruct").toAbsolutePath().toString();
    private static final String TINY =
            Path.of("src/test/resources/fixtures/tiny-gqa").toAbsolutePath().toString();
    private static final String COMPLETIONS = "/v1/completions";
    private static final String KEY = "a-key-of-24-characters--";
    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    private static String prompt(int tokens, String... more) {
        return "{\"prompt\": \"Once upon a time\", \"temperature\": 0, \"ignore_eos\": true, \"max_tokens\": " + tokens
                + String.join("", more) + "}";
    }

    private static String ids(String model) {
        return "{\"model\": \"" + model + "\", \"prompt\": [1, 2, 3], \"max_tokens\": 2}";
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JsonMapper.builder().build().readTree(response.body());
    }

    /** Reads what comes first, so that the request is known to run. */
    private static BufferedReader begun(ServeProcess server, int tokens) throws Exception {
        BufferedReader events = server.stream(COMPLETIONS, prompt(tokens, ", \"stream\": true"));
        assertThat(events.readLine()).startsWith("data: {\"id\":\"cmpl-");
        return events;
    }

    private static void isClosing(ServeProcess server) throws Exception {
        Patience.until(() -> {
            try {
                return server.get("/health").statusCode() == 503;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(server.get("/health").body()).isEqualTo("{\"status\":\"closing\"}");
    }

    private static void isQuiet(ServeProcess server) {
        assertThat(server.said()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void printsItsAddressAnswersAndEndsWithNothingToDo(String signal) throws Exception {
        try (ServeProcess server = new ServeProcess(folder, "-m", BUNDLED)) {
            HttpResponse<String> answer = server.post(
                    COMPLETIONS, "{\"prompt\": \"This is a wonderful\", \"max_tokens\": 4, \"temperature\": 0}");
            assertThat(json(answer).at("/choices/0/text").asText()).isEqualTo(" example of how the");
            server.signal(signal);
            assertThat(server.exitCode()).isZero();
            assertThat(server.said())
                    .contains("Serving smollm2-135m-instruct; Ctrl-C stops it.")
                    .containsPattern("POST /v1/completions 200 model=smollm2-135m-instruct prompt_tokens=4"
                            + " completion_tokens=4 [^\n]*finish=length")
                    .contains("Closing; what is being answered has 30 s")
                    .doesNotContain("wonderful");
            isQuiet(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void whatRunsIsFinishedAndWhatComesIsRefused(String signal) throws Exception {
        try (ServeProcess server = new ServeProcess(folder, "-m", BUNDLED, "--drain", "3000");
                BufferedReader events = begun(server, 200)) {
            server.signal(signal);
            isClosing(server);
            HttpResponse<String> refused = server.post(COMPLETIONS, prompt(1));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(json(refused).at("/error/code").asText()).isEqualTo("server_closing");
            List<String> rest = events.lines().filter(line -> !line.isEmpty()).toList();
            assertThat(rest).last().isEqualTo("data: [DONE]");
            assertThat(rest.get(rest.size() - 2)).contains("\"finish_reason\":\"length\"");
            assertThat(server.exitCode()).isZero();
            isQuiet(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void whatDoesNotEndInItsTimeIsCutOffWithAnError(String signal) throws Exception {
        try (ServeProcess server = new ServeProcess(folder, "-m", BUNDLED, "--drain", "1");
                BufferedReader events = begun(server, 7000)) {
            server.signal(signal);
            List<String> rest = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (String line = events.readLine(); line != null; line = events.readLine()) {
                            rest.add(line);
                        }
                    })
                    .isInstanceOf(IOException.class);
            rest.removeIf(String::isEmpty);
            assertThat(rest)
                    .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                    .startsWith("data: {\"error\":{")
                    .contains("\"code\":\"server_closing\"");
            assertThat(server.exitCode()).isEqualTo(1);
            isQuiet(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSecondSignalEndsItAtOnce(String signal) throws Exception {
        try (ServeProcess server = new ServeProcess(folder, "-m", BUNDLED, "--drain", "3000");
                BufferedReader events = begun(server, 7000)) {
            server.signal(signal);
            isClosing(server);
            server.signal(signal);
            assertThat(server.exitCode()).isEqualTo(INTERRUPTED);
            assertThatThrownBy(() -> events.lines().toList()).hasCauseInstanceOf(IOException.class);
            isQuiet(server);
        }
    }

    @Test
    void modelsAreListedByTheirNamesAndOpenedWhenFirstAskedFor() throws Exception {
        Path damaged = copied("damaged");
        Path missing = copied("missing");
        try (ServeProcess server = new ServeProcess(
                folder, "-m", "one=" + TINY, "-m", TINY, "-m", "damaged=" + damaged, "-m", "missing=" + missing)) {
            assertThat(json(server.get("/v1/models")).get("data").findValuesAsText("id"))
                    .containsExactly("one", "tiny-gqa", "damaged", "missing");
            isOpen(server, 0);
            assertThat(json(server.post(COMPLETIONS, ids("one"))).get("model").asText())
                    .isEqualTo("one");
            isOpen(server, 1);
            byte[] graph = Files.readAllBytes(damaged.resolve("model.onnx"));
            Files.write(damaged.resolve("model.onnx"), new byte[100]);
            Files.delete(missing.resolve("model.onnx"));
            for (String model : List.of("damaged", "missing")) {
                HttpResponse<String> failed = server.post(COMPLETIONS, ids(model));
                assertThat(failed.statusCode()).as(failed.body()).isEqualTo(500);
                assertThat(json(failed).at("/error/type").asText()).isEqualTo("server_error");
                assertThat(json(failed).at("/error/message").asText()).contains(model, "model.onnx");
            }
            assertThat(server.post(COMPLETIONS, ids("tiny-gqa")).statusCode()).isEqualTo(200);
            isOpen(server, 2);
            Files.write(damaged.resolve("model.onnx"), graph);
            assertThat(server.post(COMPLETIONS, ids("damaged")).statusCode()).isEqualTo(200);
            isOpen(server, 3);
            isQuiet(server);
        }
    }

    private static void isOpen(ServeProcess server, int models) throws Exception {
        assertThat(server.get("/metrics").body()).contains("isotherm_models_open " + models + ".0\n");
    }

    private Path copied(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(Path.of(TINY))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** The weights of one have 136 KB. */
    @Test
    void theLimitsOfTheCommandLineAreThoseOfTheServer() throws Exception {
        try (ServeProcess server = new ServeProcess(
                folder,
                "-m",
                "one=" + TINY,
                "-m",
                "two=" + TINY,
                "--models-memory",
                "200KB",
                "--body-size",
                "2KB",
                "--connections",
                "3",
                "--connections-per-address",
                "2")) {
            assertThat(server.post(COMPLETIONS, ids("one")).statusCode()).isEqualTo(200);
            assertThat(server.post(COMPLETIONS, ids("two")).statusCode()).isEqualTo(200);
            isOpen(server, 1);
            HttpResponse<String> large = server.post(COMPLETIONS, " ".repeat(2049));
            assertThat(large.statusCode()).isEqualTo(413);
            assertThat(large.body()).contains("longer than 2048 bytes");
            assertThat(tooMany(server)).startsWith("HTTP/1.1 429").contains("Your address has its 2 connections");
        }
        try (ServeProcess server = new ServeProcess(folder, "-m", TINY, "--connections", "2")) {
            assertThat(tooMany(server)).startsWith("HTTP/1.1 503").contains("The server has its 2 connections");
        }
    }

    /** What the third of three is told, the first being the one that asks for the number. */
    private static String tooMany(ServeProcess server) throws Exception {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        int port = server.at("/").getPort();
        try (Socket second = new Socket("127.0.0.1", port)) {
            Patience.until(() -> {
                try {
                    return server.get("/metrics").body().contains("isotherm_connections 2.0\n");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(second.isConnected()).isTrue();
            try (Socket third = new Socket("127.0.0.1", port)) {
                return new String(third.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void timeMemoryAndKindOfLogprobsAreThoseOfTheCommandLine() throws Exception {
        try (ServeProcess server =
                new ServeProcess(folder, "-m", BUNDLED, "--kv-memory", "100MB", "--logprobs", "processed")) {
            String asked = ", \"logprobs\": 0, \"top_k\": 1";
            assertThat(json(server.post(COMPLETIONS, prompt(1, asked)))
                            .at("/choices/0/logprobs/token_logprobs/0")
                            .asDouble(-1))
                    .as("of the only one that is left")
                    .isZero();
            assertThat(json(server.post(COMPLETIONS, prompt(1, asked, ", \"logprobs_mode\": \"raw\"")))
                            .at("/choices/0/logprobs/token_logprobs/0")
                            .asDouble())
                    .isNegative();
            HttpResponse<String> large = server.post(COMPLETIONS, prompt(8000));
            assertThat(large.statusCode()).as(large.body()).isEqualTo(400);
            assertThat(large.body()).contains("the budget is 100.0 MB");
        }
        try (ServeProcess server = new ServeProcess(folder, "-m", BUNDLED, "--timeout", "1")) {
            HttpResponse<String> late = server.post(COMPLETIONS, prompt(7000));
            assertThat(late.statusCode()).as(late.body()).isEqualTo(504);
            assertThat(late.body()).contains("is not answered after 1 s");
        }
    }

    @Test
    void theKeyOfTheEnvironmentIsAskedFor() throws Exception {
        try (ServeProcess server =
                new ServeProcess(folder, false, Map.of("ISOTHERM_API_KEY", KEY + "," + KEY + "2"), "-m", TINY)) {
            assertThat(server.get("/v1/models").statusCode()).isEqualTo(401);
            for (String key : List.of(KEY, KEY + "2")) {
                assertThat(server.get("/v1/models", "Authorization", "Bearer " + key)
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(server.said())
                    .contains("GET /v1/models 401", "GET /v1/models 200")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void bodiesAreLoggedWhereThatIsAskedFor() throws Exception {
        try (ServeProcess server = new ServeProcess(folder, "-m", TINY, "--verbose")) {
            String answer = server.post(COMPLETIONS, ids("tiny-gqa")).body();
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(server.said())
                    .contains("POST /v1/completions body " + ids("tiny-gqa"), "POST /v1/completions answer " + answer);
        }
    }

    /** A reader of the messages that has gone. */
    @Test
    void aClosedPipeOfMessagesEndsNothing() throws Exception {
        try (ServeProcess server = new ServeProcess(folder, true, Map.of(), "-m", TINY)) {
            server.process().getErrorStream().close();
            for (int i = 0; i < 20; i++) {
                assertThat(server.post(COMPLETIONS, ids("tiny-gqa")).statusCode())
                        .isEqualTo(200);
            }
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
        }
    }

    /** A reader of the messages that takes none: what is answered goes on, and so does the end. */
    @Test
    void aFullPipeOfMessagesHoldsUpNothing() throws Exception {
        try (ServeProcess server = new ServeProcess(folder, true, Map.of(), "-m", TINY, "--verbose")) {
            String body = "{\"model\": \"tiny-gqa\", \"prompt\": [1], \"max_tokens\": 1, \"user\": \""
                    + "x".repeat(40_000) + "\"}";
            for (int i = 0; i < 10; i++) {
                assertThat(server.post(COMPLETIONS, body).statusCode()).isEqualTo(200);
            }
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            try (InputStream messages = server.process().getErrorStream()) {
                assertThat(messages.read()).isPositive();
            }
        }
    }
}
