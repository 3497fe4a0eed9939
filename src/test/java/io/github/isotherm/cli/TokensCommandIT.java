package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose tokenizer puts a token before every prompt, as Llama's does. */
class TokensCommandIT {
    @TempDir
    static Path model;

    @BeforeAll
    static void putTogether() throws IOException {
        Path fixtures = Path.of("src/test/resources/fixtures");
        try (Stream<Path> graph = Files.list(fixtures.resolve("layouts/optimum"))) {
            for (Path file : graph.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Files.copy(fixtures.resolve("tokenizers/llama/tokenizer.json"), model.resolve("tokenizer.json"));
    }

    private static String tokens(String... options) {
        String[] line = Stream.concat(Stream.of("tokens", "the day", "-m", model.toString()), Stream.of(options))
                .toArray(String[]::new);
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void showsWhatAPromptBeginsWith() {
        assertThat(tokens().lines().findFirst().orElseThrow()).contains("1").contains("<s>");
    }

    @Test
    void theGraphIsNotRead(@TempDir Path unreadable) throws IOException {
        Files.copy(model.resolve("tokenizer.json"), unreadable.resolve("tokenizer.json"));
        String whole = tokens();
        assertThat(CommandLineRun.of("tokens", "the day", "-m", unreadable.toString())
                        .out())
                .as("no graph")
                .isEqualTo(whole);
        Path graph = Files.writeString(unreadable.resolve("model.onnx"), "no graph");
        for (Path place : List.of(unreadable, graph)) {
            assertThat(CommandLineRun.of("tokens", "the day", "-m", place.toString())
                            .out())
                    .isEqualTo(whole);
        }
        assertThat(CommandLineRun.of("complete", "the day", "-m", unreadable.toString())
                        .code())
                .as("who predicts reads it")
                .isEqualTo(1);
    }

    @Test
    void withoutATokenizerItIsOneSentence(@TempDir Path folder) throws IOException {
        CommandLineRun none = CommandLineRun.of("tokens", "the day", "-m", folder.toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err().strip().lines()).hasSize(1);
        assertThat(none.err()).contains("holds no ONNX model");
        Files.writeString(folder.resolve("model.onnx"), "");
        CommandLineRun mute = CommandLineRun.of("tokens", "the day", "-m", folder.toString());
        assertThat(mute.code()).isEqualTo(1);
        assertThat(mute.err().strip().lines()).hasSize(1);
        assertThat(mute.err()).contains("has no tokenizer.json, so it cannot read or write text");
    }

    @Test
    void optionsOfTheModelAreChecked() {
        CommandLineRun run = CommandLineRun.of("tokens", "the day", "-m", model.toString(), "--threads", "0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--threads");
    }

    @Test
    void theTextAloneIsTheRest() {
        assertThat(tokens("--no-special")).doesNotContain("<s>");
        assertThat(tokens().lines().skip(1).map(String::strip))
                .containsExactlyElementsOf(
                        tokens("--no-special").lines().map(String::strip).toList());
    }
}
