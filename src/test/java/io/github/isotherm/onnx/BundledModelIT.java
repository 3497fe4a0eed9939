package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.argmax;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledModelIT implements SequenceLaws {
    /** What 16 bits of an activation leave, on any processor. */
    private static final Offset<Double> PROCESSOR = Offset.offset(0.02);

    private static OnnxModel shared;
    private static OnnxModel pingPong;

    @BeforeAll
    static void open() {
        shared = Models.open(Models.BUNDLED, true);
        pingPong = Models.open(Models.BUNDLED, false);
    }

    @AfterAll
    static void close() {
        shared.close();
        pingPong.close();
    }

    @Override
    public OnnxModel model(boolean sharedBuffer) {
        return sharedBuffer ? shared : pingPong;
    }

    /** With two buffers a token fed alone goes through another kernel than two. */
    @Override
    public Offset<Float> aloneTolerance() {
        return Offset.offset(0.05f);
    }

    @Override
    public Offset<Float> chunkTolerance() {
        return Offset.offset(0f);
    }

    @Test
    void itsOptimisedCopyGivesTheSameLogits(@TempDir Path cache) {
        int[] ids = randomIds(40, shared.vocabularySize(), 5);
        try (Sequence sequence = shared.open()) {
            float[] expected = feed(shared, sequence, ids);
            for (String note : new String[] {"Wrote", "Loaded"}) {
                ModelFolder files = ModelFolder.open(Models.BUNDLED);
                EngineOptions options = EngineOptions.defaults().withCacheGraph(true);
                try (OnnxModel model = OnnxModel.open(
                                files.modelFile(), Models.hints(files), OnnxOptionsOf.engine(options), cache);
                        Sequence other = model.open()) {
                    assertThat(feed(model, other, ids)).containsExactly(expected);
                    assertThat(model.notes())
                            .singleElement()
                            .asString()
                            .startsWith(note)
                            .contains(cache.toString());
                }
            }
        }
    }

    @Test
    void itsNextTokensAreTheGoldenOnes() throws IOException {
        Path golden = Path.of("src", "test", "resources", "golden", "next-smollm2.json");
        JsonNode expected = new ObjectMapper().readTree(golden.toFile());
        try (Sequence sequence = shared.open()) {
            float[] logits = feed(shared, sequence, ids(expected.path("prompt_ids")));
            assertThat(argmax(logits)).isEqualTo(expected.at("/onnx_greedy/id").intValue());
            for (JsonNode token : expected.path("onnx_top")) {
                assertThat((double) logits[token.path("id").intValue()])
                        .isCloseTo(token.path("logit").doubleValue(), PROCESSOR);
            }
            for (JsonNode token : expected.path("onnx_words")) {
                assertThat((double) logits[token.path("id").intValue()])
                        .isCloseTo(token.path("logit").doubleValue(), PROCESSOR);
            }
        }
    }

    @Test
    void itsFolderSaysWhatItIs() {
        ModelFolder folder = ModelFolder.open(Models.BUNDLED);
        assertThat(folder.name()).isEqualTo("smollm2-135m-instruct");
        assertThat(folder.eosTokenIds()).containsExactly(2, 0);
        assertThat(folder.contextLength()).isEqualTo(8192);
        assertThat(folder.generation().get("temperature").value()).isEqualTo(0.2);
        assertThat(folder.generation().get("top_p").value()).isEqualTo(0.9);
        assertThat(folder.chatTemplate())
                .hasValueSatisfying(source -> assertThat(source).contains("<|im_start|>"));
        assertThat(folder.specialTokens()).containsEntry("eos_token", "<|im_end|>");
        assertThat(folder.vocabulary().orElseThrow().tokens()).hasSize(49152);
        assertThat(shared.vocabularySize()).isEqualTo(49152);
        assertThat(shared.describe().quantisation().get(0).accuracyLevel()).isEqualTo(4);
        assertThat(shared.describe().quantisation().get(0).bits()).isEqualTo(4);
    }

    @Test
    void aLongPrefillIsInterrupted() {
        try (Sequence sequence = shared.open()) {
            stopping(shared::interrupt, shared, sequence, CancelledException.class);
            assertThat(sequence.length()).isZero();
            assertThat(argmax(feed(shared, sequence, 1348, 314, 253, 8264))).isEqualTo(1183);
        }
    }

    @Test
    void closingStopsALongPrefill() {
        OnnxModel model = Models.open(Models.BUNDLED, true);
        try (Sequence sequence = model.open()) {
            stopping(model::close, model, sequence, ClosedException.class);
        }
    }

    /** A feed in one run, which only ends with an error when it is stopped before its end. */
    private static void stopping(Runnable stop, OnnxModel model, Sequence sequence, Class<? extends Throwable> error) {
        int[] ids = randomIds(6000, 49152, 14);
        CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(model, sequence, ids));
        CompletableFuture.runAsync(
                        stop, CompletableFuture.delayedExecutor(700, java.util.concurrent.TimeUnit.MILLISECONDS))
                .join();
        // On a busy machine the feed may begin later than the stop came.
        Patience.until(() -> {
            stop.run();
            return feeding.isDone();
        });
        ThrowingCallable end = feeding::join;
        assertThatThrownBy(end).hasCauseInstanceOf(error);
    }

    private static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).intValue();
        }
        return ids;
    }
}
