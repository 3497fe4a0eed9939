package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each row at several temperatures. */
@Timeout(Patience.SECONDS)
class BatchTemperaturesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private BatchOptions options = BatchOptions.defaults()
            .completion(CompletionOptions.defaults().topK(20).maxTokens(8))
            .seed(3)
            .temperatures(List.of(0.0, 0.7, 2.0));

    @BeforeEach
    void files() throws IOException {
        in = Files.write(
                folder.resolve("in.jsonl"),
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"id\": " + i + ", \"prompt\": \"prompt " + i % 7 + "\"}")
                        .toList());
        out = folder.resolve("out.jsonl");
    }

    private ScriptedModel run() throws InterruptedException {
        ScriptedModel script = BytesModel.rambling();
        try (LocalModel model = BytesModel.open(script);
                BatchFiles files = BatchFiles.open(in, out, options)) {
            files.run(model, (done, isError, read, written) -> {});
            assertThat(files.answered()).isEqualTo(answersOf(out).size());
        }
        return script;
    }

    private static List<JsonNode> answersOf(Path file) {
        List<JsonNode> answers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                answers.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return answers;
    }

    /** The same seed at every temperature: common random numbers. */
    @Test
    void eachIsTheTextThatTheModelMakesAloneAtItsTemperatureOfTheRowsSeed() throws Exception {
        run();
        List<JsonNode> answers = answersOf(out);
        assertThat(answers).hasSize(120);
        Set<String> seeds = new HashSet<>();
        try (LocalModel alone = BytesModel.open(BytesModel.rambling())) {
            for (JsonNode answer : answers) {
                int id = answer.get("id").asInt();
                seeds.add(id + " " + answer.get("seed").asLong());
                assertThat(answer.get("text").asText())
                        .isEqualTo(alone.complete(
                                        "prompt " + id % 7,
                                        CompletionOptions.defaults()
                                                .temperature(answer.get("temperature")
                                                        .asDouble())
                                                .topK(20)
                                                .maxTokens(8)
                                                .seed(answer.get("seed").asLong()))
                                .text());
            }
        }
        assertThat(seeds).hasSize(40);
    }

    @Test
    void theRowsPromptIsReadOnce() throws Exception {
        options = options.limit(1);
        ScriptedModel script = run();
        int[] prompt = script.fed.get(0);
        assertThat(prompt).hasSize("prompt 0".length());
        assertThat(script.fed.stream().filter(fed -> Arrays.equals(fed, prompt)))
                .hasSize(1);
    }

    @Test
    void onlyTheTemperaturesThatAreMissingAreAsked() throws Exception {
        run();
        List<String> whole = Files.readAllLines(out);
        Files.write(out, whole.subList(0, 40));
        run();
        assertThat(Files.readAllLines(out)).containsExactlyInAnyOrderElementsOf(whole);
        options = options.temperatures(List.of(0.0, 0.7, 2.0, 3.0));
        run();
        assertThat(Files.readAllLines(out)).hasSize(160).containsAll(whole);
    }

    @Test
    void theFilesSayWhatIsMissing() throws Exception {
        try (BatchFiles files = BatchFiles.open(in, out, options.limit(10))) {
            assertThat(files.rows()).isEqualTo(40);
            assertThat(files.missing()).isEqualTo(30);
        }
        options = options.limit(4);
        run();
        try (BatchFiles files = BatchFiles.open(in, out, options.limit(10))) {
            assertThat(files.missing()).isEqualTo(18);
        }
    }

    @Test
    void requestsGetTheirTemperatureUnlessTheyHaveOne() throws Exception {
        String line = "{\"custom_id\": \"c%d\", \"method\": \"POST\", \"url\": \"/v1/completions\","
                + " \"body\": {\"prompt\": \"ab\", \"max_tokens\": 6%s}}";
        Files.write(in, List.of(line.formatted(1, ""), line.formatted(2, ", \"temperature\": 1")));
        run();
        List<JsonNode> answers = answersOf(out);
        assertThat(answers).hasSize(6);
        try (LocalModel alone = BytesModel.open(BytesModel.rambling())) {
            for (JsonNode answer : answers) {
                double temperature = answer.get("temperature").asDouble();
                if (answer.get("custom_id").asText().equals("c2")) {
                    assertThat(answer.at("/error/message").asText()).contains("body.temperature is 1");
                } else {
                    assertThat(answer.at("/response/body/choices/0/text").asText())
                            .isEqualTo(alone.complete(
                                            "ab",
                                            CompletionOptions.defaults()
                                                    .temperature(temperature)
                                                    .maxTokens(6)
                                                    .seed(io.github.isotherm.RowSeed.of(3, "\"c1\"")
                                                            .value()))
                                    .text());
                }
            }
        }
        assertThat(answers.stream().map(answer -> answer.get("id").asText())).doesNotHaveDuplicates();
    }

    @Test
    void aBadRowIsOneAnswer() throws Exception {
        Files.writeString(in, "{\"id\": 1}\n{\"id\": 2, \"prompt\": \"\"}\nnothing\n");
        run();
        assertThat(answersOf(out)).hasSize(5).allMatch(answer -> answer.has("error"));
        List<String> lines = Files.readAllLines(out);
        run();
        assertThat(Files.readAllLines(out)).isEqualTo(lines);
    }

    @Test
    void answersOfAnotherKindAreNotAddedTo() throws Exception {
        run();
        assertThatThrownBy(() -> BatchFiles.open(in, out, options.temperatures(List.of())))
                .hasMessageContaining("Line 1 of")
                .hasMessageContaining("is of a batch with --temperatures");
        assertThatThrownBy(() -> BatchFiles.open(in, out, options.details(Details.TOKENS)))
                .hasMessageContaining("has no tokens");
        assertThatThrownBy(() ->
                        BatchFiles.open(in, out, options.temperatures(List.of()).scores(true)))
                .hasMessageContaining("is a completion");
        Files.delete(out);
        options = options.temperatures(List.of());
        run();
        assertThatThrownBy(() -> BatchFiles.open(in, out, options.temperatures(List.of(1.0))))
                .hasMessageContaining("says no temperature");
    }

    @Test
    void tokensAreToldWithWhatReportsNeed() throws Exception {
        options = options.details(Details.TOKENS).temperatures(List.of(0.5)).limit(1);
        run();
        JsonNode answer = answersOf(out).get(0);
        String text = answer.get("text").asText();
        assertThat(answer.get("token_ids").findValuesAsText("")).isEmpty();
        for (int at = 0; at < text.length(); at++) {
            assertThat(answer.get("token_ids").get(at).asInt()).isEqualTo(text.charAt(at));
            assertThat(answer.get("logprobs").get(at).asDouble()).isNegative();
            assertThat(answer.get("entropies").get(at).asDouble()).isBetween(0.0, Math.log(20));
        }
        assertThat(answer.get("token_ids")).hasSize(8);
    }

    @Test
    void temperaturesAreChecked() {
        assertThatThrownBy(() -> options.temperatures(List.of(-1.0))).hasMessageContaining("temperature is -1");
        assertThatThrownBy(() -> options.temperatures(List.of(Double.NaN))).hasMessageContaining("temperature is NaN");
        assertThatThrownBy(() -> options.temperatures(List.of(1.0, 1.0))).hasMessageContaining("given twice");
        assertThatThrownBy(() -> options.scores(true)).hasMessageContaining("--score-only");
    }
}
