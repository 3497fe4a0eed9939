package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest implements SequenceLaws {
    private static OnnxModel shared;
    private static OnnxModel pingPong;

    @BeforeAll
    static void open() {
        shared = Models.open(Models.TINY, true);
        pingPong = Models.open(Models.TINY, false);
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

    @Override
    public Offset<Float> aloneTolerance() {
        return Offset.offset(1e-5f);
    }

    @Override
    public Offset<Float> chunkTolerance() {
        return Offset.offset(1e-5f);
    }

    @Test
    void logitsAreThoseOfAnotherImplementation() throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(Models.TINY.resolve("expected.json").toFile());
        int[] ids = IntStream.range(0, expected.path("ids").size())
                .map(i -> expected.path("ids").get(i).asInt())
                .toArray();
        try (Sequence sequence = shared.open()) {
            Logits logits = run(shared, sequence, ids, ids.length);
            for (int i = 0; i < ids.length; i++) {
                float[] actual = at(shared, logits, 0, i);
                for (int id = 0; id < actual.length; id++) {
                    double reference = expected.path("logits").get(i).get(id).asDouble();
                    assertThat((double) actual[id]).isCloseTo(reference, Offset.offset(1e-5));
                }
            }
        }
    }

    @Test
    void allPositionsOfALongFeedCanBeKept() {
        int[] ids = randomIds(600, 64, 10);
        try (Sequence sequence = shared.open();
                Sequence other = shared.open()) {
            Logits logits = run(shared, sequence, ids, 600);
            float[] tenth = at(shared, logits, 0, 9);
            float[] last = at(shared, logits, 0, 599);
            assertThatThrownBy(() -> at(shared, logits, 0, 600)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> at(shared, logits, 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(feed(shared, other, Arrays.copyOf(ids, 10))).containsExactly(tenth);
            assertThat(feed(shared, other, Arrays.copyOfRange(ids, 10, 600))).containsExactly(last);
        }
    }

    @Test
    void theContextIsALimit() {
        try (Sequence sequence = shared.open()) {
            assertThat(shared.contextLength()).isEqualTo(640);
            feed(shared, sequence, randomIds(640, 64, 11));
            assertThatThrownBy(() -> feed(shared, sequence, 1))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageContaining("641 tokens")
                    .hasMessageContaining("640 tokens");
            sequence.rewind(639);
            feed(shared, sequence, 1);
        }
    }

    @Test
    void nothingIsFedWhenOneFeedIsTooLong() {
        try (Sequence one = shared.open();
                Sequence two = shared.open()) {
            feed(shared, two, randomIds(640, 64, 1));
            assertThatThrownBy(() ->
                            shared.run(List.of(new Feed(one, new int[] {1}, 1), new Feed(two, new int[] {1}, 1))))
                    .isInstanceOf(ContextLengthException.class);
            assertThat(one.length()).isZero();
        }
    }

    @Test
    void badArgumentsAreNamed() {
        try (Sequence sequence = shared.open();
                Sequence foreign = pingPong.open()) {
            assertThatThrownBy(() -> shared.run(List.of())).hasMessageContaining("feeds of a run is 0");
            assertThatThrownBy(() -> feed(shared, sequence, 1, 64))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("token id is 64 but must be from 0 to 63");
            assertThatThrownBy(() -> feed(shared, foreign, 1)).hasMessageContaining("this model opened");
            Feed feed = new Feed(sequence, new int[] {1}, 1);
            assertThatThrownBy(() -> shared.run(List.of(feed, feed))).hasMessageContaining("in one feed of a run");
            assertThatThrownBy(() -> sequence.rewind(1)).hasMessageContaining("rewind to is 1");
            assertThatThrownBy(() -> sequence.fork(1)).hasMessageContaining("length to fork is 1");
            assertThatThrownBy(() -> shared.widen(0)).hasMessageContaining("rows is 0");
            assertThat(sequence.length()).isZero();
        }
    }

    @Test
    void anInterruptWithoutARunIsForgotten() {
        try (Sequence sequence = shared.open()) {
            shared.interrupt();
            feed(shared, sequence, 1, 2);
            assertThat(sequence.length()).isEqualTo(2);
        }
    }

    @Test
    void anInterruptedRunLeavesSequencesAsTheyWere() {
        int[] ids = randomIds(600, 64, 3);
        try (Sequence sequence = shared.open()) {
            float[] expected = feed(shared, sequence, 1, 2, 3);
            sequence.rewind(2);
            CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> {
                while (true) {
                    feed(shared, sequence, ids);
                    sequence.rewind(2);
                }
            });
            while (!feeding.isDone()) {
                pause(1);
                shared.interrupt();
            }
            assertThatThrownBy(feeding::join).hasCauseInstanceOf(CancelledException.class);
            assertThat(sequence.length()).isEqualTo(2);
            assertThat(feed(shared, sequence, 3)).containsExactly(expected);
        }
    }

    @Test
    void afterCloseEverythingIsRefused() {
        OnnxModel model = Models.open(Models.TINY, true);
        Sequence open = model.open();
        Logits logits = run(model, open, new int[] {1, 2}, 1);
        Sequence closed = model.open();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> feed(model, closed, 1)).hasMessageContaining("The sequence is closed");
        assertThatThrownBy(() -> closed.rewind(0)).hasMessageContaining("The sequence is closed");
        model.close();
        model.close();
        assertThatThrownBy(model::open).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> model.widen(4)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> at(model, logits, 0, 0)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> feed(model, open, 1))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("The model is closed");
        assertThatThrownBy(open::fork).isInstanceOf(ClosedException.class);
        model.interrupt();
        open.close();
    }

    @Test
    void closingUnderRunningThreadsIsSafe() {
        for (int round = 0; round < 8; round++) {
            OnnxModel model = Models.open(Models.TINY, round % 2 == 0);
            List<CompletableFuture<Void>> running = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> feedForever(model)))
                    .toList();
            pause(20);
            model.close();
            for (CompletableFuture<Void> one : running) {
                assertThatThrownBy(one::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(ClosedException.class);
            }
        }
    }

    @Test
    void itSaysWhatItIsMadeOf() {
        ModelDescription description = shared.describe();
        assertThat(description.states()).containsExactly(java.util.Map.entry("shared buffer", 4));
        assertThat(pingPong.describe().states()).containsExactly(java.util.Map.entry("two buffers", 4));
        assertThat(description.operators()).containsEntry("com.microsoft.GroupQueryAttention", 2);
        assertThat(description.inputs().get(0).dims()).containsExactly("batch_size", "sequence_length");
        assertThat(description.weightFiles().keySet())
                .singleElement()
                .matches(path -> path.endsWith("model.onnx.data"));
        assertThat(description.hints()).isEmpty();
        assertThat(description.quantisation()).isEmpty();
    }

    @Test
    void closingASequenceUnderItsRunIsSafe() {
        for (int round = 0; round < 20; round++) {
            Sequence sequence = shared.open();
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                while (true) {
                    feed(shared, sequence, randomIds(300, 64, 12));
                    sequence.rewind(0);
                }
            });
            pause(5);
            sequence.close();
            assertThatThrownBy(running::join).hasCauseInstanceOf(io.github.isotherm.error.IsothermException.class);
        }
    }

    @Test
    void damagedFilesAreNamed(@TempDir Path folder) throws IOException {
        Path model = Files.copy(Models.TINY.resolve("model.onnx"), folder.resolve("model.onnx"));
        opening(model, "The model's weights .*model.onnx.data are missing; put a whole copy.*");
        Path data = Files.copy(Models.TINY.resolve("model.onnx.data"), folder.resolve("model.onnx.data"));
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(1000);
        }
        opening(
                model,
                "The model's weights .*model.onnx.data have 1000 bytes but must have [0-9]+; put a whole copy.*");
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(1000);
        }
        opening(model, ".*model.onnx is not a whole ONNX file; put a whole copy.*");
        opening(folder.resolve("none.onnx"), "There is no model file .*none.onnx; .*");
    }

    private static void opening(Path file, String sentence) {
        assertThatThrownBy(() -> OnnxModel.open(
                        file, ModelHints.NONE, OnnxOptionsOf.engine(EngineOptions.defaults()), CacheFolder.locate()))
                .isInstanceOf(ModelException.class)
                .message()
                .containsPattern(sentence)
                .doesNotContain("\n");
    }

    private static void feedForever(OnnxModel model) {
        try (Sequence sequence = model.open()) {
            while (true) {
                run(model, sequence, randomIds(100, 64, 13), 1);
                sequence.rewind(0);
            }
        }
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
