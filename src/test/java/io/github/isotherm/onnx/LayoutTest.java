package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.PoolOptions;
import io.github.isotherm.generate.Prefill;
import io.github.isotherm.generate.Session;
import io.github.isotherm.generate.SessionPool;
import io.github.isotherm.generate.StateDemand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layout of {@code layouts.py}: logits as another implementation computes them, however they are arrived at. */
class LayoutTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("isotherm.layouts", "src/test/resources/fixtures/layouts"));
    private static final Map<Path, OnnxModel> OPEN = new HashMap<>();

    /** What another implementation says of a model. */
    private record Expected(int[] ids, float[][] logits, Offset<Float> tolerance) {
        static Expected of(Path folder) throws IOException {
            JsonNode json =
                    new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
            int[] ids = new ObjectMapper().convertValue(json.path("ids"), int[].class);
            float[][] logits = new ObjectMapper().convertValue(json.path("logits"), float[][].class);
            return new Expected(
                    ids, logits, Offset.offset((float) json.path("tolerance").asDouble(1e-5)));
        }

        int[] ids(int from, int to) {
            return Arrays.copyOfRange(ids, from, to);
        }

        void check(int position, float[] actual) {
            assertThat(actual).containsExactly(logits[position], tolerance);
        }
    }

    static List<Path> layouts() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
    }

    private static OnnxModel model(Path folder) {
        return OPEN.computeIfAbsent(folder, one -> Models.open(one, true));
    }

    @AfterAll
    static void close() {
        OPEN.values().forEach(OnnxModel::close);
        OPEN.clear();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void wholePrefill(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Session session = model.openSession(1)) {
            expected.check(n - 1, feed(model, session, expected.ids));
            session.rewind(0);
            Logits all = session.feed(new int[][] {expected.ids}, n);
            for (int i = 0; i < n; i++) {
                expected.check(i, at(model, all, 0, i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void stepsAndChunks(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Session session = model.openSession(1)) {
            for (int i = 0; i < n; i++) {
                expected.check(i, feed(model, session, expected.ids[i]));
            }
            session.rewind(0);
            expected.check(4, feed(model, session, expected.ids(0, 5)));
            Logits two = session.feed(new int[][] {expected.ids(5, n)}, 2);
            expected.check(n - 2, at(model, two, 0, 0));
            expected.check(n - 1, at(model, two, 0, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void rewind(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Session session = model.openSession(1)) {
            feed(model, session, expected.ids(0, 6));
            feed(model, session, 7);
            feed(model, session, expected.ids(0, 3));
            session.rewind(6);
            assertThat(session.length()).isEqualTo(6);
            expected.check(n - 1, feed(model, session, expected.ids(6, n)));
            session.rewind(3);
            session.rewind(2);
            expected.check(2, feed(model, session, expected.ids[2]));
            expected.check(n - 1, feed(model, session, expected.ids(3, n)));
        }
    }

    /**
     * As a chat's second turn: what the first turn's prompt has in common is kept, and the logits are those of a session
     * that was fed the same pieces, to the last bit. (Kernels of floats round a longer piece differently, by 1e-7.)
     */
    @ParameterizedTest
    @MethodSource("layouts")
    void aSecondTurnReusesThePrefix(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        int common = n / 2;
        int[] first = expected.ids(0, common);
        try (SessionPool pool = new SessionPool(model, PoolOptions.defaults())) {
            pool.use(first, StateDemand.of(n), session -> {
                Prefill.feed(session, first);
                session.feed(new int[][] {{1}}, 1);
                return session.feed(new int[][] {{2}}, 1);
            });
            float[] kept = pool.use(expected.ids, StateDemand.of(n), session -> {
                assertThat(session.length()).isEqualTo(common);
                return at(model, Prefill.feed(session, expected.ids), 0, 0);
            });
            expected.check(n - 1, kept);
            try (Session fresh = model.openSession(1)) {
                Prefill.feed(fresh, first);
                assertThat(kept).containsExactly(at(model, Prefill.feed(fresh, expected.ids), 0, 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void forkAndRetain(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Session session = model.openSession(1)) {
            feed(model, session, expected.ids(0, 6));
            try (Session fork = session.fork(3)) {
                int[] other = expected.ids(6, n);
                other[0] = (other[0] + 1) % model.vocabularySize();
                int[] right = expected.ids(6, n);
                Logits logits = fork.feed(new int[][] {other, right, other}, 1);
                expected.check(n - 1, at(model, logits, 1, 0));
                fork.rewind(n - 1);
                fork.retain(new int[] {1, 0, 1});
                int[] last = {expected.ids[n - 1]};
                logits = fork.feed(new int[][] {last, last, last}, 1);
                expected.check(n - 1, at(model, logits, 0, 0));
                expected.check(n - 1, at(model, logits, 2, 0));
                fork.retain(new int[] {2});
                fork.rewind(4);
                expected.check(n - 1, feed(model, fork, expected.ids(4, n)));
            }
            expected.check(n - 1, feed(model, session, expected.ids(6, n)));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void rows(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        int[] other = expected.ids(0, n);
        Arrays.fill(other, 3);
        try (Session session = model.openSession(3)) {
            session.feed(new int[][] {Arrays.copyOf(other, 4), expected.ids(0, 4), Arrays.copyOf(other, 4)}, 1);
            int[] rest = Arrays.copyOfRange(other, 4, n);
            Logits logits = session.feed(new int[][] {rest, expected.ids(4, n), rest}, n - 4);
            for (int i = 4; i < n; i++) {
                expected.check(i, at(model, logits, 1, i - 4));
            }
        }
    }
}
