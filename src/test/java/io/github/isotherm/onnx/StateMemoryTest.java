package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    /** Room doubles from 256 to the context's 640; while a quarter of it (a slot of four) grows, its old room is there. */
    @ParameterizedTest
    @CsvSource({"1, 256, 0", "256, 256, 0", "257, 512, 256", "512, 512, 256", "513, 640, 512", "9999, 640, 512"})
    void roomIsCountedAsItIsAllocated(int tokens, int room, int before) {
        assertThat(shared.stateBytes(1, tokens)).isEqualTo(TOKEN * room + TOKEN / 4 * before);
        assertThat(shared.stateBytes(3, tokens)).isEqualTo(3 * shared.stateBytes(1, tokens));
        assertThat(pingPong.stateBytes(1, tokens)).isEqualTo(2 * TOKEN * room);
    }

    @Test
    void aSessionTakesWhatWasSaid() {
        for (OnnxModel model : List.of(shared, pingPong)) {
            for (int rows : new int[] {1, 3}) {
                try (Session session = model.openSession(rows)) {
                    for (int fed : new int[] {100, 156, 1, 300}) {
                        feed(model, session, fed);
                        assertThat(session.bytes()).isLessThanOrEqualTo(model.stateBytes(rows, session.length()));
                    }
                    assertThat(session.bytes()).isBetween((long) rows * TOKEN * 557, model.stateBytes(rows, 557));
                }
            }
        }
    }

    @Test
    void aForkHasRoomForWhatItHoldsAndNotForWhatItsSourceOnceHeld() {
        try (Session session = shared.openSession(1)) {
            feed(shared, session, 600);
            session.rewind(20);
            try (Session fork = session.fork(2)) {
                assertThat(fork.bytes()).isEqualTo(2 * TOKEN * 256);
            }
        }
    }

    /** What closed sessions leave is used again, or given up before more is taken. */
    @Test
    void sessionsOneAfterTheOtherTakeNoMoreThanTheLargest() {
        long logits = 2L * 600 * 64 * 4;
        try (OnnxModel model = Models.open(Models.TINY, true)) {
            for (int rows : new int[] {4, 3, 2, 1, 4, 1, 3}) {
                try (Session session = model.openSession(rows)) {
                    feed(model, session, 120 * rows);
                    assertThat(model.memory().bytes()).isLessThan(model.stateBytes(4, 480) + logits);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void noLayoutTakesMoreThanItSays(Path folder) {
        try (OnnxModel model = Models.open(folder, true);
                Session session = model.openSession(1)) {
            for (int i = 0; i < 5; i++) {
                feed(model, session, i % 2 == 0 ? 2 : 1);
                assertThat(session.bytes()).isLessThanOrEqualTo(model.stateBytes(1, session.length()));
            }
            try (Session fork = session.fork(3)) {
                assertThat(fork.bytes()).isLessThanOrEqualTo(model.stateBytes(3, fork.length()));
                for (int i = 0; i < 3; i++) {
                    feed(model, fork, 1);
                    assertThat(fork.bytes()).isLessThanOrEqualTo(model.stateBytes(3, fork.length()));
                }
                fork.retain(new int[] {2, 1});
                assertThat(fork.bytes()).isLessThanOrEqualTo(model.stateBytes(3, fork.length()));
            }
            assertThat(model.stateBytes(2, 10)).isGreaterThanOrEqualTo(model.stateBytes(1, 10));
            assertThat(model.stateBytes(1, 11)).isGreaterThanOrEqualTo(model.stateBytes(1, 10));
        }
    }

    private static void feed(OnnxModel model, Session session, int count) {
        int[] ids = randomIds(count, Math.min(50, model.vocabularySize()), count);
        session.feed(
                IntStream.range(0, session.rows())
                        .mapToObj(row -> Arrays.copyOf(ids, count))
                        .toArray(int[][]::new),
                1);
    }
}
