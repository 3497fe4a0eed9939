package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void theTextAloneIsTheRest() {
        assertThat(tokens("--no-special")).doesNotContain("<s>");
        assertThat(tokens().lines().skip(1).map(String::strip))
                .containsExactlyElementsOf(
                        tokens("--no-special").lines().map(String::strip).toList());
    }
}
