package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Sequence;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccuracyLevelTest {
    private static final Path INT4 = Path.of("src", "test", "resources", "fixtures", "layouts", "int4");

    @TempDir
    Path folder;

    private static float[] logits(EngineOptions options) {
        ModelFolder files = ModelFolder.open(INT4);
        try (OnnxModel model = OnnxModel.open(
                        files.modelFile(), Models.hints(files), OnnxOptionsOf.engine(options), CacheFolder.locate());
                Sequence sequence = model.open()) {
            return Models.feed(model, sequence, Models.randomIds(12, model.vocabularySize(), 1));
        }
    }

    @Test
    void logitsStayNear() {
        float[] exact = logits(EngineOptions.defaults());
        float[] fast = logits(
                EngineOptions.defaults().withActivations(Activations.FAST).withFastInt4(true));
        double most = 0;
        double scale = 0;
        for (int i = 0; i < exact.length; i++) {
            most = Math.max(most, Math.abs(exact[i] - fast[i]));
            scale = Math.max(scale, Math.abs(exact[i]));
        }
        assertThat(most).isPositive().isLessThan(0.1 * scale);
    }

    private Path written(GraphProto graph) throws IOException {
        ByteBuffer bytes = graph.model().bytes();
        return Files.write(folder.resolve("model.onnx"), bytes.array());
    }

    @Test
    void onlyTheLevelIsAdded() throws IOException {
        GraphScan before = GraphScan.of(INT4.resolve("model.onnx"));
        GraphProto after = AccuracyLevel.ROUNDED.rewritten(before.parts());
        List<GraphNode> nodes = GraphScan.of(written(after)).nodes();
        assertThat(before.nodes()).anyMatch(AccuracyLevel.ROUNDED::applies);
        assertThat(nodes).noneMatch(AccuracyLevel.ROUNDED::applies).hasSameSizeAs(before.nodes());
        assertThat(nodes).anyMatch(node -> node.numbers().getOrDefault("accuracy_level", 0L) == 4);
        assertThat(AccuracyLevel.ROUNDED.rewritten(after).model().bytes())
                .isEqualTo(after.model().bytes());
    }

    @Test
    void floatTakesTheLevelBack() throws IOException {
        GraphProto before = GraphScan.of(INT4.resolve("model.onnx")).parts();
        GraphProto rounded = AccuracyLevel.ROUNDED.rewritten(before);
        List<GraphNode> nodes =
                GraphScan.of(written(AccuracyLevel.FLOAT.rewritten(rounded))).nodes();
        assertThat(GraphScan.of(rounded).nodes()).anyMatch(AccuracyLevel.FLOAT::applies);
        assertThat(nodes)
                .noneMatch(AccuracyLevel.FLOAT::applies)
                .hasSameSizeAs(GraphScan.of(before).nodes());
        assertThat(nodes).anyMatch(node -> node.numbers().getOrDefault("accuracy_level", 0L) == 1);
    }

    @ParameterizedTest
    @EnumSource
    void aGraphWithoutSuchProductsStaysAsItIs(AccuracyLevel level) throws IOException {
        byte[] graph =
                Files.readAllBytes(INT4.resolveSibling("merged").resolve("onnx").resolve("decoder_model_merged.onnx"));
        GraphProto same = level.rewritten(GraphProto.of(ByteBuffer.wrap(graph)));
        assertThat(GraphScan.of(same).nodes())
                .usingRecursiveComparison()
                .isEqualTo(GraphScan.of(GraphProto.of(ByteBuffer.wrap(graph))).nodes());
        assertThat(same.model().size()).isEqualTo(graph.length);
    }

    @Test
    void whatItCostsIsLoggedOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (PrintStream err = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            logits(EngineOptions.defaults());
            assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("rounded");
            logits(EngineOptions.defaults().withFastInt4(true));
            assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("rounded");
            logits(EngineOptions.defaults().withActivations(Activations.FAST).withFastInt4(true));
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("rounded to 8 bits")))
                .singleElement()
                .asString()
                .contains(INT4.toString());
    }
}
