package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
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
        try (Sequence sequence = model.open()) {
            expected.check(n - 1, feed(model, sequence, expected.ids));
            sequence.rewind(0);
            Logits all = run(model, sequence, expected.ids, n);
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
        try (Sequence sequence = model.open()) {
            for (int i = 0; i < n; i++) {
                expected.check(i, feed(model, sequence, expected.ids[i]));
            }
            sequence.rewind(0);
            expected.check(4, feed(model, sequence, expected.ids(0, 5)));
            Logits two = run(model, sequence, expected.ids(5, n), 2);
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
        try (Sequence sequence = model.open()) {
            feed(model, sequence, expected.ids(0, 6));
            feed(model, sequence, 7);
            feed(model, sequence, expected.ids(0, 3));
            sequence.rewind(6);
            assertThat(sequence.length()).isEqualTo(6);
            expected.check(n - 1, feed(model, sequence, expected.ids(6, n)));
            sequence.rewind(3);
            sequence.rewind(2);
            expected.check(2, feed(model, sequence, expected.ids[2]));
            expected.check(n - 1, feed(model, sequence, expected.ids(3, n)));
        }
    }

    /** As a chat's second turn: what it has in common with the first is kept, without what was generated. */
    @ParameterizedTest
    @MethodSource("layouts")
    void aSecondTurnReusesThePrefix(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        int common = n / 2;
        try (Sequence sequence = model.open()) {
            feed(model, sequence, expected.ids(0, common));
            feed(model, sequence, 1);
            feed(model, sequence, 2);
            sequence.rewind(common);
            expected.check(n - 1, feed(model, sequence, expected.ids(common, n)));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void forks(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Sequence sequence = model.open()) {
            feed(model, sequence, expected.ids(0, 6));
            feed(model, sequence, 1);
            try (Sequence fork = sequence.fork(6);
                    Sequence shorter = sequence.fork(4);
                    Sequence empty = sequence.fork(0)) {
                int[] other = expected.ids(6, n);
                other[0] = (other[0] + 1) % model.vocabularySize();
                feed(model, fork, other);
                fork.rewind(6);
                expected.check(n - 1, feed(model, fork, expected.ids(6, n)));
                expected.check(n - 1, feed(model, shorter, expected.ids(4, n)));
                expected.check(n - 1, feed(model, empty, expected.ids));
            }
            sequence.rewind(6);
            expected.check(n - 1, feed(model, sequence, expected.ids(6, n)));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void company(Path folder) throws IOException {
        Expected expected = Expected.of(folder);
        OnnxModel model = model(folder);
        int n = expected.ids.length;
        try (Sequence one = model.open();
                Sequence two = model.open();
                Sequence three = model.open()) {
            model.run(List.of(
                    new Feed(one, new int[] {3, 3}, 0),
                    new Feed(two, expected.ids(0, 4), 1),
                    new Feed(three, new int[] {3}, 1)));
            Logits logits = model.run(List.of(
                    new Feed(three, new int[] {3, 3, 3}, 2),
                    new Feed(two, expected.ids(4, n), n - 4),
                    new Feed(one, new int[] {3}, 1)));
            for (int i = 4; i < n; i++) {
                expected.check(i, at(model, logits, 1, i - 4));
            }
        }
    }
}
