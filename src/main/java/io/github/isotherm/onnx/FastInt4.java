package io.github.isotherm.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes every product with 4-bit weights round its activations to 8 bits ({@code accuracy_level} 4), in the bytes of a
 * graph: exporters that leave the level out get kernels that are several times slower. Everything else stays as it is.
 */
final class FastInt4 {
    private static final String PRODUCT = "com.microsoft.MatMulNBits";
    private static final String LEVEL = "accuracy_level";
    private static final int FAST = 4;

    private FastInt4() {}

    /** Whether a node would become faster. */
    static boolean applies(GraphNode node) {
        return node.operator().equals(PRODUCT)
                && node.numbers().getOrDefault("bits", 4L) == 4
                && node.numbers().getOrDefault(LEVEL, 0L) < FAST;
    }

    static byte[] rewritten(ByteBuffer model) {
        return bytes(message(model, Map.of(7, FastInt4::graph)));
    }

    private static ByteBuffer graph(ByteBuffer graph) {
        return message(graph, Map.of(1, FastInt4::node));
    }

    private static ByteBuffer node(ByteBuffer bytes) {
        ByteBuffer node = message(bytes, Map.of(5, attribute -> message(attribute, Map.of(6, FastInt4::graph))));
        return applies(GraphNode.read(bytes)) ? withLevel(node) : node;
    }

    /** Of a field that comes twice the last one counts, but of an attribute both would: the old one goes. */
    private static ByteBuffer withLevel(ByteBuffer node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(node.remaining() + 32);
        ProtoReader reader = new ProtoReader(node);
        for (int from = 0; reader.next(); from = reader.position()) {
            boolean old = reader.field() == 5 && isLevel(reader.message());
            if (reader.field() != 5) {
                reader.skip();
            }
            if (!old) {
                write(out, reader.since(from));
            }
        }
        writeField(out, 5, level());
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static boolean isLevel(ProtoReader attribute) {
        while (attribute.next()) {
            if (attribute.field() == 1) {
                return attribute.text().equals(LEVEL);
            }
            attribute.skip();
        }
        return false;
    }

    /** Name (1), whole number (3), kind (20): 2 is a whole number. */
    private static ByteBuffer level() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeField(out, 1, StandardCharsets.UTF_8.encode(LEVEL));
        writeNumber(out, 3 << 3);
        writeNumber(out, FAST);
        writeNumber(out, 20 << 3);
        writeNumber(out, 2);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** A message with some of its messages changed, the rest byte for byte. */
    private static ByteBuffer message(ByteBuffer bytes, Map<Integer, UnaryOperator<ByteBuffer>> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.remaining() + 64);
        ProtoReader reader = new ProtoReader(bytes);
        for (int from = 0; reader.next(); from = reader.position()) {
            UnaryOperator<ByteBuffer> change = changes.get(reader.field());
            if (change == null) {
                reader.skip();
                write(out, reader.since(from));
            } else {
                writeField(out, reader.field(), change.apply(reader.bytes()));
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void writeField(ByteArrayOutputStream out, int field, ByteBuffer value) {
        writeNumber(out, ((long) field << 3) | 2);
        writeNumber(out, value.remaining());
        write(out, value);
    }

    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void write(ByteArrayOutputStream out, ByteBuffer value) {
        out.writeBytes(bytes(value));
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] all = new byte[value.remaining()];
        value.duplicate().get(all);
        return all;
    }
}
