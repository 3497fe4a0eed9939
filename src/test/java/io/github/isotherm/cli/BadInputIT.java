package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is one sentence on standard error, no stack trace, and the exit code of the design. */
class BadInputIT {
    private static final Path BUNDLED = Path.of("models", "smollm2-135m-instruct");

    @TempDir
    private Path folder;

    private static void fails(CommandLineRun run, int code, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(run.err().lines().filter(line -> line.startsWith("isotherm: ")))
                .hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void missingFolder() {
        fails(
                CommandLineRun.of("complete", "hello", "--model", "no/such/folder"),
                1,
                "no/such/folder",
                "no model folder");
    }

    @Test
    void memoryThatIsNoSize() {
        fails(CommandLineRun.of("complete", "hello", "--kv-memory", "lots"), 2, "--kv-memory is \"lots\"", "512MB");
        fails(CommandLineRun.of("bench", "--kv-memory", "1GB"), 2, "--kv-memory has no meaning here");
        fails(
                CommandLineRun.of("complete", "hello", "--speculate", "on"),
                2,
                "--speculate is on but must be one of prompt-lookup, off");
        fails(CommandLineRun.of("bench", "--speculate", "off"), 2, "--speculate has no meaning here");
    }

    @Test
    void moreTextThanMemory() {
        fails(
                CommandLineRun.of("complete", "hello", "-n", "2000", "--kv-memory", "50MB"),
                1,
                "tokens",
                "but the budget is 50.0 MB",
                "--kv-memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "next"})
    void aSavedRunWithTokensThatTheModelLacks(String command) throws IOException {
        Path saved = folder.resolve("run.json");
        assertThat(CommandLineRun.of(command, "This is", "--save", saved.toString())
                        .code())
                .isZero();
        String ids = "\"ids\":[1348,314]";
        assertThat(Files.readString(saved)).contains(ids);
        Files.writeString(saved, Files.readString(saved).replace(ids, "\"ids\":[1348,49152]"));
        fails(
                CommandLineRun.of(command, "--replay", saved.toString()),
                2,
                "the token 49152 but",
                "has 49152 of them, from 0",
                "a file that --save wrote, unchanged");
    }

    @Test
    void missingFolderNamedByTheEnvironment() {
        fails(
                CommandLineRun.with(Map.of("ISOTHERM_MODEL", "no/such/folder"), "", "complete", "hello"),
                1,
                "ISOTHERM_MODEL");
    }

    @Test
    void folderWithoutAModel() {
        fails(CommandLineRun.of("complete", "hello", "--model", folder.toString()), 1, folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "next", "tokens", "logits"})
    void folderWithoutTokenizerCannotReadText(String command) throws IOException {
        copyBundled("tokenizer.json", "tokenizer_config.json");
        fails(CommandLineRun.of(command, "hello", "--model", folder.toString()), 1, "has no tokenizer.json");
    }

    @Test
    void folderWithoutTokenizerStillAnswersInIds() throws IOException {
        copyBundled("tokenizer.json", "tokenizer_config.json");
        CommandLineRun run = CommandLineRun.of("logits", "--ids", "1348,314", "--model", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("{\"model\":").contains("\"ids\":[1348,314]");
    }

    @Test
    void truncatedWeights() throws IOException {
        copyBundled("model.onnx.data");
        Path data = folder.resolve("model.onnx.data");
        Files.copy(BUNDLED.resolve("model.onnx.data"), data);
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
            channel.truncate(10_000_000);
        }
        fails(CommandLineRun.of("complete", "hello", "--model", folder.toString()), 1, "model.onnx");
    }

    @Test
    void missingWeights() throws IOException {
        copyBundled("model.onnx.data");
        fails(CommandLineRun.of("complete", "hello", "--model", folder.toString()), 1, "model.onnx");
    }

    @Test
    void negativeTemperature() {
        fails(CommandLineRun.of("complete", "hello", "-t", "-1"), 2, "temperature is -1");
        fails(CommandLineRun.of("next", "hello", "-t", "-1"), 2, "temperature is -1");
    }

    @Test
    void topPAboveOne() {
        fails(CommandLineRun.of("complete", "hello", "--top-p", "1.5"), 2, "top-p is 1.5", "between 0 and 1");
    }

    @Test
    void emptyPrompt() {
        fails(CommandLineRun.of("complete", ""), 2, "prompt is empty");
        fails(CommandLineRun.with("", "next"), 2, "prompt is empty");
    }

    @Test
    void promptLongerThanTheContext() {
        fails(CommandLineRun.with("word ".repeat(9000), "complete"), 1, "8192", "tokens");
        fails(CommandLineRun.with("word ".repeat(9000), "next"), 1, "8192", "tokens");
    }

    @Test
    void unknownOption() {
        fails(CommandLineRun.of("complete", "hello", "--tempurature", "1"), 2, "--tempurature", "--temperature");
    }

    @Test
    void noTokensAtAll() {
        fails(CommandLineRun.of("complete", "hello", "--max-tokens", "0"), 2, "max-tokens is 0");
    }

    @Test
    void tokenIdOutsideTheVocabulary() {
        fails(CommandLineRun.of("logits", "--ids", "49152"), 2, "49152", "49151");
    }

    @Test
    void biasOfATokenOutsideTheVocabulary() {
        fails(CommandLineRun.of("next", "hello", "--logit-bias", "{60000: 1}"), 2, "60000");
    }

    @Test
    void seedTooLargeForJson() {
        fails(CommandLineRun.of("complete", "hello", "--seed", "9007199254740992"), 2, "seed");
    }

    @Test
    void logprobsNeedJson() {
        fails(CommandLineRun.of("complete", "hello", "--logprobs", "3"), 2, "--json");
    }

    @Test
    void emptyCandidate() {
        fails(CommandLineRun.of("next", "hello", "--candidates", "day,,night"), 2, "candidate is empty");
    }

    private void copyBundled(String... without) throws IOException {
        try (Stream<Path> files = Files.list(BUNDLED)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!java.util.List.of(without).contains(name)) {
                    link(file, folder.resolve(name));
                }
            }
        }
    }

    /** A hard link where the file system has them: the weights are large. */
    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file.toAbsolutePath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, target);
        }
    }
}
