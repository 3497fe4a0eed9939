package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A model whose files are not what they were when it is to be widened goes on as it is. Windows keeps open files. */
@DisabledOnOs(OS.WINDOWS)
class WideningTest {
    private static final List<String> FILES = List.of("model.onnx", "model.onnx.data", "genai_config.json");
    private static final int[] IDS = randomIds(60, 64, 1);

    @TempDir
    private Path folder;

    private Path graph;
    private Path weights;

    @BeforeEach
    void copyFiles() throws IOException {
        graph = folder.resolve("model.onnx");
        weights = folder.resolve("model.onnx.data");
        for (String name : FILES) {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            Files.copy(Models.TINY.resolve(name), file, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** A new file, as a running model may have the old one mapped. */
    private static void put(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, bytes);
    }

    private interface Damage {
        void happen() throws IOException;
    }

    private static int[] part(int from, int to) {
        return Arrays.copyOfRange(IDS, from, to);
    }

    private static float[][] expected() {
        try (OnnxModel model = Models.open(Models.TINY, EngineOptions.defaults());
                Sequence sequence = model.open()) {
            Logits logits = run(model, sequence, IDS, IDS.length);
            float[][] expected = new float[IDS.length][];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = at(model, logits, 0, i);
            }
            return expected;
        }
    }

    private void goesOnAfter(Damage damage) throws IOException {
        float[][] expected = expected();
        try (OnnxModel model = Models.open(folder, EngineOptions.defaults().withRows(2));
                Sequence one = model.open();
                Sequence two = model.open()) {
            feed(model, one, part(0, 20));
            damage.happen();
            model.widen(4);
            assertThat(model.rowsAtOnce()).isEqualTo(2);
            assertThat(feed(model, one, part(20, 22))).isEqualTo(expected[21]);
            Logits logits = model.run(List.of(new Feed(two, part(0, 7), 1), new Feed(one, part(22, 25), 1)));
            assertThat(at(model, logits, 0, 0)).isEqualTo(expected[6]);
            assertThat(at(model, logits, 1, 0)).isEqualTo(expected[24]);
            copyFiles();
            model.widen(4);
            assertThat(model.rowsAtOnce()).isEqualTo(4);
            logits = model.run(List.of(new Feed(one, part(25, 60), 1), new Feed(two, part(7, 8), 1)));
            assertThat(at(model, logits, 0, 0)).isEqualTo(expected[59]);
            assertThat(at(model, logits, 1, 0)).isEqualTo(expected[7]);
        }
    }

    @Test
    void aGraphThatIsGone() throws IOException {
        goesOnAfter(() -> Files.delete(graph));
    }

    @Test
    void aGraphThatIsCutShort() throws IOException {
        goesOnAfter(() -> put(graph, Arrays.copyOf(Files.readAllBytes(graph), 1000)));
    }

    @Test
    void aGraphThatIsNone() throws IOException {
        goesOnAfter(() -> put(graph, "<html>Not found</html>".getBytes(StandardCharsets.UTF_8)));
    }

    /** One that reads as before, up to the kernels. */
    @Test
    void aGraphThatTheRuntimeRefuses() throws IOException {
        goesOnAfter(() -> {
            String bytes = Files.readString(graph, StandardCharsets.ISO_8859_1);
            put(graph, bytes.replace("MatMul", "MadMul").getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void otherWeightsOfTheSameSize() throws IOException {
        goesOnAfter(() -> {
            byte[] bytes = Files.readAllBytes(weights);
            for (int i = 0; i < bytes.length; i += 16) {
                bytes[i] ^= 1;
            }
            put(weights, bytes);
        });
    }

    @Test
    void weightsThatAreGone() throws IOException {
        goesOnAfter(() -> Files.delete(weights));
    }

    @Test
    void weightsThatAreCutShort() throws IOException {
        goesOnAfter(() -> put(weights, new byte[1000]));
    }
}
