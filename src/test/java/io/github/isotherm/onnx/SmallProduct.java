package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph of one product with made-up weights, and what it should give. */
final class SmallProduct {
    private final ProductKind kind;
    private final int inner;
    private final int outer;
    private final int blocks;
    private final byte[] weights;
    private final byte[] zeros;
    private final float[] scales;
    private final float[] bias;
    private boolean hasBias;
    private boolean halves;
    private boolean branch;
    private boolean twice;

    SmallProduct(ProductKind kind, int inner, int outer) {
        this.kind = kind;
        this.inner = inner;
        this.outer = outer;
        Random random = new Random(17);
        blocks = (int) ((inner + kind.block() - 1) / kind.block());
        weights = new byte[outer * blocks * (int) (kind.block() * kind.bits() / 8)];
        random.nextBytes(weights);
        zeros = new byte[outer * (int) ((blocks * kind.bits() + 7) / 8)];
        random.nextBytes(zeros);
        scales = new float[outer * blocks];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (1 + random.nextInt(64)) / 1024f;
        }
        bias = new float[outer];
        for (int i = 0; i < outer; i++) {
            bias[i] = 50 * (i - 7);
        }
    }

    SmallProduct withBias() {
        hasBias = true;
        return this;
    }

    /** Rows and results are halves inside the graph. */
    SmallProduct withHalves() {
        halves = true;
        return this;
    }

    SmallProduct inBranch() {
        branch = true;
        return this;
    }

    SmallProduct twice() {
        twice = true;
        return this;
    }

    /** Sums in double of the weights, as ONNX Runtime's documentation says how they are packed. */
    double[] expected(float[] row) {
        double[] result = new double[outer];
        for (int j = 0; j < outer; j++) {
            double sum = hasBias ? bias[j] : 0;
            for (int i = 0; i < inner; i++) {
                int block = (int) (i / kind.block());
                double weight = weight(j, i) - zero(j, block);
                sum += row[i] * weight * scales[j * blocks + block];
            }
            result[j] = branch ? 2 * sum : sum;
        }
        return result;
    }

    private int weight(int j, int i) {
        int bits = (int) kind.bits();
        int padded = blocks * (int) kind.block();
        int perByte = 8 / bits;
        int at = j * padded + i;
        return (weights[at / perByte] & 0xFF) >>> (at % perByte * bits) & ((1 << bits) - 1);
    }

    private int zero(int j, int block) {
        int bits = (int) kind.bits();
        if (!kind.zeroPoints()) {
            return 1 << (bits - 1);
        }
        int perByte = 8 / bits;
        int row = (blocks + perByte - 1) / perByte;
        return (zeros[j * row + block / perByte] & 0xFF) >>> (block % perByte * bits) & ((1 << bits) - 1);
    }

    float[][] run(GraphProto graph, float[][] rows, int rank) throws OrtException {
        ByteBuffer bytes = DirectMemory.allocate(graph.model().size(), "a test");
        graph.model().writeTo(bytes);
        return ExactActivationsTest.run(bytes.flip(), rows, rank, outer);
    }

    GraphProto exact(int opset, int rank, Roundings roundings) {
        return ExactActivations.rewritten(GraphScan.of(graph(opset, rank)), List.of(), roundings)
                .parts();
    }

    GraphProto graph(int opset, int rank) {
        ProtoWriter graph = new ProtoWriter();
        String rows = "x";
        if (halves) {
            graph.fields(OnnxFields.node("Cast", List.of("x"), "xh", Map.of("to", 10L))
                    .whole());
            rows = "xh";
        }
        if (branch) {
            addBranches(graph, rows);
        } else {
            graph.message(GraphProto.NODE, product(rows, halves ? "yh" : "y"));
        }
        if (twice) {
            graph.message(GraphProto.NODE, product(rows, "z"));
        }
        if (halves) {
            graph.fields(OnnxFields.node("Cast", List.of("yh"), "y", Map.of("to", 1L))
                    .whole());
        }
        graph.text(2, "small");
        addConstants(graph);
        graph.message(GraphProto.INPUT, port("x", rank, inner));
        graph.message(GraphProto.OUTPUT, port("y", rank, outer));
        if (twice) {
            graph.message(GraphProto.OUTPUT, port("z", rank, outer));
        }
        ProtoWriter model = new ProtoWriter()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, opset))
                .message(8, new ProtoWriter().text(1, ProductKind.DOMAIN).number(2, 1));
        return GraphProto.of(model.bytes());
    }

    /** Both branches have two products of the same rows, and give their sum. */
    private void addBranches(ProtoWriter graph, String rows) {
        ProtoWriter then = new ProtoWriter()
                .message(GraphProto.NODE, product(rows, "a"))
                .message(GraphProto.NODE, product(rows, "b"));
        then.fields(OnnxFields.node("Add", List.of("a", "b"), "c", Map.of()).whole());
        then.text(2, "then").message(GraphProto.OUTPUT, new ProtoWriter().text(1, "c"));
        ProtoWriter other = new ProtoWriter();
        other.fields(OnnxFields.node("Identity", List.of(rows), "d", Map.of()).whole());
        other.text(2, "else").message(GraphProto.OUTPUT, new ProtoWriter().text(1, "d"));
        graph.message(
                GraphProto.NODE,
                new ProtoWriter()
                        .text(1, "yes")
                        .text(2, "y")
                        .text(3, "if")
                        .text(4, "If")
                        .message(
                                5,
                                new ProtoWriter()
                                        .text(1, "then_branch")
                                        .message(6, then)
                                        .number(20, 5))
                        .message(
                                5,
                                new ProtoWriter()
                                        .text(1, "else_branch")
                                        .message(6, other)
                                        .number(20, 5)));
        graph.message(GraphProto.INITIALIZER, OnnxFields.constant("yes", 9, ByteBuffer.wrap(new byte[] {1})));
    }

    private ProtoWriter product(String rows, String result) {
        ProtoWriter node = new ProtoWriter().text(1, rows).text(1, "weights").text(1, "scales");
        if (kind.zeroPoints() || hasBias) {
            node.text(1, kind.zeroPoints() ? "zeros" : "");
        }
        if (hasBias) {
            node.text(1, "").text(1, "bias");
        }
        return node.text(2, result)
                .text(3, result)
                .text(4, ProductKind.OPERATOR)
                .message(5, OnnxFields.attribute("K", inner))
                .message(5, OnnxFields.attribute("N", outer))
                .message(5, OnnxFields.attribute("bits", kind.bits()))
                .message(5, OnnxFields.attribute("block_size", kind.block()))
                .message(5, OnnxFields.attribute("accuracy_level", kind.level()))
                .text(7, ProductKind.DOMAIN);
    }

    private void addConstants(ProtoWriter graph) {
        int bytes = (int) (kind.block() * kind.bits() / 8);
        graph.message(
                GraphProto.INITIALIZER,
                OnnxFields.constant("weights", OnnxFields.UINT8, ByteBuffer.wrap(weights), outer, blocks, bytes));
        graph.message(GraphProto.INITIALIZER, numbers("scales", scales, outer, blocks));
        if (kind.zeroPoints()) {
            graph.message(
                    GraphProto.INITIALIZER,
                    OnnxFields.constant(
                            "zeros", OnnxFields.UINT8, ByteBuffer.wrap(zeros), outer, zeros.length / outer));
        }
        if (hasBias) {
            graph.message(GraphProto.INITIALIZER, numbers("bias", bias, outer));
        }
    }

    private ProtoWriter numbers(String name, float[] values, long... dims) {
        if (!halves) {
            return OnnxFields.floats(name, values, dims);
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfNumbers.of(value));
        }
        return OnnxFields.constant(name, OnnxFields.HALF, bytes.flip(), dims);
    }

    private static ProtoWriter port(String name, int rank, int width) {
        ProtoWriter shape = new ProtoWriter();
        if (rank > 2) {
            shape.message(1, new ProtoWriter().number(1, 1));
        }
        shape.message(1, new ProtoWriter().text(2, "count"));
        if (rank > 3) {
            shape.message(1, new ProtoWriter().number(1, 1));
        }
        shape.message(1, new ProtoWriter().number(1, width));
        ProtoWriter tensor = new ProtoWriter().number(1, 1).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
}
