package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Weights in a second file, in every arrangement of links that caches make. */
@DisabledOnOs(OS.WINDOWS)
class ExternalWeightsTest {
    private static final Path SOURCE = Path.of("src", "test", "resources", "fixtures", "layouts", "external", "onnx");
    private static final String GRAPH = "model.onnx";
    private static final String DATA = "model.onnx_data";

    @TempDir
    Path cache;

    @Test
    void linksIntoOneFolderOfBlobs() throws IOException {
        Path graph = link(GRAPH, copy(GRAPH, cache.resolve("blobs/aa")));
        link(DATA, copy(DATA, cache.resolve("blobs/bb")));
        assertThat(next(graph)).isEqualTo(next(SOURCE.resolve(GRAPH)));
    }

    @Test
    void linksToLinksIntoASharedStore() throws IOException {
        Path graph = link(GRAPH, copy(GRAPH, cache.resolve("blobs/aa")));
        Path stored = copy(DATA, cache.resolve("store/1f/xet"));
        link(DATA, Files.createSymbolicLink(cache.resolve("blobs/bb"), stored));
        assertThat(next(graph)).isEqualTo(next(SOURCE.resolve(GRAPH)));
    }

    @Test
    void onlyTheDataIsALink() throws IOException {
        Path graph = copy(GRAPH, cache.resolve("model/" + GRAPH));
        Files.createSymbolicLink(cache.resolve("model/" + DATA), copy(DATA, cache.resolve("model/parts/data")));
        assertThat(next(graph)).isEqualTo(next(SOURCE.resolve(GRAPH)));
    }

    @Test
    void whereTheModelIsDescribedInTheFolderAboveLinksMayLeadThere() throws IOException {
        Path graph = copy(GRAPH, cache.resolve("model/onnx/" + GRAPH));
        Files.createSymbolicLink(cache.resolve("model/onnx/" + DATA), copy(DATA, cache.resolve("model/data")));
        assertThatThrownBy(() -> open(graph)).isInstanceOf(ModelException.class);
        Files.writeString(cache.resolve("model/config.json"), "{}");
        assertThat(next(graph)).isEqualTo(next(SOURCE.resolve(GRAPH)));
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws IOException {
        Path graph = copy(GRAPH, cache.resolve("model/" + GRAPH));
        Path data = copy(DATA, cache.resolve("model-elsewhere/data"));
        Path link = Files.createSymbolicLink(cache.resolve("model/" + DATA), data);
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessage(link + " is a link that leads out of the model's folder, to " + data.toRealPath()
                        + "; copy the file into the folder, or name the folder that it is in.");
    }

    @Test
    void aCutFileIsNamedWithItsSizes() throws IOException {
        Path graph = link(GRAPH, copy(GRAPH, cache.resolve("blobs/aa")));
        Path data = link(DATA, copy(DATA, cache.resolve("blobs/bb")));
        long whole = Files.size(data);
        try (RandomAccessFile file = new RandomAccessFile(data.toRealPath().toFile(), "rw")) {
            file.setLength(100);
        }
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessage("The model's weights " + data + " have 100 bytes but must have " + whole
                        + "; download the model again.");
    }

    /** Nobody downloaded it. */
    @Test
    void aCutFileOfAFolderOfTheUsersIsToBeCopied() throws IOException {
        Path graph = copy(GRAPH, cache.resolve("model/" + GRAPH));
        Path data = Files.writeString(cache.resolve("model/" + DATA), "cut");
        assertThatThrownBy(() -> open(graph))
                .hasMessageStartingWith("The model's weights " + data + " have 3 bytes but must have ")
                .hasMessageEndingWith("; put a whole copy of the file in its place.");
        Files.delete(data);
        assertThatThrownBy(() -> open(graph)).hasMessageEndingWith("; put a whole copy of the file in its place.");
    }

    @Test
    void sizesAndPlacesAreInTheGraph() {
        GraphScan scan = GraphScan.of(SOURCE.resolve(GRAPH));
        assertThat(scan.external())
                .hasSizeGreaterThan(5)
                .allMatch(tensor -> tensor.location().equals(DATA));
        assertThat(scan.external())
                .filteredOn(tensor -> tensor.name().equals("head"))
                .singleElement()
                .matches(tensor -> tensor.dims().equals(java.util.List.of(24L, 40L)) && tensor.length() == 24 * 40 * 4);
        assertThat(scan.appendedInPlace()).isEmpty();
    }

    @Test
    void onlyStatesThatOneOperatorAppendsToAreInPlace() {
        Path layouts = SOURCE.getParent().getParent();
        assertThat(GraphScan.of(layouts.resolve("grouped/model.onnx")).appendedInPlace())
                .containsEntry("past_key_values.0.key", "present.0.key")
                .containsEntry("past_key_values.1.value", "present.1.value")
                .hasSize(4);
        assertThat(GraphScan.of(layouts.resolve("grouped-past-read-twice/model.onnx"))
                        .appendedInPlace())
                .containsOnlyKeys("past_key_values.1.key", "past_key_values.1.value");
        assertThat(GraphScan.of(layouts.resolve("optimum/model.onnx")).appendedInPlace())
                .isEmpty();
    }

    private Path copy(String name, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(SOURCE.resolve(name), to);
    }

    private Path link(String name, Path target) throws IOException {
        Path folder = Files.createDirectories(cache.resolve("snapshots/abc/onnx"));
        return Files.createSymbolicLink(folder.resolve(name), target);
    }

    private static OnnxModel open(Path graph) {
        return OnnxModel.open(
                graph, ModelHints.NONE, OnnxOptionsOf.engine(EngineOptions.defaults()), CacheFolder.locate());
    }

    private static float[] next(Path graph) {
        try (OnnxModel model = open(graph);
                Sequence sequence = model.open()) {
            return Models.feed(model, sequence, 5, 6, 7);
        }
    }
}
