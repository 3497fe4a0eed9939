package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.ContextLengthException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family of {@code families.py}: the logits of whole prompts are those of the graph as its file has it, and of
 * Python; and however the same ids are fed, in whatever company, they are the same to the bit.
 */
class FamiliesTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/families");

    /** The most that logits of a standard deviation of 1.5 move where a kernel sums in another order. */
    private static final double ROUNDED_ACTIVATIONS = 0.5;

    private static final double FLOAT_ACTIVATIONS = 1e-4;

    static List<Path> families() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.sorted().toList();
        }
    }

    private static OnnxModel open(Path folder, EngineOptions options) {
        ModelFolder files = ModelFolder.open(folder);
        return OnnxModel.open(
                files.modelFile(), Models.hints(files), OnnxOptionsOf.engine(options), CacheFolder.locate());
    }

    private static EngineOptions options() {
        return EngineOptions.defaults().withThreads(1).withActivations(Activations.FAST);
    }

    /** The logits of all positions of ids fed alone and at once. */
    private static float[][] whole(OnnxModel model, int[] ids) {
        try (Sequence sequence = model.open()) {
            return fed(model, sequence, ids);
        }
    }

    private static float[][] fed(OnnxModel model, Sequence sequence, int... ids) {
        return copy(model, model.run(List.of(new Feed(sequence, ids, ids.length))), 0, ids.length);
    }

    private static float[][] copy(OnnxModel model, Logits logits, int row, int count) {
        float[][] result = new float[count][model.vocabularySize()];
        for (int i = 0; i < count; i++) {
            logits.copyTo(row, i, result[i]);
        }
        return result;
    }

    private static void same(float[] actual, float[] expected, String what) {
        assertThat(Arrays.equals(actual, expected)).as(what).isTrue();
    }

    private static double difference(float[] one, float[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - other[i]));
        }
        return largest;
    }

    /**
     * Where the graph as it is takes another kernel for the last token: one row of queries is left over, or one row of a
     * product, or one row of an expert.
     */
    private static boolean takesAnotherKernel(Path folder, int tokens) {
        return tokens % 128 == 1
                || folder.endsWith("llama-blocks-64") && tokens % 2 == 1
                || folder.endsWith("gptoss") && tokens < 40;
    }

    /** What need not be promised: experts, activations whose rounding depends on every token of a run, 8-bit states. */
    private static boolean isOpen(Path folder) {
        return folder.endsWith("gptoss") || folder.endsWith("llama-dynamic") || folder.endsWith("llama-int8-states");
    }

    private static double tolerance(Path folder) {
        boolean floats = folder.getFileName().toString().matches("llama-(float|level.*)");
        return floats ? FLOAT_ACTIVATIONS : ROUNDED_ACTIVATIONS;
    }

    /** Logits of whole prompts by Python's ONNX Runtime. */
    private record Golden(JsonNode json, ByteBuffer logits) {
        static Golden of(Path folder) throws IOException {
            JsonNode json =
                    new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
            ByteBuffer logits = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("logits.f32")));
            return new Golden(json, logits.order(ByteOrder.LITTLE_ENDIAN));
        }

        int[] ids(int length) {
            int[] ids = new int[length];
            Arrays.setAll(ids, i -> json.path("ids").path(i).intValue());
            return ids;
        }

        float[] next(int count) {
            float[] result = new float[count];
            for (int i = 0; i < count; i++) {
                result[i] = logits.getFloat();
            }
            return result;
        }

        /** Kernels differ between processors that know other instructions. */
        boolean isOfThisProcessor() {
            List<String> known = Arrays.asList(Processor.description().split("[^a-z0-9_]+"));
            List<String> here = Stream.of("avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8")
                    .filter(known::contains)
                    .toList();
            return here.equals(new ObjectMapper().convertValue(json.path("processor"), List.class));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void wholePromptsAreThoseOfPython(Path folder) throws IOException {
        Golden golden = Golden.of(folder);
        try (OnnxModel model = open(folder, options())) {
            for (int i = 0; i < golden.json.path("lengths").size(); i++) {
                int length = golden.json.path("lengths").path(i).intValue();
                float[][] actual = whole(model, golden.ids(length));
                for (JsonNode position : golden.json.path("positions").path(i)) {
                    float[] expected = golden.next(model.vocabularySize());
                    boolean bits = golden.isOfThisProcessor() && !takesAnotherKernel(folder, length);
                    assertThat(difference(actual[position.intValue()], expected))
                            .as("%s tokens, position %s", length, position)
                            .isLessThanOrEqualTo(bits ? 0 : tolerance(folder));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void twoRowsMakeUpForRounding(Path folder) {
        int[] ids = Models.randomIds(40, 256, 11);
        float[][] floats = whole(folder, Activations.FLOAT, ids);
        double fast = difference(floats, whole(folder, Activations.FAST, ids));
        double exact = difference(floats, whole(folder, Activations.EXACT, ids));
        if (fast == 0) {
            assertThat(exact).isZero();
        } else {
            boolean othersRound = folder.endsWith("llama-int8-states");
            assertThat(exact).isPositive().isLessThan(fast / (othersRound ? 1 : 20));
        }
    }

    private static float[][] whole(Path folder, Activations activations, int[] ids) {
        try (OnnxModel model = open(folder, options().withActivations(activations))) {
            return whole(model, ids);
        }
    }

    private static double difference(float[][] some, float[][] others) {
        double largest = 0;
        for (int i = 0; i < some.length; i++) {
            largest = Math.max(largest, difference(some[i], others[i]));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("families")
    void wholePromptsAreThoseOfTheGraphAsItIs(Path folder) {
        try (OnnxModel model = open(folder, options());
                OnnxModel asIs = open(folder, options().withAsIs(true))) {
            assertThat(asIs.rowsAtOnce()).isEqualTo(1);
            assertThat(asIs.isExact()).isFalse();
            for (int length : new int[] {2, 3, 17, 64, 127, 128, 130, 256, 258, 383, 384}) {
                int[] ids = Models.randomIds(length, model.vocabularySize(), length);
                float[][] expected = whole(asIs, ids);
                float[][] actual = whole(model, ids);
                double tolerance = takesAnotherKernel(folder, length) ? tolerance(folder) : 0;
                for (int i = 0; i < length; i++) {
                    assertThat(difference(actual[i], expected[i]))
                            .as("position %s of %s", i, length)
                            .isLessThanOrEqualTo(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void feedsOfEverySizeAreExact(Path folder) {
        try (OnnxModel model = open(folder, options())) {
            assertThat(model.isExact() || isOpen(folder)).isTrue();
            assumeTrue(model.isExact());
            int[] ids = Models.randomIds(384, model.vocabularySize(), 5);
            float[][] expected = whole(model, ids);
            for (int size : new int[] {1, 2, 3, 16, 17, 43, 127, 128, 129, 130, 171, 257, 300}) {
                try (Sequence sequence = model.open()) {
                    for (int from = 0; from < ids.length; from += size) {
                        int[] piece = Arrays.copyOfRange(ids, from, Math.min(from + size, ids.length));
                        float[][] actual = fed(model, sequence, piece);
                        for (int i = 0; i < piece.length; i++) {
                            same(actual[i], expected[from + i], "position " + (from + i) + " in feeds of " + size);
                        }
                    }
                    assertThat(sequence.length()).isEqualTo(384);
                    assertThatThrownBy(() -> fed(model, sequence, 1)).isInstanceOf(ContextLengthException.class);
                }
            }
        }
    }

    /** A row that arrives at its ids by random feeds, rewinds and forks. */
    private static final class Walk implements AutoCloseable {
        private static final int[] PIECES = {1, 1, 1, 2, 5, 40, 127, 128, 129, 300};

        private final OnnxModel model;
        private final Random random;
        private final int[] ids;
        private final float[][] expected;
        private Sequence sequence;

        Walk(OnnxModel model, Random random) {
            this.model = model;
            this.random = random;
            int length = random.nextInt(4) == 0 ? model.contextLength() : 1 + random.nextInt(300);
            ids = Models.randomIds(length, model.vocabularySize(), random.nextLong());
            expected = whole(model, ids);
            sequence = model.open();
        }

        boolean isDone() {
            return sequence.length() == ids.length;
        }

        /** Sometimes goes back, or on in a fork while the origin is spoilt and closed. */
        void stray() {
            int at = sequence.length();
            if (random.nextInt(12) == 0) {
                sequence.rewind(random.nextInt(at + 1));
            } else if (random.nextInt(12) == 0) {
                Sequence origin = sequence;
                sequence = origin.fork(random.nextInt(at + 1));
                if (at < model.contextLength()) {
                    model.run(List.of(new Feed(origin, new int[] {random.nextInt(model.vocabularySize())}, 1)));
                }
                origin.close();
            }
        }

        Feed next() {
            int from = sequence.length();
            int size = Math.min(PIECES[random.nextInt(PIECES.length)], ids.length - from);
            return new Feed(sequence, Arrays.copyOfRange(ids, from, from + size), random.nextInt(size + 1));
        }

        void check(Logits logits, int row, Feed fed) {
            float[][] actual = copy(model, logits, row, fed.keepLast());
            int first = sequence.length() - fed.keepLast();
            for (int i = 0; i < actual.length; i++) {
                same(actual[i], expected[first + i], "position " + (first + i) + " of row " + row);
            }
        }

        @Override
        public void close() {
            sequence.close();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void companyRewindsAndForksChangeNoBit(Path folder) {
        for (int width : new int[] {1, 3, 8}) {
            try (OnnxModel model = open(folder, options().withRows(width))) {
                assumeTrue(model.isExact());
                assertThat(model.rowsAtOnce()).isEqualTo(width);
                Random random = new Random(width);
                walkTogether(model, random, 8);
                walkTogether(model, random, 2);
            }
        }
    }

    /** More rows than the graph's width are fed by several runs. */
    private static void walkTogether(OnnxModel model, Random random, int rows) {
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            walks.add(new Walk(model, random));
        }
        List<Walk> left = new ArrayList<>(walks);
        while (!left.isEmpty()) {
            List<Walk> fed = left.stream().filter(walk -> random.nextInt(4) > 0).toList();
            if (!fed.isEmpty()) {
                fed.forEach(Walk::stray);
                List<Walk> goingOn = fed.stream().filter(walk -> !walk.isDone()).toList();
                List<Feed> feeds = goingOn.stream().map(Walk::next).toList();
                Logits logits = model.run(feeds);
                for (int i = 0; i < feeds.size(); i++) {
                    goingOn.get(i).check(logits, i, feeds.get(i));
                }
            }
            left.removeIf(Walk::isDone);
        }
        walks.forEach(Walk::close);
    }

    /** Where nothing is promised, company at least changes nothing. */
    @ParameterizedTest
    @MethodSource("families")
    void companyAloneChangesNoBit(Path folder) {
        try (OnnxModel model = open(folder, options().withRows(3));
                Sequence first = model.open();
                Sequence second = model.open()) {
            int[] ids = Models.randomIds(61, model.vocabularySize(), 4);
            int[] other = Models.randomIds(90, model.vocabularySize(), 5);
            float[][] expected = whole(model, ids);
            Logits logits = model.run(List.of(new Feed(first, other, 1), new Feed(second, ids, ids.length)));
            float[][] actual = copy(model, logits, 1, ids.length);
            for (int i = 0; i < ids.length; i++) {
                same(actual[i], expected[i], "position " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void widerAndMoreThreadsAreTheSame(Path folder) {
        int[] ids = Models.randomIds(200, 256, 3);
        try (OnnxModel model = open(folder, options());
                OnnxModel twoThreads = open(folder, options().withThreads(2).withRows(4))) {
            assumeTrue(model.isExact());
            float[][] expected = whole(model, ids);
            float[][] parallel = whole(twoThreads, ids);
            try (Sequence sequence = model.open()) {
                float[][] first = fed(model, sequence, Arrays.copyOf(ids, 100));
                model.widen(4);
                float[][] second = fed(model, sequence, Arrays.copyOfRange(ids, 100, 200));
                assertThat(model.rowsAtOnce()).isEqualTo(4);
                for (int i = 0; i < 100; i++) {
                    same(first[i], expected[i], "position " + i);
                    same(second[i], expected[100 + i], "position " + (100 + i));
                    same(parallel[i], expected[i], "position " + i + ", two threads");
                }
            }
        }
    }
}
