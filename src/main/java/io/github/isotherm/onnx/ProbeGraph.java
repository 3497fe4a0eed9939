package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes a model of one product of each of some kinds, which share their input; weights are made up, always the same. */
final class ProbeGraph {
    private static final String USE = "a look at this processor's kernels";

    /** The input's name, {@code [1, rows, inner]}. */
    static final String ROWS = "rows";

    /** Numbers of an output's row. */
    static final int COLUMNS = 64;

    /** Of the widest blocks: enough terms that their order shows, and an odd number, as kernels take several at once. */
    private static final int BLOCKS = 9;

    private final List<ProductKind> kinds;
    private final MadeUp numbers = new MadeUp();

    ProbeGraph(List<ProductKind> kinds) {
        this.kinds = kinds;
    }

    static String output(int kind) {
        return "product." + kind;
    }

    /** Numbers of an input's row. */
    int inner() {
        long widest = 1;
        for (ProductKind kind : kinds) {
            widest = Math.max(widest, kind.block());
        }
        return Math.toIntExact(BLOCKS * widest);
    }

    ByteBuffer model() {
        ProtoWriter graph = new ProtoWriter();
        for (int i = 0; i < kinds.size(); i++) {
            graph.message(GraphProto.NODE, product(kinds.get(i), i));
        }
        graph.text(2, "probe");
        for (int i = 0; i < kinds.size(); i++) {
            addConstants(graph, kinds.get(i), i);
        }
        graph.message(GraphProto.INPUT, port(ROWS, inner()));
        for (int i = 0; i < kinds.size(); i++) {
            graph.message(GraphProto.OUTPUT, port(output(i), COLUMNS));
        }
        return model(graph);
    }

    /** A model in memory that ONNX Runtime may read. */
    static ByteBuffer model(ProtoWriter graph) {
        ProtoWriter model = new ProtoWriter()
                .number(1, 10)
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, 21))
                .message(8, new ProtoWriter().text(1, ProductKind.DOMAIN).number(2, 1));
        ByteBuffer bytes = DirectMemory.allocate(model.size(), USE);
        model.writeTo(bytes);
        return bytes.flip();
    }

    private ProtoWriter product(ProductKind kind, int index) {
        ProtoWriter node =
                new ProtoWriter().text(1, ROWS).text(1, "weights." + index).text(1, "scales." + index);
        if (kind.zeroPoints()) {
            node.text(1, "zeros." + index);
        }
        return node.text(2, output(index))
                .text(3, output(index))
                .text(4, ProductKind.OPERATOR)
                .message(5, OnnxFields.attribute("K", inner()))
                .message(5, OnnxFields.attribute("N", COLUMNS))
                .message(5, OnnxFields.attribute("bits", kind.bits()))
                .message(5, OnnxFields.attribute("block_size", kind.block()))
                .message(5, OnnxFields.attribute("accuracy_level", kind.level()))
                .text(7, ProductKind.DOMAIN);
    }

    private void addConstants(ProtoWriter graph, ProductKind kind, int index) {
        int blocks = Math.toIntExact(inner() / kind.block());
        int bytes = Math.toIntExact(kind.block() * kind.bits() / Byte.SIZE);
        graph.message(
                GraphProto.INITIALIZER,
                OnnxFields.constant(
                        "weights." + index,
                        OnnxFields.UINT8,
                        numbers.bytes(COLUMNS * blocks * bytes),
                        COLUMNS,
                        blocks,
                        bytes));
        graph.message(
                GraphProto.INITIALIZER,
                OnnxFields.constant(
                        "scales." + index, OnnxFields.FLOAT, numbers.floats(COLUMNS * blocks, 0.1f), COLUMNS, blocks));
        if (kind.zeroPoints()) {
            int packed = Math.toIntExact((blocks * kind.bits() + Byte.SIZE - 1) / Byte.SIZE);
            graph.message(
                    GraphProto.INITIALIZER,
                    OnnxFields.constant(
                            "zeros." + index, OnnxFields.UINT8, numbers.bytes(COLUMNS * packed), COLUMNS, packed));
        }
    }

    /** Floats {@code [1, count, size]}. */
    static ProtoWriter port(String name, int size) {
        ProtoWriter shape = new ProtoWriter()
                .message(1, new ProtoWriter().number(1, 1))
                .message(1, new ProtoWriter().text(2, "count"))
                .message(1, new ProtoWriter().number(1, size));
        ProtoWriter tensor = new ProtoWriter().number(1, OnnxFields.FLOAT).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** Numbers of a linear congruential generator. */
    static final class MadeUp {
        private static final long FACTOR = 6364136223846793005L;
        private static final long INCREMENT = 1442695040888963407L;
        private static final float HALF = 1 << 23;

        /** They come again after so many, a prime number: making them takes long in a JVM that has just started. */
        private static final int PERIOD = 1021;

        private long state = 1;

        private int next(int bits) {
            state = state * FACTOR + INCREMENT;
            return (int) (state >>> (Long.SIZE - bits));
        }

        ByteBuffer bytes(int count) {
            byte[] some = new byte[Math.min(count, PERIOD)];
            for (int i = 0; i < some.length; i++) {
                some[i] = (byte) next(Byte.SIZE);
            }
            return repeated(some, count);
        }

        /** Evenly spread from {@code -most} to {@code most}; the file's order of bytes. */
        ByteBuffer floats(int count, float most) {
            ByteBuffer some =
                    ByteBuffer.allocate(Float.BYTES * Math.min(count, PERIOD)).order(ByteOrder.LITTLE_ENDIAN);
            while (some.hasRemaining()) {
                some.putFloat((next(24) / HALF - 1) * most);
            }
            return repeated(some.array(), Float.BYTES * count);
        }

        private static ByteBuffer repeated(byte[] some, int size) {
            ByteBuffer all = DirectMemory.allocate(size, USE);
            while (all.hasRemaining()) {
                all.put(some, 0, Math.min(some.length, all.remaining()));
            }
            return all.flip();
        }
    }
}
