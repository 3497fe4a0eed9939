package io.github.isotherm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.RowSeed;
import io.github.isotherm.SmallModel;
import io.github.isotherm.batch.BatchFiles;
import io.github.isotherm.batch.BatchOptions;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The runnable jar on real Sparks: {@code mvn -Pspark verify}; {@code -Dspark.rows=10000} for the full table. */
@Timeout(4 * Patience.SECONDS)
class SparkIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path BUNDLED =
            Path.of("models", "smollm2-135m-instruct").toAbsolutePath();
    private static final String SPARKS = System.getProperty("isotherm.spark", "");
    private static final int ROWS = Integer.getInteger("spark.rows", 1000);
    private static final long SEED = 22;

    @TempDir
    private static Path scratch;

    private static Path small;
    private static Map<Long, JsonNode> lines;
    private static LocalModel alone;

    static List<InstalledSpark> sparks() {
        return Stream.of("3.5.9", "4.2.0")
                .map(version -> new InstalledSpark(Path.of(SPARKS, version)))
                .toList();
    }

    @BeforeAll
    static void answerTheRowsAsABatch() throws Exception {
        assumeTrue(!SPARKS.isEmpty(), "Spark is not tested here; mvn -Pspark verify does");
        small = SmallModel.in(scratch);
        Path in = Files.write(
                scratch.resolve("in.jsonl"),
                IntStream.range(0, ROWS).mapToObj(SparkIT::line).toList());
        Path out = scratch.resolve("out.jsonl");
        try (LocalModel model = LocalModel.open(small);
                BatchFiles files = BatchFiles.open(
                        in,
                        out,
                        BatchOptions.defaults()
                                .completion(Stories.OPTIONS)
                                .details(Details.LOGPROBS)
                                .seed(SEED))) {
            files.run(model, (done, isError, read, written) -> {});
        }
        lines = read(out).stream()
                .collect(Collectors.toMap(line -> line.get("id").asLong(), Function.identity()));
        alone = LocalModel.open(BUNDLED);
    }

    @AfterAll
    static void close() {
        if (alone != null) {
            alone.close();
        }
    }

    private static String line(int id) {
        return id % 20 == 19
                ? "{\"id\": " + id + "}"
                : "{\"id\": " + id + ", \"prompt\": \"" + Stories.prompt(id) + "\"}";
    }

    private static List<JsonNode> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(SparkIT::json).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Each row once, in the table's order, and the values of its line in the batch, to the last bit of a probability. */
    private static void areTheLinesOfTheBatch(Path answers) throws IOException {
        List<JsonNode> rows = read(answers);
        assertThat(rows.stream().map(row -> row.get("id").asLong()))
                .containsExactlyElementsOf(
                        IntStream.range(0, ROWS).mapToObj(id -> (long) id).toList());
        for (JsonNode row : rows) {
            JsonNode line = lines.get(row.get("id").asLong());
            if (line.has("error")) {
                assertThat(row.get("error").asText()).isEqualTo("The row has no text; give it one.");
                assertThat(row.size()).isEqualTo(2);
            } else {
                assertThat(row).isEqualTo(line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sparks")
    void rowsAreThoseOfABatchInAnyPartitionsAndAttempts(InstalledSpark spark) throws IOException {
        Path out = Files.createTempDirectory(scratch, "rows");
        String said = spark.submit(scratch, "local[2,3]", SparkRows.class, small, out, ROWS, "1,7,64", "throw");
        assertThat(said.split("Lost task", -1)).as(said).hasSize(1 + 3);
        for (String partitions : List.of("1", "7", "64")) {
            areTheLinesOfTheBatch(out.resolve("rows-" + partitions + ".jsonl"));
        }
        long answered = lines.values().stream().filter(line -> line.has("text")).count();
        assertThat(said)
                .contains("counted " + 3 * ROWS + " rows, " + 3 * (ROWS - answered) + " errors")
                .contains(" and " + 3 * answered * 3 + " tokens, 1 kinds of processor");
    }

    @Test
    void anExecutorThatDiesLosesNoRow() throws IOException {
        Path out = Files.createTempDirectory(scratch, "cluster");
        InstalledSpark spark = sparks().get(1);
        String said = spark.submit(scratch, "local-cluster[2,1,1024]", SparkRows.class, small, out, ROWS, "7", "halt");
        assertThat(said).contains("exited with code 137");
        areTheLinesOfTheBatch(out.resolve("rows-7.jsonl"));
    }

    @ParameterizedTest
    @MethodSource("sparks")
    void tablesTellWhatTheLibraryTells(InstalledSpark spark) throws IOException {
        Path out = Files.createTempDirectory(scratch, "tables");
        spark.submit(scratch, "local[2]", SparkTables.class, BUNDLED, small, out);
        texts(read(out.resolve("texts")));
        isCompleted(read(out.resolve("numbers")).get(0), "7");
        assertThat(out.resolve("type")).hasContent("smallint");
        assertThat(out.resolve("metrics")).hasContent("6 3 12 9 1");
        List<JsonNode> scores = read(out.resolve("scores"));
        isScored(scores.get(0), SparkTables.PROMPT);
        isScored(scores.get(1), "The");
        assertThat(scores.get(2).get("error").asText()).isEqualTo("The row has no text; give it one.");
        assertThat(scores.get(3).get("error").asText()).startsWith("The text to score has no tokens");
        List<JsonNode> next = read(out.resolve("next"));
        isNext(next.get(0), SparkTables.PROMPT, 4, 0.7, "top-k=40 > top-p=0.95");
        isNext(next.get(1), "The", 4, 0.7, "top-k=40 > top-p=0.95");
        assertThat(next.get(3).get("error").asText()).startsWith("The prompt is empty");
        functions(read(out.resolve("functions")));
        assertThat(Files.readAllLines(out.resolve("refusals")))
                .hasSize(10)
                .doesNotContain("not refused")
                .allSatisfy(sentence -> assertThat(sentence).endsWith("."));
        assertThat(Files.readAllLines(out.resolve("processors")))
                .satisfiesExactly(
                        warned -> assertThat(warned).isEqualTo("WARN 10000 rows"),
                        required -> assertThat(required).startsWith("The rows were answered on 2 kinds of processor"),
                        failed -> assertThat(failed)
                                .startsWith("FAIL ")
                                .contains("The rows were answered on 2 kinds of processor"),
                        required -> assertThat(required).startsWith("The rows were answered on 2 kinds of processor"));
        assertThat(out.resolve("models")).hasContent("1 apart");
        assertThat(out.resolve("cancelled")).hasContent("cancelled, idle");
    }

    private static void texts(List<JsonNode> rows) {
        assertThat(rows).hasSize(6);
        isCompleted(rows.get(0), "\"a \\\"quoted\\\" é\"");
        isCompleted(rows.get(1), "\"twice\"");
        assertThat(rows.get(2)).isEqualTo(rows.get(1));
        assertThat(rows.get(3).has("key")).isFalse();
        assertThat(rows.get(3).get("error").asText()).isEqualTo("The row has no id; give it one.");
        assertThat(rows.get(4).get("error").asText()).isEqualTo("The row has no text; give it one.");
        assertThat(rows.get(5).get("error").asText()).startsWith("The prompt is empty");
    }

    private static void isCompleted(JsonNode row, String key) {
        isCompleted(row, key, CompletionOptions.defaults().temperature(1));
    }

    private static void isCompleted(JsonNode row, String key, CompletionOptions asked) {
        long seed = RowSeed.of(SEED, key).value();
        CompletionOptions options = asked.maxTokens(3).seed(seed);
        assertThat(row.get("seed").asLong()).isEqualTo(seed);
        assertThat(row.get("text").asText())
                .isEqualTo(alone.complete(SparkTables.PROMPT, options).text());
    }

    private static void isScored(JsonNode row, String text) {
        int[] ids = alone.encodePrompt(text);
        List<TokenScore> scores = alone.scores(ids, 0, new Cancellation());
        assertThat(row.get("token_ids"))
                .map(JsonNode::asInt)
                .containsExactlyElementsOf(IntStream.of(ids).boxed().toList());
        assertThat(row.get("logprobs").get(0).isNull()).isTrue();
        assertThat(row.get("logprobs")).hasSize(ids.length);
        for (int i = 1; i < ids.length; i++) {
            assertThat(row.get("logprobs").get(i).asDouble())
                    .isEqualTo(scores.get(i - 1).logprob());
        }
        double sum = scores.stream().mapToDouble(TokenScore::logprob).sum();
        assertThat(row.get("logprob").asDouble()).isCloseTo(sum, within(1e-9));
    }

    private static void isNext(JsonNode row, String prompt, int top, double temperature, String chain) {
        Distribution expected = alone.next(
                        alone.encodePrompt(prompt),
                        new TemperatureSweep(
                                ProcessorCatalog.standard().parse(chain), List.of(temperature), top, List.of()))
                .distributions()
                .get(0);
        assertThat(row.get("tokens")).hasSize(top);
        for (int i = 0; i < top; i++) {
            JsonNode token = row.get("tokens").get(i);
            assertThat(token.get("id").asInt()).isEqualTo(expected.top().get(i).id());
            assertThat(token.get("probability").asDouble())
                    .isEqualTo(expected.top().get(i).probability());
            assertThat(token.get("text").asText())
                    .isEqualTo(alone.decode(token.get("id").asInt()));
        }
        assertThat(row.get("rest").asDouble()).isEqualTo(expected.rest().probability());
        assertThat(row.get("entropy").asDouble()).isEqualTo(expected.entropy());
    }

    private static void functions(List<JsonNode> rows) {
        isCompleted(rows.get(0).get("completion"), "7");
        isScored(rows.get(0).get("score"), SparkTables.PROMPT);
        isNext(rows.get(0).get("next"), SparkTables.PROMPT, 2, 1, "");
        for (String function : List.of("completion", "score", "next")) {
            assertThat(rows.get(1).get(function).get("error").asText()).isEqualTo("The row has no text; give it one.");
        }
    }

    /** The model is on the class path. */
    @ParameterizedTest
    @MethodSource("sparks")
    void pythonHasTheSameRows(InstalledSpark spark) throws IOException {
        Path program = Path.of("src", "test", "python", "spark", "rows.py");
        List<String> said = spark.python(scratch, program, modelJar()).lines().toList();
        CompletionOptions settings = CompletionOptions.defaults().temperature(1);
        CompletionOptions chain =
                CompletionOptions.defaults().chain(ProcessorCatalog.standard().parse("temperature=1"));
        Map<String, CompletionOptions> ways = Map.of("over ", settings, "sql ", settings, "name ", chain);
        ways.forEach((way, options) -> {
            List<JsonNode> rows = said.stream()
                    .filter(line -> line.startsWith(way))
                    .map(line -> json(line.substring(way.length())))
                    .toList();
            assertThat(rows).as(String.join("\n", said)).hasSize(2);
            isCompleted(rows.get(0), "7", options);
            assertThat(rows.get(1).get("error").asText()).isEqualTo("The row has no text; give it one.");
        });
    }

    private static Path modelJar() throws IOException {
        Path folder =
                Path.of(System.getProperty("isotherm.jar")).toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-smollm2-135m-instruct.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
