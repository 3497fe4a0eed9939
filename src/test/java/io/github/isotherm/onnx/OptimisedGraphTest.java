package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimisedGraphTest {
    private static final Path LAYOUTS = Path.of("src", "test", "resources", "fixtures", "layouts");
    private static final EngineOptions PLAIN = EngineOptions.defaults();
    private static final EngineOptions CACHED = PLAIN.withCacheGraph(true);

    @TempDir
    Path cache;

    @TempDir
    Path copies;

    /** What a model computes, and what it says of its loading. */
    private record Opened(List<float[]> logits, List<String> notes) {
        void isSame(Opened other) {
            for (int i = 0; i < logits.size(); i++) {
                assertThat(logits.get(i)).containsExactly(other.logits.get(i));
            }
        }
    }

    @BeforeEach
    void nativesFromTheUsualCache() {
        Runtimes.environment(CacheFolder.locate());
    }

    private Opened open(Path folder, EngineOptions options) {
        ModelFolder files = ModelFolder.open(folder);
        try (OnnxModel model =
                        OnnxModel.open(files.modelFile(), Models.hints(files), OnnxOptionsOf.engine(options), cache);
                Sequence sequence = model.open()) {
            List<float[]> logits = new ArrayList<>();
            logits.add(Models.feed(model, sequence, 5, 6, 7, 8, 9));
            logits.add(Models.feed(model, sequence, 10));
            logits.add(Models.feed(model, sequence, 11));
            return new Opened(logits, model.notes());
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(cache.resolve("graphs"))) {
            return files.filter(file -> file.toString().endsWith(".onnx")).toList();
        }
    }

    private Path copy(String layout) throws IOException {
        Path source = LAYOUTS.resolve(layout);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copies.resolve(layout).resolve(source.relativize(file));
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target);
            }
        }
        return copies.resolve(layout);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"optimum", "int4", "merged", "pair", "grouped", "external", "half", "convolutions", "no-cache"})
    void logitsAreTheSameWithAndWithout(String layout) {
        Opened plain = open(LAYOUTS.resolve(layout), PLAIN);
        Opened first = open(LAYOUTS.resolve(layout), CACHED);
        Opened second = open(LAYOUTS.resolve(layout), CACHED);
        first.isSame(plain);
        second.isSame(plain);
        assertThat(plain.notes).isEmpty();
        assertThat(first.notes).isNotEmpty().allMatch(note -> note.startsWith("Wrote the optimised graph " + cache));
        assertThat(second.notes).isNotEmpty().allMatch(note -> note.startsWith("Loaded the optimised graph " + cache));
    }

    @Test
    void theSecondLoadComputesWithTheCopy() throws IOException {
        Path other = LAYOUTS.resolve("key-other-than-value");
        open(other, CACHED);
        Path kept = kept().get(0);
        open(LAYOUTS.resolve("optimum"), CACHED);
        Path swapped =
                kept().stream().filter(file -> !file.equals(kept)).findFirst().orElseThrow();
        Files.copy(kept, swapped, StandardCopyOption.REPLACE_EXISTING);
        String record = Files.readString(kept.resolveSibling(".written"));
        Files.writeString(
                swapped.resolveSibling(".written"),
                record.replace(
                        kept.getFileName().toString(), swapped.getFileName().toString()));
        Opened second = open(LAYOUTS.resolve("optimum"), CACHED);
        assertThat(second.notes).singleElement().asString().startsWith("Loaded");
        second.isSame(open(other, PLAIN));
    }

    @Test
    void weightsInOtherFilesAreNotCopied() throws IOException {
        open(LAYOUTS.resolve("external"), CACHED);
        long weights = Files.size(LAYOUTS.resolve("external/onnx/model.onnx_data"));
        assertThat(kept())
                .singleElement()
                .satisfies(file -> assertThat(Files.size(file))
                        .isLessThan(weights / 2 + Files.size(LAYOUTS.resolve("external/onnx/model.onnx"))));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksIntoAStoreWorkToo() throws IOException {
        Path folder = copies.resolve("snapshots").resolve("abc");
        Files.createDirectories(folder.resolve("onnx"));
        Path store = Files.createDirectories(copies.resolve("blobs"));
        for (String file : List.of("onnx/model.onnx", "onnx/model.onnx_data", "config.json")) {
            Path blob = Files.copy(LAYOUTS.resolve("external").resolve(file), store.resolve("b" + file.hashCode()));
            Files.createSymbolicLink(folder.resolve(file), blob);
        }
        Opened plain = open(folder, PLAIN);
        open(folder, CACHED).isSame(plain);
        Opened second = open(folder, CACHED);
        second.isSame(plain);
        assertThat(second.notes).singleElement().asString().startsWith("Loaded");
        try (Stream<Path> all = Files.walk(cache.resolve("graphs"))) {
            assertThat(all.filter(file -> file.toString().contains("unfinished")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 1000})
    void aBrokenCopyIsMadeAgain(int bytesLeft) throws IOException {
        Path folder = LAYOUTS.resolve("int4");
        Opened plain = open(folder, PLAIN);
        open(folder, CACHED);
        Path kept = kept().get(0);
        byte[] whole = Files.readAllBytes(kept);
        Files.write(kept, java.util.Arrays.copyOf(whole, bytesLeft));
        Opened repaired = open(folder, CACHED);
        repaired.isSame(plain);
        assertThat(repaired.notes).singleElement().asString().startsWith("Wrote");
        assertThat(kept).hasBinaryContent(whole);
    }

    /** As good a graph as any to ONNX Runtime, with other logits. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCopyWithChangedNumbersIsMadeAgain(boolean isRecorded) throws IOException {
        Path folder = LAYOUTS.resolve("int4");
        Opened plain = open(folder, PLAIN);
        open(folder, CACHED);
        Path kept = kept().get(0);
        byte[] whole = Files.readAllBytes(kept);
        byte[] changed = whole.clone();
        for (int i = 0; i < 400; i++) {
            changed[whole.length / 2 + i] ^= 1;
        }
        FileTime before = Files.getLastModifiedTime(kept);
        Files.write(kept, changed);
        Files.setLastModifiedTime(kept, before);
        if (!isRecorded) {
            Files.delete(kept.resolveSibling(".written"));
        }
        Opened repaired = open(folder, CACHED);
        repaired.isSame(plain);
        assertThat(repaired.notes).singleElement().asString().startsWith("Wrote");
        assertThat(kept).hasBinaryContent(whole);
    }

    @Test
    void aCopyOfAnotherGraphIsMadeAgain() throws IOException {
        open(LAYOUTS.resolve("optimum"), CACHED);
        Path kept = kept().get(0);
        Files.copy(LAYOUTS.resolve("gaps/model.onnx"), kept, StandardCopyOption.REPLACE_EXISTING);
        assertThat(open(LAYOUTS.resolve("optimum"), CACHED).notes)
                .singleElement()
                .asString()
                .startsWith("Wrote");
    }

    @Test
    void aChangedModelReplacesItsCopy() throws IOException {
        Path folder = copy("external");
        open(folder, CACHED);
        Path before = kept().get(0);
        Files.setLastModifiedTime(
                folder.resolve("onnx/model.onnx_data"), FileTime.fromMillis(System.currentTimeMillis() - 60_000));
        assertThat(open(folder, CACHED).notes).singleElement().asString().startsWith("Wrote");
        assertThat(kept()).hasSize(1).doesNotContain(before);
    }

    @Test
    void optionsThatChangeTheGraphHaveACopyEach() throws IOException {
        Path folder = LAYOUTS.resolve("int4");
        Opened exact = open(folder, CACHED);
        EngineOptions fast = CACHED.withFastInt4(true);
        Opened rounded = open(folder, fast);
        assertThat(kept()).hasSize(2);
        assertThat(rounded.logits.get(0)).isNotEqualTo(exact.logits.get(0));
        Opened again = open(folder, fast);
        again.isSame(rounded);
        again.isSame(open(folder, PLAIN.withFastInt4(true)));
        assertThat(again.notes).singleElement().asString().startsWith("Loaded");
        assertThat(open(folder, CACHED.withThreads(1).withSpinning(true)).notes)
                .singleElement()
                .asString()
                .startsWith("Loaded");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoError() throws IOException {
        Files.writeString(cache.resolve("graphs"), "a file");
        Opened opened = open(LAYOUTS.resolve("optimum"), CACHED);
        opened.isSame(open(LAYOUTS.resolve("optimum"), PLAIN));
        assertThat(opened.notes).isEmpty();
    }

    @Test
    void whoFindsAnotherWriterLoadsAsUsual() throws IOException {
        open(LAYOUTS.resolve("optimum"), CACHED);
        Path kept = kept().get(0);
        Files.delete(kept);
        try (FileChannel file = FileChannel.open(kept.resolveSibling(".lock"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(open(LAYOUTS.resolve("optimum"), CACHED).notes).isEmpty();
        }
        assertThat(open(LAYOUTS.resolve("optimum"), CACHED).notes)
                .singleElement()
                .asString()
                .startsWith("Wrote");
    }

    @Test
    void manyThreadsAtOnceEndWithOneWholeCopy() throws Exception {
        Opened plain = open(LAYOUTS.resolve("optimum"), PLAIN);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Opened> load = () -> open(LAYOUTS.resolve("optimum"), CACHED);
            for (Future<Opened> opened : pool.invokeAll(java.util.Collections.nCopies(12, load))) {
                opened.get().isSame(plain);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(kept()).hasSize(1);
        assertThat(open(LAYOUTS.resolve("optimum"), CACHED).notes)
                .singleElement()
                .asString()
                .startsWith("Loaded");
    }

    @Test
    void runtimeAndProcessorArePartOfTheKey() {
        List<Path> files = List.of(LAYOUTS.resolve("optimum/model.onnx"));
        GraphKey key = GraphKey.of(files, OnnxOptionsOf.engine(EngineOptions.defaults()), "1.28.0", "x");
        assertThat(GraphKey.of(files, OnnxOptionsOf.engine(EngineOptions.defaults()), "1.28.0", "x"))
                .isEqualTo(key);
        assertThat(GraphKey.of(files, OnnxOptionsOf.engine(EngineOptions.defaults()), "1.29.0", "x")
                        .place())
                .isEqualTo(key.place());
        assertThat(GraphKey.of(files, OnnxOptionsOf.engine(EngineOptions.defaults()), "1.29.0", "x")
                        .state())
                .isNotEqualTo(key.state());
        assertThat(GraphKey.of(files, OnnxOptionsOf.engine(EngineOptions.defaults()), "1.28.0", "y")
                        .place())
                .isNotEqualTo(key.place());
        assertThat(GraphKey.of(
                                files,
                                OnnxOptionsOf.engine(EngineOptions.defaults().withFastInt4(true)),
                                "1.28.0",
                                "x")
                        .place())
                .isNotEqualTo(key.place());
        assertThat(Processor.linux(List.of(
                        "processor\t: 0",
                        "model name\t: AMD EPYC",
                        "cpu MHz\t: 2596.99",
                        "flags\t: fma avx2",
                        "model name\t: AMD EPYC")))
                .isEqualTo("{model name=AMD EPYC, flags=fma avx2}");
    }

    @Test
    void weightsOutsideTheModelsFolderAreRefused() {
        Path graph = Path.of("m", "model.onnx");
        for (String location : List.of("../secret", "/etc/passwd", "a/../../b")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> ExternalTensor.checked(graph, location))
                    .isInstanceOf(io.github.isotherm.error.ModelException.class)
                    .hasMessageContaining("wants weights from \"" + location + "\"");
        }
        assertThat(ExternalTensor.checked(graph, "parts/a.bin")).isEqualTo("parts/a.bin");
    }
}
