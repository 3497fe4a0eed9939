package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.files.CacheFolder;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Products in small graphs, against the sum of weights times numbers in double. */
class ExactActivationsTest {
    private static final Roundings BLOCKS = kind -> Rounding.BLOCKS;
    private static final Roundings OTHER = kind -> Rounding.OTHER;

    /** What a product may be off, of the largest result. */
    private static final double CLOSE = 2e-4;

    /** The same where the kernel is asked, which says what it rounds to so many digits only. */
    private static final double ASKED = 8e-4;

    static Stream<Arguments> kinds() {
        List<Arguments> kinds = new ArrayList<>();
        for (long bits : new long[] {4, 8}) {
            for (long block : new long[] {16, 32, 64, 128}) {
                for (boolean zeroPoints : new boolean[] {false, true}) {
                    kinds.add(Arguments.of(new ProductKind(bits, block, 4, zeroPoints)));
                }
            }
        }
        return kinds.stream();
    }

    private static float[][] rows(int count, int inner, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][inner];
        for (float[] row : rows) {
            for (int i = 0; i < inner; i++) {
                row[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
            }
        }
        return rows;
    }

    /** How far results are from the products, of the largest of those. */
    private static double error(SmallProduct product, float[][] rows, float[][] results) {
        double error = 0;
        double largest = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] expected = product.expected(rows[i]);
            for (int j = 0; j < expected.length; j++) {
                error = Math.max(error, Math.abs(results[i][j] - expected[j]));
                largest = Math.max(largest, Math.abs(expected[j]));
            }
        }
        return error / largest;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRestMakesUpForRounding(ProductKind kind) throws OrtException {
        SmallProduct product = new SmallProduct(kind, 256, 24);
        float[][] rows = rows(5, 256, 1);
        double rounded = error(product, rows, product.run(product.graph(21, 3), rows, 3));
        double exact = error(product, rows, product.run(product.exact(21, 3, BLOCKS), rows, 3));
        double asked = error(product, rows, product.run(product.exact(21, 3, OTHER), rows, 3));
        assertThat(rounded).isGreaterThan(2e-3);
        assertThat(exact).isLessThan(CLOSE);
        assertThat(asked).isLessThan(ASKED);
    }

    /** Kernels find such a number's step by other operations than a graph can, and so on either side of it. */
    @ParameterizedTest
    @MethodSource("opsets")
    void aNumberHalfwayBetweenTwoStepsIsNotAStepOff(int opset, int rank) throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 256, 24);
        float[][] rows = rows(64, 256, 10);
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                float largest = Math.abs(row[i / 32 * 32]);
                row[i] = i % 32 == 0 ? largest : (i % 32 * 4 - 63.5f) * largest / 127;
            }
        }
        assertThat(error(product, rows, product.run(product.exact(opset, rank, BLOCKS), rows, rank)))
                .isLessThan(CLOSE);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rowsNeedNotBeWholeBlocks(ProductKind kind) throws OrtException {
        int inner = 2 * (int) kind.block() + 10;
        SmallProduct product = new SmallProduct(kind, inner, 16);
        float[][] rows = rows(3, inner, 2);
        assertThat(error(product, rows, product.run(product.exact(21, 3, BLOCKS), rows, 3)))
                .isLessThan(CLOSE);
        assertThat(error(product, rows, product.run(product.exact(21, 2, BLOCKS), rows, 2)))
                .isLessThan(CLOSE);
        assertThat(error(product, rows, product.run(product.exact(21, 3, OTHER), rows, 3)))
                .isLessThan(ASKED);
    }

    @ParameterizedTest
    @MethodSource("opsets")
    void olderGraphsAndOtherRanksAreTheSame(int opset, int rank) throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 70, 16);
        float[][] rows = rows(4, 70, 3);
        for (Roundings roundings : List.of(BLOCKS, OTHER)) {
            assertThat(error(product, rows, product.run(product.exact(opset, rank, roundings), rows, rank)))
                    .as("opset %d, rank %d", opset, rank)
                    .isLessThan(CLOSE);
        }
    }

    static Stream<Arguments> opsets() {
        return Stream.of(13, 17, 18, 20, 21)
                .flatMap(opset -> Stream.of(2, 3, 4).map(rank -> Arguments.of(opset, rank)));
    }

    @Test
    void beforeOpset13AGraphStays() {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 64, 16);
        GraphScan scan = GraphScan.of(product.graph(12, 3));
        assertThat(ExactActivations.rewritten(scan, List.of(), BLOCKS)).isSameAs(scan);
        assertThat(ExactActivations.isTooOld(scan)).isTrue();
        assertThat(ExactActivations.isTooOld(GraphScan.of(product.graph(13, 3))))
                .isFalse();
    }

    /** Without a look at it a kernel is asked, which is right whatever it does. */
    @Test
    void aKindThatNobodyLookedAtIsAsked() {
        assertThat(Roundings.seen(new ProductKind(2, 256, 4, true))).isEqualTo(Rounding.OTHER);
        assertThat(Roundings.seen(new ProductKind(2, 256, 1, true))).isEqualTo(Rounding.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Rounding.class,
            names = {"BLOCKS", "OTHER"})
    void blocksOfZerosAndHugeNumbersStayNumbers(Rounding rounding) throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, false), 96, 16);
        float[][] rows = rows(4, 96, 4);
        java.util.Arrays.fill(rows[0], 0);
        java.util.Arrays.fill(rows[1], 32, 64, 0);
        for (int i = 0; i < 96; i++) {
            rows[2][i] *= 1e-42f;
            rows[3][i] *= 1e30f;
        }
        for (int opset : new int[] {17, 21}) {
            float[][] results = product.run(product.exact(opset, 3, kind -> rounding), rows, 3);
            assertThat(results[0]).containsOnly(0f);
            assertThat(error(product, new float[][] {rows[1]}, new float[][] {results[1]}))
                    .isLessThan(CLOSE);
            assertThat(results[2]).doesNotContain(Float.NaN);
            assertThat(error(product, new float[][] {rows[3]}, new float[][] {results[3]}))
                    .isLessThan(CLOSE);
        }
    }

    @Test
    void aBiasIsAddedOnce() throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 64, 16).withBias();
        float[][] rows = rows(4, 64, 5);
        assertThat(error(product, rows, product.run(product.exact(21, 3, BLOCKS), rows, 3)))
                .isLessThan(CLOSE);
    }

    @Test
    void halvesKeepWhatTheyCan() throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 64, 16).withHalves();
        float[][] rows = rows(4, 64, 6);
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = HalfFloat.toFloat(HalfNumbers.of(row[i]));
            }
        }
        double rounded = error(product, rows, product.run(product.graph(21, 3), rows, 3));
        assertThat(rounded).isGreaterThan(1.5e-3);
        for (Roundings roundings : List.of(BLOCKS, OTHER)) {
            assertThat(error(product, rows, product.run(product.exact(21, 3, roundings), rows, 3)))
                    .isLessThan(6e-4);
        }
    }

    @Test
    void aProductInABranchIsRewrittenToo() throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 70, 16).inBranch();
        float[][] rows = rows(4, 70, 7);
        for (Roundings roundings : List.of(BLOCKS, OTHER)) {
            GraphProto exact = product.exact(21, 3, roundings);
            assertThat(ExactActivations.pairs(GraphScan.of(exact).nodes())).isEqualTo(2);
            assertThat(error(product, rows, product.run(exact, rows, 3))).isLessThan(CLOSE);
        }
    }

    @Test
    void productsOfOneInputShareItsRest() {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 64, 16).twice();
        List<GraphNode> nodes = GraphScan.of(product.exact(21, 3, BLOCKS)).nodes();
        assertThat(ExactActivations.pairs(nodes)).isEqualTo(2);
        assertThat(nodes.stream().filter(node -> node.operator().equals("QuantizeLinear")))
                .hasSize(1);
    }

    @Test
    void whatDoesNotRoundStays() {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 64, 16);
        GraphScan scan = GraphScan.of(product.graph(21, 3));
        assertThat(ExactActivations.rewritten(scan, List.of(), kind -> Rounding.NONE))
                .isSameAs(scan);
        SmallProduct floats = new SmallProduct(new ProductKind(4, 32, 1, true), 64, 16);
        GraphScan unrounded = GraphScan.of(floats.graph(21, 3));
        assertThat(ExactActivations.rewritten(unrounded, List.of(), BLOCKS)).isSameAs(unrounded);
    }

    /** The law behind it: whatever a kernel rounds, being asked for it gives the rest. */
    @ParameterizedTest
    @MethodSource("kernels")
    void anyKernelsRoundingIsMadeUpFor(EmulatedKernel kernel) throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 150, 16);
        float[][] rows = rows(6, 150, 8);
        double rounded = error(product, rows, product.run(kernel.instead(product.graph(21, 3)), rows, 3));
        double exact = error(product, rows, product.run(kernel.instead(product.exact(21, 3, OTHER)), rows, 3));
        assertThat(rounded).isGreaterThan(1e-3);
        assertThat(exact).isLessThan(2 * CLOSE);
    }

    static Stream<EmulatedKernel> kernels() {
        return EmulatedKernel.all();
    }

    /** The emulation itself: blocks as the processor's own kernel has them give what that gives. */
    @Test
    void theEmulatedKernelIsTheRealOne() throws OrtException {
        SmallProduct product = new SmallProduct(new ProductKind(4, 32, 4, true), 128, 16);
        float[][] rows = rows(6, 128, 9);
        float[][] real = product.run(product.graph(21, 3), rows, 3);
        float[][] emulated = product.run(new EmulatedKernel(32, false).instead(product.graph(21, 3)), rows, 3);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 16; j++) {
                assertThat(emulated[i][j]).isCloseTo(real[i][j], within(1e-3f));
            }
        }
    }

    @Test
    void theProbeSeesWhatAKernelRounds() throws OrtException {
        OrtEnvironment environment = Runtimes.environment(CacheFolder.locate());
        try (SessionOptions settings = new SessionOptions()) {
            List<ProductKind> kinds =
                    kinds().map(one -> (ProductKind) one.get()[0]).toList();
            assertThat(RoundingProbe.seen(environment, settings, kinds)).doesNotContain(Rounding.OTHER);
            ProductKind floats = new ProductKind(4, 32, 1, true);
            assertThat(RoundingProbe.seen(environment, settings, List.of(floats)))
                    .containsExactly(Rounding.NONE);
        }
    }

    /** One row of each of {@code [1, n, inner]}, {@code [n, inner]} or {@code [1, n, 1, inner]} through a graph. */
    static float[][] run(ByteBuffer model, float[][] rows, int rank, int outer) throws OrtException {
        OrtEnvironment environment = Runtimes.environment(CacheFolder.locate());
        int inner = rows[0].length;
        FloatBuffer numbers = FloatBuffer.allocate(rows.length * inner);
        for (float[] row : rows) {
            numbers.put(row);
        }
        long[] shape = switch (rank) {
            case 2 -> new long[] {rows.length, inner};
            case 3 -> new long[] {1, rows.length, inner};
            default -> new long[] {1, rows.length, 1, inner};
        };
        try (SessionOptions settings = new SessionOptions();
                OrtSession session = environment.createSession(model, settings);
                OnnxTensor input = OnnxTensor.createTensor(environment, numbers.flip(), shape);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            assertThat(output.getInfo().getShape()).hasSize(rank);
            FloatBuffer all = output.getFloatBuffer();
            float[][] results = new float[rows.length][outer];
            for (float[] row : results) {
                all.get(row);
            }
            assertThat(all.hasRemaining()).isFalse();
            return results;
        }
    }
}
