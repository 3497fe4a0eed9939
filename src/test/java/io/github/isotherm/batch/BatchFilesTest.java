package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of rows and of their answers, with a model whose tokens are bytes. */
@Timeout(Patience.SECONDS)
class BatchFilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHOICE = "/response/body/choices/0/text";

    @TempDir
    private Path folder;

    private CompletionOptions options =
            CompletionOptions.defaults().temperature(1.0).maxTokens(8);
    private Details details = Details.NONE;
    private long seed;
    private long limit = Long.MAX_VALUE;
    private final List<Long> told = new CopyOnWriteArrayList<>();

    private Path rows(String... lines) throws IOException {
        return Files.write(folder.resolve("in.jsonl"), List.of(lines));
    }

    private Path out() {
        return folder.resolve("out.jsonl");
    }

    private BatchOptions asked() {
        return BatchOptions.defaults()
                .completion(options)
                .seed(seed)
                .limit(limit)
                .details(details);
    }

    private long run(Path in) throws InterruptedException {
        try (LocalModel model = BytesModel.open(BytesModel.rambling())) {
            return run(in, model);
        }
    }

    private long run(Path in, LocalModel model) throws InterruptedException {
        try (BatchFiles files = BatchFiles.open(in, out(), asked())) {
            files.run(model, (done, isError, promptTokens, completionTokens) -> told.add(done));
            return files.failed();
        }
    }

    private List<JsonNode> answers() throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(out())) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (JsonNode answer : answers()) {
            texts.put(answer.get("id").asText(), answer.get("text").asText());
        }
        return texts;
    }

    private static String[] prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\": \"row " + i + "\", \"prompt\": \"prompt " + i % 7 + "\"}")
                .toArray(String[]::new);
    }

    @Test
    void everyRowIsTheTextThatTheModelMakesAloneOfItsSeed() throws Exception {
        assertThat(run(rows(prompts(100)))).isZero();
        List<JsonNode> answers = answers();
        assertThat(answers).hasSize(100);
        try (LocalModel alone = BytesModel.open(BytesModel.rambling())) {
            for (JsonNode answer : answers) {
                int number = Integer.parseInt(answer.get("id").asText().substring(4));
                long own = answer.get("seed").asLong();
                assertThat(answer.get("text").asText())
                        .isEqualTo(alone.complete("prompt " + number % 7, options.seed(own))
                                .text());
                assertThat(answer.get("prompt_tokens").asInt()).isEqualTo(8);
                assertThat(answer.get("completion_tokens").asInt()).isEqualTo(8);
                assertThat(answer.get("finish_reason").asText()).isEqualTo("length");
            }
        }
        assertThat(answers.stream().map(answer -> answer.get("seed").asLong())).doesNotHaveDuplicates();
        assertThat(told).hasSize(100).contains(1L, 100L);
    }

    @Test
    void promptsBeginAsTheTokenizerHasIt() throws Exception {
        try (LocalModel model = BytesModel.openWithBeginning(BytesModel.rambling())) {
            run(rows(prompts(3)), model);
            for (JsonNode answer : answers()) {
                int number = Integer.parseInt(answer.get("id").asText().substring(4));
                assertThat(answer.get("prompt_tokens").asInt()).isEqualTo(9);
                assertThat(answer.get("text").asText())
                        .isEqualTo(model.complete(
                                        "prompt " + number,
                                        options.seed(answer.get("seed").asLong()))
                                .text());
            }
        }
    }

    /** The rows stand in another order, and are answered in two runs. */
    @Test
    void anAnswerDependsOnItsRowAlone() throws Exception {
        String[] lines = prompts(50);
        run(rows(lines));
        Map<String, String> first = texts();
        Files.delete(out());
        List<String> turned = new ArrayList<>(List.of(lines));
        java.util.Collections.reverse(turned);
        limit = 20;
        run(rows(turned.toArray(String[]::new)));
        assertThat(texts()).hasSize(20);
        limit = Long.MAX_VALUE;
        run(rows(turned.toArray(String[]::new)));
        assertThat(texts()).isEqualTo(first);
    }

    @Test
    void theBatchsSeedChangesItsAnswers() throws Exception {
        Path in = rows(prompts(5));
        run(in);
        Map<String, String> first = texts();
        Files.delete(out());
        seed = 1;
        run(in);
        assertThat(texts()).isNotEqualTo(first);
    }

    @Test
    void whatIsAnsweredIsNotAskedAgain() throws Exception {
        Path in = rows(prompts(10));
        run(in);
        List<String> before = Files.readAllLines(out());
        ScriptedModel script = BytesModel.rambling();
        try (LocalModel model = BytesModel.open(script)) {
            run(in, model);
        }
        assertThat(script.fed).isEmpty();
        assertThat(Files.readAllLines(out())).isEqualTo(before);
    }

    @Test
    void aLineThatAKillToreIsTakenBack() throws Exception {
        Path in = rows(prompts(10));
        run(in);
        Map<String, String> whole = texts();
        String text = Files.readString(out());
        for (int cut : new int[] {1, 20, text.length() / 2, text.length() - 1}) {
            Files.writeString(out(), text.substring(0, text.length() - cut));
            run(in);
            assertThat(answers()).hasSize(10);
            assertThat(texts()).isEqualTo(whole);
        }
    }

    @Test
    void aListenerThatThrowsEndsTheBatchAndIsTold() throws Exception {
        Path in = rows(prompts(50));
        try (LocalModel model = BytesModel.open(BytesModel.rambling());
                BatchFiles files = BatchFiles.open(in, out(), asked())) {
            assertThatThrownBy(() -> files.run(model, (done, isError, read, written) -> {
                        throw new IllegalStateException("of a test");
                    }))
                    .isInstanceOf(IsothermException.class)
                    .hasMessageContaining("of a test");
            assertThat(files.answered()).isLessThan(50);
        }
        run(in);
        assertThat(answers()).hasSize(50);
    }

    /** Of a row that fails by itself the error is its answer; memory may be there another time. */
    @Test
    void whatARowHasNoPartInIsNoAnswer() throws Exception {
        Path in = rows(prompts(10));
        ScriptedModel script = BytesModel.rambling();
        script.inRun = () -> {
            throw new OutOfMemoryError("of a test");
        };
        try (LocalModel model = BytesModel.open(script)) {
            assertThatThrownBy(() -> run(in, model))
                    .isInstanceOf(IsothermException.class)
                    .hasMessageContaining("A row has no answer");
        }
        assertThat(out()).isEmptyFile();
        assertThat(run(in)).isZero();
        assertThat(answers()).hasSize(10);
    }

    /** Longer than what is read of the file at once. */
    @Test
    void aTornLineOfAnyLengthIsTakenBack() throws Exception {
        Path in = rows(prompts(2));
        run(in);
        Map<String, String> whole = texts();
        Files.writeString(out(), Files.readString(out()) + "{\"id\": \"" + "x".repeat(200_000));
        run(in);
        assertThat(texts()).isEqualTo(whole);
    }

    @Test
    void requestsAreAnsweredInTheirOwnFormBySeedsOfTheirOwn() throws Exception {
        String line = "{\"custom_id\": \"c%d\", \"method\": \"POST\", \"url\": \"/v1/completions\","
                + " \"body\": {\"prompt\": \"ab\", \"max_tokens\": 6, \"temperature\": 1%s}}";
        Path in = rows(line.formatted(1, ""), line.formatted(2, ""), line.formatted(3, ", \"seed\": 4"));
        assertThat(run(in)).isZero();
        List<String> first = Files.readAllLines(out());
        Map<String, JsonNode> byId = new HashMap<>();
        answers().forEach(answer -> byId.put(answer.get("custom_id").asText(), answer));
        assertThat(byId).hasSize(3);
        for (JsonNode answer : byId.values()) {
            assertThat(answer.get("error").isNull()).isTrue();
            assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(answer.at("/response/body/object").asText()).isEqualTo("text_completion");
            assertThat(answer.get("id").asText()).startsWith("batch_req_");
        }
        try (LocalModel alone = BytesModel.open(BytesModel.rambling())) {
            assertThat(byId.get("c3").at(CHOICE).asText())
                    .isEqualTo(alone.complete(
                                    "ab",
                                    CompletionOptions.defaults()
                                            .temperature(1.0)
                                            .maxTokens(6)
                                            .seed(4L))
                            .text());
        }
        assertThat(byId.get("c1").at(CHOICE)).isNotEqualTo(byId.get("c2").at(CHOICE));
        Files.delete(out());
        run(in);
        assertThat(Files.readAllLines(out())).containsExactlyInAnyOrderElementsOf(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": 1|malformed JSON",
                "[1]|is no JSON object",
                "{\"prompt\": \"a\"}|has no id",
                "{\"id\": 1.5, \"prompt\": \"a\"}|must be a text or a whole number",
                "{\"id\": 1}|has no prompt",
                "{\"id\": 1, \"prompt\": 7}|has no prompt",
                "{\"id\": 1, \"prompt\": \"a\", \"colour\": 1}|There is no field",
                "{\"id\": 1, \"prompt\": \"\"}|prompt",
                "{\"custom_id\": \"a\", \"method\": \"GET\", \"url\": \"/v1/completions\", \"body\": {}}|must be POST",
                "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/embeddings\", \"body\": {}}|url is",
                "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/completions\"}|has no body",
                "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/completions\", \"body\": {\"stream\": true}}|answered whole",
                "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/completions\", \"body\": {\"prompt\": \"a\", \"n\": 0}}|n is 0",
                "{\"id\": 1, \"prompt\": \"a\", \"text\": \"b\"}|a text to be scored",
                "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/completions\", \"body\": {\"prompt\": \"a\", \"model\": \"x\"}}|no model",
            })
    void aBadLineIsALineWithAnErrorAndStopsNoOther(String bad, String sentence) throws Exception {
        assertThat(run(rows(bad, "{\"id\": \"good\", \"prompt\": \"a\"}"))).isEqualTo(1);
        assertThat(answers()).hasSize(2);
        assertThat(Files.readAllLines(out()))
                .anyMatch(line -> line.contains(sentence))
                .anyMatch(line -> line.startsWith("{\"id\":\"good\",\"text\":"));
        // and counts in another run too
        assertThat(run(folder.resolve("in.jsonl"))).isEqualTo(1);
        assertThat(answers()).hasSize(2);
    }

    @Test
    void logprobsAreToldWhereAskedFor() throws Exception {
        Path in = rows(prompts(1));
        run(in);
        assertThat(answers().get(0).has("logprobs")).isFalse();
        Files.delete(out());
        details = Details.LOGPROBS;
        run(in);
        assertThat(answers().get(0).get("logprobs")).hasSize(8).allMatch(value -> value.asDouble() < 0);
    }

    @Test
    void anIdThatComesTwiceIsRefusedByName() throws Exception {
        Path in = rows("{\"id\": \"a\", \"prompt\": \"x\"}", "", "{\"id\": \"a\", \"prompt\": \"y\"}");
        assertThatThrownBy(() -> BatchFiles.open(in, out(), asked()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("\"a\"")
                .hasMessageContaining("stands in line 1 and in line 3");
        assertThat(out()).doesNotExist();
    }

    /** A number is another id than its digits. */
    @Test
    void numbersAndTextsAreDifferentIds() throws Exception {
        assertThat(run(rows("{\"id\": 7, \"prompt\": \"x\"}", "{\"id\": \"7\", \"prompt\": \"x\"}")))
                .isZero();
        assertThat(answers()).hasSize(2);
    }

    @Test
    void whatIsNoAnswerIsNotAddedTo() throws Exception {
        Files.writeString(out(), "{\"id\": \"a\", \"error\": \"of a test\"}\nmy notes\n");
        Path in = rows(prompts(1));
        assertThatThrownBy(() -> BatchFiles.open(in, out(), asked()))
                .isInstanceOf(IsothermException.class)
                .hasMessageContaining("Line 2 of")
                .hasMessageContaining("no answer of a batch");
        assertThat(Files.readString(out())).isEqualTo("{\"id\": \"a\", \"error\": \"of a test\"}\nmy notes\n");
    }

    @Test
    void oneFileIsNotBoth() throws Exception {
        Path in = rows(prompts(1));
        assertThatThrownBy(() -> BatchFiles.open(in, in, asked())).hasMessageContaining("Both files are");
        assertThatThrownBy(() -> BatchFiles.open(folder.resolve("none"), out(), asked()))
                .hasMessageContaining("There is no file");
    }

    @Test
    void twoBatchesDoNotWriteToOneFile() throws Exception {
        Path in = rows(prompts(1));
        try (BatchFiles first = BatchFiles.open(in, out(), asked())) {
            assertThat(first.rows()).isEqualTo(1);
            assertThatThrownBy(() -> BatchFiles.open(in, out(), asked()))
                    .hasMessageContaining("Another batch writes to");
        }
    }

    @Test
    void aPlaceThatIsNoFileIsRefused() throws Exception {
        Path in = rows(prompts(1));
        assertThatThrownBy(() -> BatchFiles.open(in, folder, asked())).hasMessageContaining("is no file that answers");
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "There is no /dev/full here.");
        assertThatThrownBy(() -> BatchFiles.open(in, full, asked())).hasMessageContaining("is no file that answers");
    }

    @Test
    void theLimitIsCheckedAndCountsRowsOfTheFile() throws Exception {
        Path in = rows(prompts(10));
        limit = 3;
        run(in);
        assertThat(answers()).hasSize(3);
        limit = 0;
        assertThatThrownBy(() -> run(in)).hasMessageContaining("--limit is 0");
    }
}
