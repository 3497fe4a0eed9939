package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.Session;
import io.github.isotherm.hub.CacheFolder;
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

class OnnxModelTest implements SessionLaws {
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
        try (Session session = shared.openSession(1)) {
            Logits logits = session.feed(new int[][] {ids}, ids.length);
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
    void roomGrowsWithoutATrace() {
        int[] ids = randomIds(600, 64, 9);
        try (Session grown = shared.openSession(2);
                Session whole = shared.openSession(1)) {
            for (int from = 0; from < 600; from += 100) {
                int[] part = Arrays.copyOfRange(ids, from, from + 100);
                grown.feed(new int[][] {part, part}, 1);
            }
            float[] expected = feed(shared, whole, ids);
            whole.rewind(598);
            grown.rewind(598);
            int[] last = {ids[598], ids[599]};
            float[] actual = at(shared, grown.feed(new int[][] {last, last}, 1), 1, 0);
            assertThat(actual).containsExactly(expected, Offset.offset(1e-5f));
        }
    }

    @Test
    void allPositionsOfALongFeedCanBeKept() {
        int[] ids = randomIds(600, 64, 10);
        try (Session session = shared.openSession(1);
                Session other = shared.openSession(1)) {
            Logits logits = session.feed(new int[][] {ids}, 600);
            float[] tenth = at(shared, logits, 0, 9);
            float[] last = at(shared, logits, 0, 599);
            assertThat(feed(shared, other, Arrays.copyOf(ids, 10))).containsExactly(tenth, Offset.offset(1e-5f));
            assertThat(feed(shared, other, Arrays.copyOfRange(ids, 10, 600)))
                    .containsExactly(last, Offset.offset(1e-5f));
            assertThatThrownBy(() -> at(shared, logits, 0, 600)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> at(shared, logits, 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void theContextIsALimit() {
        try (Session session = shared.openSession(1)) {
            assertThat(shared.contextLength()).isEqualTo(640);
            feed(shared, session, randomIds(640, 64, 11));
            assertThatThrownBy(() -> feed(shared, session, 1))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageContaining("641 tokens")
                    .hasMessageContaining("640 tokens");
            session.rewind(639);
            feed(shared, session, 1);
        }
    }

    @Test
    void badArgumentsAreNamed() {
        try (Session session = shared.openSession(2)) {
            assertThatThrownBy(() -> session.feed(new int[][] {{1}}, 1)).hasMessageContaining("rows of tokens is 1");
            assertThatThrownBy(() -> session.feed(new int[][] {{1}, {1, 2}}, 1)).hasMessageContaining("is 2 but must");
            assertThatThrownBy(() -> session.feed(new int[][] {{}, {}}, 1)).hasMessageContaining("tokens fed is 0");
            assertThatThrownBy(() -> session.feed(new int[][] {{1}, {64}}, 1))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("token id is 64 but must be from 0 to 63");
            assertThatThrownBy(() -> session.feed(new int[][] {{1}, {2}}, 2)).hasMessageContaining("keepLast is 2");
            assertThatThrownBy(() -> session.feed(new int[][] {{1}, {2}}, 0)).hasMessageContaining("keepLast is 0");
            assertThatThrownBy(() -> session.rewind(1)).hasMessageContaining("rewind to is 1");
            assertThatThrownBy(() -> session.fork(2)).hasMessageContaining("rows of the session to fork is 2");
            assertThatThrownBy(() -> session.retain(new int[] {2})).hasMessageContaining("row to retain is 2");
            assertThatThrownBy(() -> session.retain(new int[0])).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> shared.openSession(0)).hasMessageContaining("rows is 0");
        }
    }

    @Test
    void aCancelledFeedFailsOnceAndTheSessionGoesOn() {
        try (Session session = shared.openSession(1)) {
            session.cancel();
            assertThatThrownBy(() -> feed(shared, session, 1, 2)).isInstanceOf(CancelledException.class);
            assertThat(session.length()).isZero();
            feed(shared, session, 1, 2);
            assertThat(session.length()).isEqualTo(2);
        }
    }

    @Test
    void afterCloseEverythingIsRefused() {
        OnnxModel model = Models.open(Models.TINY, true);
        Session open = model.openSession(1);
        feed(model, open, 1, 2);
        Session closed = model.openSession(1);
        closed.close();
        closed.close();
        closed.cancel();
        assertThatThrownBy(() -> feed(model, closed, 1)).hasMessageContaining("The session is closed");
        model.close();
        model.close();
        assertThatThrownBy(() -> model.openSession(1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> feed(model, open, 1))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("The model is closed");
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
    void memoryOfClosedSessionsIsUsedAgain() {
        try (OnnxModel model = Models.open(Models.TINY, true)) {
            List<CompletableFuture<Void>> running = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> openAndClose(model, 50)))
                    .toList();
            running.forEach(CompletableFuture::join);
            try (Session session = model.openSession(1)) {
                feed(model, session, randomIds(300, 64, 1));
                assertThat(model.memory().bytes()).isLessThan(8 * 2 * session.bytes());
            }
        }
    }

    private static void openAndClose(OnnxModel model, int times) {
        for (int i = 0; i < times; i++) {
            try (Session session = model.openSession(1)) {
                feed(model, session, randomIds(300, 64, i));
            }
        }
    }

    @Test
    void closingASessionUnderItsOwnThreadIsSafe() {
        for (int round = 0; round < 20; round++) {
            Session session = shared.openSession(1);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                while (true) {
                    feed(shared, session, randomIds(300, 64, 12));
                    session.rewind(0);
                }
            });
            pause(5);
            session.close();
            assertThatThrownBy(running::join).hasCauseInstanceOf(io.github.isotherm.error.IsothermException.class);
        }
    }

    @Test
    void damagedFilesAreNamed(@TempDir Path folder) throws IOException {
        Path model = Files.copy(Models.TINY.resolve("model.onnx"), folder.resolve("model.onnx"));
        opening(model, "The model's weights .*model.onnx.data are missing; copy.*");
        Path data = Files.copy(Models.TINY.resolve("model.onnx.data"), folder.resolve("model.onnx.data"));
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(1000);
        }
        opening(model, "The model's weights .*model.onnx.data have 1000 bytes but must have [0-9]+; copy.*");
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(1000);
        }
        opening(model, ".*model.onnx is not a whole ONNX file; copy.*");
        opening(folder.resolve("none.onnx"), "There is no model file .*none.onnx; .*");
    }

    private static void opening(Path file, String sentence) {
        assertThatThrownBy(() -> OnnxModel.open(file, ModelHints.NONE, OnnxOptions.defaults(), CacheFolder.locate()))
                .isInstanceOf(ModelException.class)
                .message()
                .containsPattern(sentence)
                .doesNotContain("\n");
    }

    private static void feedForever(OnnxModel model) {
        try (Session session = model.openSession(1)) {
            while (true) {
                feed(model, session, randomIds(100, 64, 13));
                session.rewind(0);
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
