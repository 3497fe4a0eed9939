package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of weights beyond what 32 bits count: sparse ones, with the numbers of a small model far from the beginning. */
@DisabledOnOs(OS.WINDOWS)
class LargeWeightsTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final Path SMALL = FIXTURES.resolve("layouts/external/onnx/model.onnx");
    private static final Offset<Float> EXACT = Offset.offset(0f);
    private static final long MOST_REAL_BYTES = 1L << 30;

    @TempDir
    Path folder;

    private Path graph(String name) throws IOException {
        Path graph = Files.copy(FIXTURES.resolve("far").resolve(name), folder.resolve(name));
        Path weights = folder.resolve("weights.bin");
        long free = Files.getFileStore(folder).getUsableSpace();
        List<ExternalTensor> sources = GraphScan.of(SMALL).external();
        try (FileChannel from = FileChannel.open(SMALL.resolveSibling("model.onnx_data"), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        weights, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (ExternalTensor target : GraphScan.of(graph).external()) {
                ExternalTensor source = sources.stream()
                        .filter(tensor -> tensor.name().equals(target.name()))
                        .findFirst()
                        .orElseThrow();
                to.write(from.map(FileChannel.MapMode.READ_ONLY, source.offset(), source.length()), target.offset());
                long end = target.offset() + target.length();
                if (to.size() < end) {
                    to.write(ByteBuffer.allocate(1), end - 1);
                }
            }
        }
        assumeThat(free - Files.getFileStore(folder).getUsableSpace())
                .as("bytes that a sparse file really takes here")
                .isLessThan(MOST_REAL_BYTES);
        return graph;
    }

    private static float[] next(Path graph, EngineOptions options) {
        try (OnnxModel model =
                        OnnxModel.open(graph, ModelHints.NONE, OnnxOptionsOf.engine(options), CacheFolder.locate());
                Sequence sequence = model.open()) {
            return Models.feed(model, sequence, 5, 6, 7);
        }
    }

    private static float[] next(Path graph) {
        return next(graph, EngineOptions.defaults());
    }

    private static Path link(Path graph) throws IOException {
        Path root = graph.resolveSibling("hub");
        Path blobs = Files.createDirectories(root.resolve("blobs"));
        Path store = Files.createDirectories(root.resolve("store/1f"));
        Path snapshot = Files.createDirectories(root.resolve("snapshots/abc"));
        Files.move(graph, blobs.resolve("aa"));
        Files.move(graph.resolveSibling("weights.bin"), store.resolve("xet"));
        Files.createSymbolicLink(blobs.resolve("bb"), store.resolve("xet"));
        Files.createSymbolicLink(snapshot.resolve("weights.bin"), blobs.resolve("bb"));
        return Files.createSymbolicLink(snapshot.resolve("model.onnx"), blobs.resolve("aa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"beyond-2-gib.onnx", "beyond-4-gib.onnx"})
    void weightsFarFromTheBeginningAreRead(String name) throws IOException {
        Path graph = graph(name);
        assertThat(Files.size(folder.resolve("weights.bin"))).isGreaterThan(Integer.MAX_VALUE);
        assertThat(next(graph)).containsExactly(next(SMALL), EXACT);
        assertThat(next(link(graph))).containsExactly(next(SMALL), EXACT);
    }

    @Test
    void oneLargerThanAJavaBufferLoadsFromItsFolder() throws IOException {
        Path graph = graph("one-of-2-gib.onnx");
        assertThat(next(graph)).containsExactly(next(SMALL), EXACT);
    }

    @Test
    void oneLargerThanAJavaBufferIsRefusedBehindLinks() throws IOException {
        Path graph = link(graph("one-of-2-gib.onnx"));
        assertThatThrownBy(() -> next(graph))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "The weights embedding of " + graph + " have 2160000000 bytes, more than can be read through"
                                + " links; copy the model's files into one folder.");
    }

    @Test
    void aFileThatEndsBeforeTheWeightsIsNamed() throws IOException {
        Path graph = graph("beyond-4-gib.onnx");
        Path weights = folder.resolve("weights.bin");
        try (FileChannel file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            file.truncate(1L << 32);
        }
        assertThatThrownBy(() -> next(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(weights + " have 4294967296 bytes but must have 42950");
    }
}
