package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session says it will take is what it takes. */
class StateMemoryTest {
    /** Two layers of keys and values, two heads of 16 floats each. */
    private static final int TOKEN = 2 * 2 * 2 * 16 * 4;

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

    static List<Path> layouts() throws IOException {
        return LayoutTest.layouts();
    }

    /** Of what is appended in place, what is in use counts; of two buffers, room that doubles from 256 to the context's 640. */
    @ParameterizedTest
    @CsvSource({"1, 256", "256, 256", "257, 512", "512, 512", "513, 640", "9999, 640"})
    void whatPositionsTakeIsCounted(int tokens, int room) {
        assertThat(shared.stateBytes(tokens)).isEqualTo((long) TOKEN * Math.min(tokens, 640));
        assertThat(pingPong.stateBytes(tokens)).isEqualTo(2L * TOKEN * room);
    }

    @Test
    void aSequenceTakesWhatWasSaid() {
        for (OnnxModel model : List.of(shared, pingPong)) {
            try (Sequence sequence = model.open()) {
                for (int fed : new int[] {100, 156, 1, 300}) {
                    feed(model, sequence, fed);
                    assertThat(sequence.bytes()).isLessThanOrEqualTo(model.stateBytes(sequence.length()));
                }
                assertThat(sequence.bytes()).isBetween(TOKEN * 557L, model.stateBytes(557));
            }
        }
    }

    @Test
    void aForkTakesWhatItHoldsAndNotWhatItsSourceOnceHeld() {
        try (Sequence sequence = shared.open()) {
            feed(shared, sequence, 600);
            try (Sequence fork = sequence.fork(20)) {
                assertThat(fork.bytes()).isEqualTo(20L * TOKEN);
            }
            sequence.rewind(0);
            assertThat(sequence.bytes()).isZero();
        }
    }

    /** A context of unknown length: room grows, and nothing is lost. */
    @Test
    void roomGrowsWithoutATrace() throws IOException {
        ModelFolder files = ModelFolder.open(Models.TINY);
        int[] ids = randomIds(600, 64, 9);
        try (OnnxModel unknown = OnnxModel.open(
                        files.modelFile(),
                        ModelHints.NONE,
                        OnnxOptionsOf.engine(EngineOptions.defaults()),
                        CacheFolder.locate());
                Sequence grown = unknown.open();
                Sequence whole = shared.open()) {
            assertThat(unknown.contextLength()).isEqualTo(Integer.MAX_VALUE);
            float[] logits = new float[0];
            for (int from = 0; from < 600; from += 100) {
                logits = Models.feed(unknown, grown, Arrays.copyOfRange(ids, from, from + 100));
            }
            assertThat(logits).containsExactly(Models.feed(shared, whole, ids));
            assertThat(Splits.checksum(unknown, grown)).isEqualTo(Splits.checksum(shared, whole));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void noLayoutTakesMoreThanItSays(Path folder) {
        try (OnnxModel model = Models.open(folder, true);
                Sequence sequence = model.open()) {
            for (int i = 0; i < 5; i++) {
                feed(model, sequence, i % 2 == 0 ? 2 : 1);
                assertThat(sequence.bytes()).isLessThanOrEqualTo(model.stateBytes(sequence.length()));
            }
            try (Sequence fork = sequence.fork()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(fork.bytes()).isLessThanOrEqualTo(model.stateBytes(fork.length()));
                    feed(model, fork, 1);
                }
            }
            assertThat(model.stateBytes(11)).isGreaterThanOrEqualTo(model.stateBytes(10));
        }
    }

    private static void feed(OnnxModel model, Sequence sequence, int count) {
        Models.feed(model, sequence, randomIds(count, Math.min(50, model.vocabularySize()), count));
    }
}
