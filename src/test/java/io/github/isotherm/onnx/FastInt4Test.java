package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastInt4Test {
    private static final Path INT4 = Path.of("src", "test", "resources", "fixtures", "layouts", "int4");

    @TempDir
    Path folder;

    private static float[] logits(OnnxOptions options) {
        ModelFolder files = ModelFolder.open(INT4);
        try (OnnxModel model = OnnxModel.open(files.modelFile(), Models.hints(files), options, CacheFolder.locate());
                Sequence sequence = model.open()) {
            return Models.feed(model, sequence, Models.randomIds(12, model.vocabularySize(), 1));
        }
    }

    @Test
    void logitsStayNear() {
        float[] exact = logits(OnnxOptions.defaults());
        float[] fast = logits(OnnxOptions.defaults().withFastInt4(true));
        double most = 0;
        double scale = 0;
        for (int i = 0; i < exact.length; i++) {
            most = Math.max(most, Math.abs(exact[i] - fast[i]));
            scale = Math.max(scale, Math.abs(exact[i]));
        }
        assertThat(most).isPositive().isLessThan(0.1 * scale);
    }

    @Test
    void onlyTheLevelIsAdded() throws IOException {
        Path file = INT4.resolve("model.onnx");
        byte[] before = Files.readAllBytes(file);
        byte[] after = FastInt4.rewritten(ByteBuffer.wrap(before));
        Path rewritten = Files.write(folder.resolve("model.onnx"), after);
        List<GraphNode> nodes = GraphScan.of(rewritten).nodes();
        assertThat(GraphScan.of(file).nodes()).anyMatch(FastInt4::applies);
        assertThat(nodes)
                .noneMatch(FastInt4::applies)
                .hasSameSizeAs(GraphScan.of(file).nodes());
        assertThat(nodes).anyMatch(node -> node.numbers().getOrDefault("accuracy_level", 0L) == 4);
        assertThat(FastInt4.rewritten(ByteBuffer.wrap(after))).isEqualTo(after);
    }

    @Test
    void aGraphWithoutSuchProductsStaysAsItIs() throws IOException {
        byte[] graph =
                Files.readAllBytes(INT4.resolveSibling("merged").resolve("onnx").resolve("decoder_model_merged.onnx"));
        assertThat(FastInt4.rewritten(ByteBuffer.wrap(graph))).isEqualTo(graph);
    }

    @Test
    void whatItCostsIsLoggedOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (PrintStream err = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            logits(OnnxOptions.defaults());
            assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("rounded");
            logits(OnnxOptions.defaults().withFastInt4(true));
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("rounded to 8 bits")))
                .singleElement()
                .asString()
                .contains(INT4.toString());
    }
}
