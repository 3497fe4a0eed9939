package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fingerprint covers what was opened, and nothing else. */
class ModelFingerprintTest {
    private static final Path LAYOUTS = Path.of("src", "test", "resources", "fixtures", "layouts");

    /** Who made the graph, as it says itself: nothing is computed from it. */
    private static final String MAKER = "isotherm tests";

    private static final String OTHER_MAKER = "isotherm TESTS";

    @TempDir
    Path folder;

    /** By {@code sha256sum}, of each name and the file's bytes, one after the other. */
    @Test
    void isTheHashOfNamesAndBytes() throws IOException {
        copy("external", "onnx/model.onnx", "onnx/model.onnx_data");
        assertThat(fingerprint(folder)).isEqualTo("19ada908bdb07ce9ebc24bd27a44c3a09c6ad424a05e41b918ec052fc7701c0f");
    }

    @Test
    void changesWithAGraphInAFolderOfItsOwn() throws IOException {
        copy("optimum", "model.onnx");
        Path graph = moved("model.onnx", "onnx/model.onnx");
        String before = fingerprint(folder);
        replace(graph, MAKER, OTHER_MAKER);
        assertThat(fingerprint(folder)).isNotEqualTo(before);
    }

    @Test
    void changesWithWeightsOfAnyNameInAnyFolder() throws IOException {
        copy("external", "onnx/model.onnx", "onnx/model.onnx_data");
        replace(folder.resolve("onnx/model.onnx"), "model.onnx_data", "data/floats.bin");
        Path weights = moved("onnx/model.onnx_data", "onnx/data/floats.bin");
        String before = fingerprint(folder);
        changeLastByte(weights);
        assertThat(fingerprint(folder)).isNotEqualTo(before);
    }

    @Test
    void isThatOfTheGraphThatWasOpenedAmongSeveral() throws IOException {
        copy("optimum", "model.onnx");
        String alone = fingerprint(folder);
        Files.copy(LAYOUTS.resolve("gaps/model.onnx"), folder.resolve("model_q4.onnx"));
        assertThat(fingerprint(folder)).isEqualTo(alone);
        assertThat(fingerprint(folder.resolve("model_q4.onnx"))).isNotEqualTo(alone);
    }

    @Test
    void changesWithTheSecondGraphOfAPair() throws IOException {
        copy("pair", "decoder_model.onnx", "decoder_with_past_model.onnx");
        String before = fingerprint(folder);
        replace(folder.resolve("decoder_with_past_model.onnx"), MAKER, OTHER_MAKER);
        assertThat(fingerprint(folder)).isNotEqualTo(before);
    }

    private void copy(String layout, String... names) throws IOException {
        for (String name : List.of(names)) {
            Path target = folder.resolve(name);
            Files.createDirectories(target.resolveSibling(""));
            Files.copy(LAYOUTS.resolve(layout).resolve(name), target);
        }
        Path config = LAYOUTS.resolve(layout).resolve("config.json");
        if (Files.exists(config)) {
            Files.copy(config, folder.resolve("config.json"));
        }
    }

    private Path moved(String from, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.resolveSibling(""));
        return Files.move(folder.resolve(from), target);
    }

    /** By a text as long. */
    private static void replace(Path file, String before, String after) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).contains(before);
        Files.writeString(file, content.replace(before, after), StandardCharsets.ISO_8859_1);
    }

    private static void changeLastByte(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
    }

    private static String fingerprint(Path place) {
        try (LocalModel model = LocalModel.open(place)) {
            return model.fingerprint();
        }
    }
}
