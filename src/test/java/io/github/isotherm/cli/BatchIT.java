package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
