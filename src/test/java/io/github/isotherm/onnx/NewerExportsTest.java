package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graphs of {@code newer_exports.py}: their logits are those of Python without the attributes it does not know. */
class NewerExportsTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/newer");
    private static final Path FAMILIES = Path.of("src/test/resources/fixtures/families");
    private static final double FLOAT_ACTIVATIONS = 1e-4;

    @TempDir
    Path cache;

    @TempDir
    Path copies;

    @BeforeEach
    void nativesFromTheUsualCache() {
        Runtimes.environment(CacheFolder.locate());
    }

    private OnnxModel open(Path folder, EngineOptions options) {
        ModelFolder files = ModelFolder.open(folder);
        return OnnxModel.open(
                files.modelFile(), Models.hints(files), OnnxOptionsOf.engine(options.withThreads(1)), cache);
    }

    private static List<EngineOptions> ways() {
        EngineOptions fast = EngineOptions.defaults().withActivations(Activations.FAST);
        return List.of(
                fast,
                fast.withActivations(Activations.EXACT),
                fast.withActivations(Activations.FLOAT),
                fast.withAsIs(true),
                fast.withCacheGraph(true),
                fast.withCacheGraph(true));
    }

    private static float[][] fed(OnnxModel model, Sequence sequence, int... ids) {
        Logits logits = model.run(List.of(new Feed(sequence, ids, ids.length)));
        float[][] result = new float[ids.length][];
        Arrays.setAll(result, i -> Models.at(model, logits, 0, i));
        return result;
    }

    private static void close(float[][] actual, float[][] expected, String what) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat((double) actual[i][j])
                        .as("%s, position %s, token %s", what, i, j)
                        .isCloseTo(expected[i][j], offset(FLOAT_ACTIVATIONS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "lfm2", "lfm2-nested"})
    void logitsAreThoseOfTheGraphWithoutTheAttributes(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        int[] all = new ObjectMapper().convertValue(json.path("ids"), int[].class);
        for (EngineOptions options : ways()) {
            ByteBuffer golden = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("logits.f32")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            try (OnnxModel model = open(folder, options)) {
                assertThat(model.isExact()).isEqualTo(name.equals("gemma3") && !options.asIs());
                for (JsonNode length : json.path("lengths")) {
                    int[] ids = Arrays.copyOf(all, length.intValue());
                    float[][] expected = next(golden, ids.length, model.vocabularySize());
                    String what = options + ", " + ids.length + " tokens";
                    try (Sequence whole = model.open();
                            Sequence steps = model.open()) {
                        close(fed(model, whole, ids), expected, what);
                        for (int i = 0; i < ids.length; i++) {
                            close(
                                    fed(model, steps, ids[i]),
                                    new float[][] {expected[i]},
                                    what + " step by step, the one at " + i);
                        }
                    }
                }
            }
            assertThat(golden.hasRemaining()).isFalse();
        }
    }

    private static float[][] next(ByteBuffer golden, int positions, int count) {
        float[][] next = new float[positions][count];
        for (float[] one : next) {
            for (int i = 0; i < count; i++) {
                one[i] = golden.getFloat();
            }
        }
        return next;
    }

    @Test
    void whatWasLeftOutIsTold() {
        for (EngineOptions options : ways()) {
            try (OnnxModel gemma = open(FOLDER.resolve("gemma3"), options);
                    OnnxModel lfm = open(FOLDER.resolve("lfm2"), options)) {
                assertThat(gemma.describe().hints())
                        .as("%s", options)
                        .contains(
                                "com.microsoft.GroupQueryAttention's attribute sliding_window_cache, which the ONNX Runtime"
                                        + " here does not know, is left out: 1 lets the cache be as small as the window, and"
                                        + " the whole cache gives the same result.");
                assertThat(lfm.describe().hints()).anyMatch(hint -> hint.contains("attribute state_window,"));
            }
        }
    }

    /** As {@code newer_exports.py} writes them: every third layer sees all. */
    @Test
    void windowsAreReadFromAGraphThatTheRuntimeRefuses() {
        assertThat(OnnxModel.attentionWindows(FOLDER.resolve("gemma3/model.onnx")))
                .containsExactly(8L, 8L, 0L, 8L, 8L, 0L);
        assertThat(OnnxModel.attentionWindows(FOLDER.resolve("lfm2/model.onnx")))
                .containsExactly(0L);
    }

    /** Whatever else is made of the graph: the result is the same to the bit. */
    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "llama-packed", "gptoss", "llama-int8-states"})
    void otherRewritesAreAsWithoutTheAttribute(String family) throws IOException {
        Path folder = FAMILIES.resolve(family);
        Path newer = Files.createDirectory(copies.resolve(family));
        Files.copy(folder.resolve("genai_config.json"), newer.resolve("genai_config.json"));
        GraphEdit.of(folder.resolve("model.onnx"))
                .number(GraphScan.APPENDING, "sliding_window_cache", 1)
                .write(newer.resolve("model.onnx"));
        int[] ids = Models.randomIds(40, 256, 3);
        for (EngineOptions options : ways()) {
            try (OnnxModel model = open(folder, options);
                    OnnxModel other = open(newer, options);
                    Sequence sequence = model.open();
                    Sequence same = other.open()) {
                assertThat(model.describe().hints()).noneMatch(hint -> hint.contains("left out"));
                assertThat(other.describe().hints()).anyMatch(hint -> hint.contains("left out"));
                assertThat(other.isExact()).isEqualTo(model.isExact());
                assertThat(other.rowsAtOnce()).isEqualTo(model.rowsAtOnce());
                assertThat(fed(other, same, ids)).as("%s", options).isDeepEqualTo(fed(model, sequence, ids));
                assertThat(fed(other, same, 7)).as("%s", options).isDeepEqualTo(fed(model, sequence, 7));
            }
        }
    }
}
