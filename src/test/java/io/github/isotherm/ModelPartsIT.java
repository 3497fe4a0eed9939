package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights and tokenizer load side by side; whichever fails, its sentence is the one that is told. */
class ModelPartsIT {
    private static final Path WEIGHTS = Path.of("src/test/resources/fixtures/layouts/optimum");
    private static final Path TOKENIZER = LocalModel.bundledFolder().resolve("tokenizer.json");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyWeights() throws IOException {
        try (var files = Files.list(WEIGHTS)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void weightsAndTokenizerMeet() throws IOException {
        Files.copy(TOKENIZER, folder.resolve("tokenizer.json"));
        try (LocalModel model = open()) {
            assertThat(model.decode(model.encode("3.5"))).isEqualTo("3.5");
            assertThat(model.vocabulary().size()).isEqualTo(49152);
        }
    }

    @Test
    void whoeverOpensItSaysForHowLongAtMost() {
        EngineOptions hurried = EngineOptions.defaults().withOpenTimeout(Duration.ofNanos(1));
        assertThatThrownBy(() -> LocalModel.open(LocalModel.bundledFolder(), hurried))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not open after 0 ms");
        try (LocalModel model = LocalModel.open(
                LocalModel.bundledFolder(), EngineOptions.defaults().withOpenTimeout(Duration.ofHours(1)))) {
            assertThat(model.vocabularySize()).isEqualTo(49152);
        }
    }

    /** The graph has 40 tokens. */
    @Test
    void aTextWhoseTokensTheGraphLacksIsRefused() throws IOException {
        Files.copy(TOKENIZER, folder.resolve("tokenizer.json"));
        try (LocalModel model = open()) {
            assertThatThrownBy(() -> model.encode("a wonderful day"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the graph knows 40 tokens, ids 0 to 39")
                    .hasMessageContaining("are not of one model");
        }
    }

    @Test
    void aTokenizerThatIsCutShortIsNamed() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{\"vocab\":{\"a\":");
        assertThatThrownBy(this::open)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json is not valid JSON");
    }

    @Test
    void aTokenizerThatTheLibraryRefusesIsNamed() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{\"type\":\"none\",\"vocab\":{}}}");
        assertThatThrownBy(this::open)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json cannot be opened as a tokenizer");
    }

    @Test
    void aTemplateThatIsCutShortIsNamedByWhoWantsIt() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "{% for m in messages %}");
        try (LocalModel model = open()) {
            assertThat(model.hasChatFormat()).isTrue();
            assertThatThrownBy(model::chatFormat)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("The chat template cannot be read");
        }
    }

    @Test
    void weightsThatAreBrokenAreNamedWhateverTheTokenizer() throws IOException {
        for (String tokenizer : List.of(Files.readString(TOKENIZER), "{")) {
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
            Files.write(folder.resolve("model.onnx"), new byte[] {8, 1, 2});
            assertThatThrownBy(this::open).isInstanceOf(ModelException.class).hasMessageContaining("model.onnx");
        }
    }

    private LocalModel open() {
        return LocalModel.of(ModelParts.open(ModelFolder.open(folder), EngineOptions.defaults()));
    }
}
