package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A graph whose embedding, {@code [40, 24]}, is 960 weights of a file that it reshapes. */
class ReshapedWeightsTest {
    private static final Path SOURCE = Path.of("src", "test", "resources", "fixtures", "layouts", "external", "onnx");
    private static final String GRAPH = "model.onnx";
    private static final String DATA = "model.onnx_data";
    private static final String EMBEDDING = "embedding";
    private static final String FLAT = "flat";
    private static final String SHAPE = "shape";

    @TempDir
    Path folder;

    private static List<GraphProto.Field> reshaped(ProtoWriter shape) {
        List<GraphProto.Field> fields = new ArrayList<>();
        fields.add(GraphProto.Field.of(GraphProto.INITIALIZER, shape));
        fields.add(OnnxFields.node("Reshape", List.of(FLAT, SHAPE), EMBEDDING, Map.of()));
        for (GraphProto.Field field :
                GraphScan.of(SOURCE.resolve(GRAPH)).parts().fields()) {
            boolean weight =
                    field.number() == GraphProto.INITIALIZER && field.name().equals(EMBEDDING);
            fields.add(weight ? flat(field) : field);
        }
        return fields;
    }

    private static GraphProto.Field flat(GraphProto.Field weight) {
        ProtoWriter tensor = new ProtoWriter().number(1, 40 * 24).text(8, FLAT);
        for (GraphProto.Field part : GraphProto.cut(weight.value())) {
            if (part.number() != 1 && part.number() != 8) {
                tensor.fields(part.whole());
            }
        }
        return GraphProto.Field.of(GraphProto.INITIALIZER, tensor);
    }

    private static GraphProto graph(List<GraphProto.Field> fields) {
        return GraphScan.of(SOURCE.resolve(GRAPH)).parts().with(fields);
    }

    private static ProtoWriter shape(long... dims) {
        return OnnxFields.wholeNumbers(SHAPE, dims);
    }

    private static ProtoWriter raw(int type, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * dims.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(dims);
        return OnnxFields.constant(SHAPE, type, bytes, dims.length);
    }

    static List<ProtoWriter> shapesOfTheEmbedding() {
        ProtoWriter packed = new ProtoWriter().number(1, 2).number(2, OnnxFields.INT64);
        packed.text(8, SHAPE).message(7, new ProtoWriter().fields(ByteBuffer.wrap(new byte[] {40, 24})));
        return List.of(shape(40, 24), shape(40, -1), shape(-1, 24), raw(OnnxFields.INT64, 40, 24), packed);
    }

    @ParameterizedTest
    @MethodSource("shapesOfTheEmbedding")
    void theEmbeddingIsAWeightOverTheSameBytes(ProtoWriter shape) {
        GraphScan rewritten = ReshapedWeights.rewritten(GraphScan.of(graph(reshaped(shape))));
        assertThat(rewritten.external())
                .contains(new ExternalTensor(EMBEDDING, 1, List.of(40L, 24L), DATA, 0, 3840))
                .noneMatch(tensor -> tensor.name().equals(FLAT));
        assertThat(rewritten.nodes())
                .hasSameSizeAs(GraphScan.of(SOURCE.resolve(GRAPH)).nodes())
                .noneMatch(node -> node.outputs().contains(EMBEDDING));
    }

    @Test
    void aWeightThatAProductReadsAsWellStays() {
        List<GraphProto.Field> fields = reshaped(shape(40, 24));
        fields.add(OnnxFields.node("MatMul", List.of("n6", FLAT), "product", Map.of()));
        assertThat(ReshapedWeights.rewritten(GraphScan.of(graph(fields))).external())
                .contains(new ExternalTensor(EMBEDDING, 1, List.of(40L, 24L), DATA, 0, 3840))
                .contains(new ExternalTensor(FLAT, 1, List.of(960L), DATA, 0, 3840));
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void theLogitsAreThoseOfTheGraphThatReshapesNothing(Place place) throws IOException {
        Path graph = place.written(folder, graph(reshaped(shape(40, 24))));
        assertThat(next(graph)).isEqualTo(next(SOURCE.resolve(GRAPH)));
    }

    /** ONNX Runtime refuses to follow links out of the graph's folder, so that weights are lent to it one by one. */
    enum Place {
        BESIDE {
            @Override
            Path data(Path folder) {
                return folder.resolve(DATA);
            }
        },
        BEHIND_A_LINK {
            @Override
            Path data(Path folder) throws IOException {
                Path data = Files.createDirectories(folder.resolve("blobs")).resolve("data");
                Files.createSymbolicLink(folder.resolve(DATA), data);
                return data;
            }
        };

        abstract Path data(Path folder) throws IOException;

        Path written(Path folder, GraphProto graph) throws IOException {
            Files.copy(SOURCE.resolve(DATA), data(folder));
            return Files.write(folder.resolve(GRAPH), graph.model().bytes().array());
        }
    }

    @Test
    void aGraphThatReshapesNoWeightIsTheSame() {
        GraphScan source = GraphScan.of(SOURCE.resolve(GRAPH));
        assertThat(ReshapedWeights.rewritten(source)).isSameAs(source);
    }

    static List<ProtoWriter> otherShapes() {
        return List.of(
                shape(40, 25),
                shape(-1, -1),
                shape(0, -1),
                shape(-1, 7),
                shape(-40, -24),
                raw(OnnxFields.UINT8, 40, 24));
    }

    @ParameterizedTest
    @MethodSource("otherShapes")
    void whatIsNoShapeOfSoManyNumbersStays(ProtoWriter shape) {
        GraphScan source = GraphScan.of(graph(reshaped(shape)));
        assertThat(ReshapedWeights.rewritten(source)).isSameAs(source);
    }

    /** Each has one reason to leave the operator alone. */
    enum Reason {
        A_RUN_MAY_REPLACE_THE_WEIGHT(fields -> fields.add(OnnxFields.input(FLAT, OnnxFields.FLOAT, 960))),
        A_RUN_MAY_REPLACE_THE_SHAPE(fields -> fields.add(OnnxFields.input(SHAPE, OnnxFields.INT64, 2))),
        IT_IS_AN_OUTPUT(fields -> fields.add(GraphProto.Field.of(
                GraphProto.OUTPUT,
                new ProtoWriter()
                        .fields(OnnxFields.input(EMBEDDING, OnnxFields.FLOAT, "")
                                .value())))),
        A_PRODUCT_READS_IT(
                fields -> fields.add(OnnxFields.node("MatMul", List.of("n6", EMBEDDING), "product", Map.of()))),
        IT_IS_AN_INDEX(
                fields -> fields.add(OnnxFields.node("Gather", List.of("position", EMBEDDING), "rows", Map.of())));

        private final Function<List<GraphProto.Field>, Boolean> change;

        Reason(Function<List<GraphProto.Field>, Boolean> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void itStaysWhereItIsMoreThanAnEmbedding(Reason reason) {
        List<GraphProto.Field> fields = reshaped(shape(40, 24));
        reason.change.apply(fields);
        GraphScan source = GraphScan.of(graph(fields));
        assertThat(ReshapedWeights.rewritten(source)).isSameAs(source);
    }

    private static float[] next(Path graph) {
        try (OnnxModel model = OnnxModel.open(
                        graph, ModelHints.NONE, OnnxOptionsOf.engine(EngineOptions.defaults()), CacheFolder.locate());
                Sequence sequence = model.open()) {
            return Models.feed(model, sequence, 5, 6, 7);
        }
    }
}
