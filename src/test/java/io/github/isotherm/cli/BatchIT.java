package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.SmallModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code isotherm batch} with the bundled model. */
@Timeout(Patience.SECONDS)
class BatchIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MODEL = "models/smollm2-135m-instruct";
    private static final int ROWS = 40;
    private static final int MANY = Integer.getInteger("batch.rows", 20_000);
    private static final int KILLS = Integer.getInteger("batch.kills", 3);

    @TempDir
    private Path folder;

    private static String prompt(int number) {
        return "Story " + number + " begins with a cat and";
    }

    private Path rows(int count) throws IOException {
        return Files.write(
                folder.resolve("in.jsonl"),
                IntStream.range(0, count).mapToObj(BatchIT::row).toList());
    }

    private static String row(int number) {
        return number % 5 == 0
                ? "{\"custom_id\": \"c" + number
                        + "\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": "
                        + "{\"messages\": [{\"role\": \"user\", \"content\": \"" + prompt(number)
                        + "\"}], \"max_tokens\": 6, \"temperature\": 1}}"
                : "{\"id\": " + number + ", \"prompt\": \"" + prompt(number) + "\"}";
    }

    private CommandLineRun batch(Path in, Path out, String... more) {
        List<String> line = new ArrayList<>(List.of("batch", in.toString(), "-o", out.toString(), "-m", MODEL));
        line.addAll(List.of("-n", "6", "-t", "1"));
        line.addAll(List.of(more));
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    @Test
    void rowsAreTheTextsOfTheLibraryAndTheSameInTwoRuns() throws Exception {
        Path in = rows(20);
        Path out = folder.resolve("out.jsonl");
        CommandLineRun first = batch(in, out, "--limit", "7");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("7 of 20 rows answered, 0 of them with an error.");
        CommandLineRun second = batch(in, out);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.err()).contains("7 answers are in").contains("20 of 20 rows answered");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(20);
        try (LocalModel alone = LocalModel.open(Path.of(MODEL))) {
            for (String line : lines) {
                JsonNode answer = JSON.readTree(line);
                if (answer.has("text")) {
                    assertThat(answer.get("text").asText())
                            .isEqualTo(alone.complete(
                                            prompt(answer.get("id").asInt()),
                                            CompletionOptions.defaults()
                                                    .temperature(1.0)
                                                    .maxTokens(6)
                                                    .seed(answer.get("seed").asLong()))
                                    .text());
                } else {
                    assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
                }
            }
        }
        Path whole = folder.resolve("whole.jsonl");
        assertThat(batch(in, whole).code()).isZero();
        assertThat(Files.readAllLines(whole)).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void copiesOfTheModelGiveTheSameLines() throws Exception {
        Path in = rows(12);
        Path one = folder.resolve("one.jsonl");
        Path two = folder.resolve("two.jsonl");
        assertThat(batch(in, one, "--copies", "1").code()).isZero();
        CommandLineRun copies = batch(in, two, "--copies", "2", "--threads", "2");
        assertThat(copies.code()).as(copies.err()).isZero();
        assertThat(Files.readAllLines(two)).containsExactlyInAnyOrderElementsOf(Files.readAllLines(one));
        assertThat(batch(in, two, "--copies", "0").err()).contains("--copies is 0");
        assertThat(batch(in, two, "--copies", "65").err()).contains("--copies is 65");
    }

    @Test
    void errorsAreToldAndTheCodeIsOne() throws Exception {
        Path in = Files.writeString(
                folder.resolve("bad.jsonl"), "{\"id\": 1, \"prompt\": \"a\"}\n{\"id\": 2}\n{\"id\": \"x\n");
        CommandLineRun run = batch(in, folder.resolve("out.jsonl"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("3 of 3 rows answered, 2 of them with an error.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        Path in = Files.writeString(
                folder.resolve("twice.jsonl"), "{\"id\": 1, \"prompt\": \"a\"}\n{\"id\": 1, \"prompt\": \"b\"}\n");
        CommandLineRun twice = batch(in, folder.resolve("out.jsonl"));
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("stands in line 1 and in line 2");
        CommandLineRun limit = batch(in, folder.resolve("out.jsonl"), "--limit", "0");
        assertThat(limit.code()).isEqualTo(2);
        assertThat(limit.err()).contains("--limit is 0");
        CommandLineRun none = batch(folder.resolve("none"), folder.resolve("out.jsonl"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("There is no file");
    }

    /** The file is read at every temperature from the same draws: the rows of T = 0 are those of -t 0. */
    @Test
    void aTableIsAnsweredAtEachTemperatureAndReported() throws Exception {
        Path in = Files.writeString(
                folder.resolve("in.csv"), "question,key\n\"Name a colour, such as\",a\nThis is a wonderful,b\n");
        Path out = folder.resolve("out.jsonl");
        Path picture = folder.resolve("all.svg");
        String[] columns = {"--prompt-column", "question", "--id-column", "key"};
        List<String> line = new ArrayList<>(List.of("batch", in.toString(), "-o", out.toString(), "-m", MODEL));
        line.addAll(List.of(columns));
        line.addAll(List.of("-n", "5", "--temperatures", "0,1.5", "--report", picture.toString(), "--ascii"));
        CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("4 answers to 2 rows at 2 temperatures, 0 of them an error.");
        assertThat(run.out())
                .contains("in.csv, seed 0")
                .containsPattern("(?m)^ +0 +2 +0 ")
                .containsPattern("(?m)^ +1\\.5 +2 +0 ");
        assertThat(Files.readString(picture)).startsWith("<svg").contains("in.csv");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(4);
        try (LocalModel alone = LocalModel.open(Path.of(MODEL))) {
            for (String each : lines) {
                JsonNode answer = JSON.readTree(each);
                String prompt =
                        answer.get("id").asText().equals("a") ? "Name a colour, such as" : "This is a wonderful";
                assertThat(answer.get("text").asText())
                        .isEqualTo(alone.complete(
                                        prompt,
                                        CompletionOptions.defaults()
                                                .temperature(answer.get("temperature")
                                                        .asDouble())
                                                .maxTokens(5)
                                                .seed(answer.get("seed").asLong()))
                                .text());
            }
        }
        // once more: nothing is missing, and the report is the same
        CommandLineRun again = CommandLineRun.of(line.toArray(String[]::new));
        assertThat(again.out()).isEqualTo(run.out());
        assertThat(Files.readAllLines(out)).isEqualTo(lines);
    }

    @Test
    void textsAreScored() throws Exception {
        Path in = Files.writeString(
                folder.resolve("in.jsonl"),
                "{\"id\": 1, \"prompt\": \"This is a wonderful\", \"text\": \" day\"}\n"
                        + "{\"id\": 2, \"prompt\": \"This is a wonderful day\"}\n");
        Path out = folder.resolve("out.jsonl");
        CommandLineRun run =
                CommandLineRun.of("batch", in.toString(), "-o", out.toString(), "-m", MODEL, "--score-only");
        assertThat(run.code()).as(run.err()).isZero();
        try (LocalModel alone = LocalModel.open(Path.of(MODEL))) {
            int[] ids = alone.encode("This is a wonderful day");
            for (String each : Files.readAllLines(out)) {
                JsonNode answer = JSON.readTree(each);
                double sum = 0;
                for (int at = answer.get("id").asInt() == 1 ? ids.length - 1 : 1; at < ids.length; at++) {
                    sum += logprob(alone.logits(Arrays.copyOf(ids, at)), ids[at]);
                }
                assertThat(answer.get("logprob").asDouble()).isCloseTo(sum, within(1e-9));
            }
        }
    }

    private static double logprob(float[] logits, int id) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - (double) logits[id]);
        }
        return -Math.log(sum);
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() throws Exception {
        Path in = rows(2);
        Path out = folder.resolve("out.jsonl");
        for (String[] more : new String[][] {
            {"--temperatures", "1,2"},
            {"--score-only"},
            {"--text-column", "a"},
            {"--prompt-column", "a"},
            {"--report", "report.txt"},
            {"--report", "/nowhere/a.svg"},
        }) {
            CommandLineRun run = batch(in, out, more);
            assertThat(run.code()).as(more[0] + run.err()).isEqualTo(2);
            assertThat(run.err().lines().filter(said -> !said.isBlank())).hasSizeLessThanOrEqualTo(3);
            assertThat(out).doesNotExist();
        }
        for (String[] more : new String[][] {
            {"-n", "1"},
            {"-t", "1"},
            {"--seed", "1"},
            {"--logprobs"},
            {"--stop", "a"},
            {"--temperatures", "1"},
            {"--report", "a.svg"}
        }) {
            List<String> line = new ArrayList<>(List.of("batch", in.toString(), "-o", out.toString(), "--score-only"));
            line.addAll(List.of(more));
            CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("is given, but --score-only");
        }
    }

    private static List<String> program(Path in, Path out) {
        return JavaProgram.with(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "batch",
                in.toString(),
                "-o",
                out.toString(),
                "-m",
                Path.of(MODEL).toAbsolutePath().toString(),
                "-n",
                "6",
                "-t",
                "1");
    }

    @Test
    void aBatchThatIsKilledGoesOnToTheSameLines() throws Exception {
        Path in = rows(ROWS);
        Path whole = folder.resolve("whole.jsonl");
        assertThat(batch(in, whole).code()).isZero();
        Path killed = folder.resolve("killed.jsonl");
        Random random = new Random(22);
        for (int i = 0; i < KILLS; i++) {
            long before = Files.exists(killed) ? Files.size(killed) : 0;
            Process process = new ProcessBuilder(program(in, killed))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Patience.until(() -> !process.isAlive() || size(killed) > before);
            Thread.sleep(random.nextInt(300));
            process.destroyForcibly().waitFor();
        }
        assertThat(batch(in, killed).code()).isZero();
        assertThat(Files.readAllLines(killed)).containsExactlyInAnyOrderElementsOf(Files.readAllLines(whole));
    }

    /** A graph of 40 characters is quick; what rows leave behind would be the same. */
    @Test
    void manyRowsNeedNoMoreMemoryThanFew() throws Exception {
        Path in = Files.write(
                folder.resolve("many.jsonl"),
                IntStream.range(0, MANY)
                        .mapToObj(i -> "{\"id\": " + i + ", \"prompt\": \"row " + i + " of many\"}")
                        .toList());
        Path out = folder.resolve("many-answers.jsonl");
        File said = folder.resolve("said").toFile();
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "batch",
                        in.toString(),
                        "-o",
                        out.toString(),
                        "-m",
                        SmallModel.in(folder).toString(),
                        "-n",
                        "4",
                        "-t",
                        "1",
                        "--no-spinning"))
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said.toPath())).isZero();
        try (Stream<String> lines = Files.lines(out)) {
            assertThat(lines.count()).isEqualTo(MANY);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The disk has room for some answers. */
    @Test
    void aFullDiskIsASentenceAndTheBatchGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path in = rows(ROWS);
        Path part = folder.resolve("part.jsonl");
        String script = "mount -t tmpfs -o size=8k tmpfs " + disk + " && \"$@\"; code=$?; cp " + disk + "/out.jsonl "
                + part + "; exit $code";
        List<String> before = List.of("unshare", "-rm", "sh", "-c", script, "sh");
        assumeTrue(mounts(before), "no mounts are allowed here");
        File said = Files.createTempFile(folder, "said", "").toFile();
        List<String> command = Stream.concat(before.stream(), program(in, disk.resolve("out.jsonl")).stream())
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said.toPath(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isEqualTo(1);
        assertThat(text)
                .contains("there is no room left on the disk of " + disk)
                .contains("the same command goes on from there")
                .doesNotContain("\tat ");
        assertThat(Files.size(part)).isPositive();
        assertThat(batch(in, part).code()).isZero();
        Path whole = folder.resolve("whole.jsonl");
        assertThat(batch(in, whole).code()).isZero();
        assertThat(Files.readAllLines(part)).containsExactlyInAnyOrderElementsOf(Files.readAllLines(whole));
    }

    private static boolean mounts(List<String> before) throws Exception {
        List<String> nothing = Stream.concat(before.stream(), Stream.of("true")).toList();
        Process process = new ProcessBuilder(nothing)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
