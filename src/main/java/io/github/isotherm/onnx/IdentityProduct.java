package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A product with the identity: what comes out is what a kernel makes of a row before it multiplies it.
 *
 * @param kind what it takes its kernel by
 * @param size numbers of a row before and after it
 */
record IdentityProduct(ProductKind kind, int size) {

    private String part(String part) {
        return SlotLayout.value("identity", kind.label() + "." + size + "." + part);
    }

    GraphProto.Field node(String rows, String result) {
        List<String> inputs = kind.zeroPoints()
                ? List.of(rows, part("weights"), part("scales"), part("zeros"))
                : List.of(rows, part("weights"), part("scales"));
        Map<String, Long> numbers = new TreeMap<>(Map.of(
                "K", (long) size,
                "N", (long) size,
                "bits", kind.bits(),
                "block_size", kind.block(),
                "accuracy_level", kind.level()));
        return OnnxFields.node(ProductKind.DOMAIN, ProductKind.OPERATOR, inputs, result, numbers);
    }

    /** The constants, by name. */
    Map<String, ProtoWriter> constants() {
        int blocks = Math.toIntExact((size + kind.block() - 1) / kind.block());
        int bytes = Math.toIntExact(kind.block() * kind.bits() / Byte.SIZE);
        Map<String, ProtoWriter> constants = new TreeMap<>();
        constants.put(
                part("weights"),
                OnnxFields.constant(part("weights"), OnnxFields.UINT8, weights(blocks * bytes), size, blocks, bytes));
        float[] ones = new float[size * blocks];
        Arrays.fill(ones, 1);
        constants.put(part("scales"), OnnxFields.floats(part("scales"), ones, size, blocks));
        if (kind.zeroPoints()) {
            int packed = Math.toIntExact((blocks * kind.bits() + Byte.SIZE - 1) / Byte.SIZE);
            constants.put(
                    part("zeros"),
                    OnnxFields.constant(
                            part("zeros"), OnnxFields.UINT8, ByteBuffer.wrap(new byte[size * packed]), size, packed));
        }
        return constants;
    }

    /** Without zero points the middle of a weight's range stands for 0; one more for 1. */
    private ByteBuffer weights(int row) {
        byte[] all = kind.zeroPoints() ? new byte[size * row] : middles(size * row);
        int perByte = Math.toIntExact(Byte.SIZE / kind.bits());
        for (int i = 0; i < size; i++) {
            all[i * row + i / perByte] += (byte) (1 << (i % perByte * kind.bits()));
        }
        return ByteBuffer.wrap(all);
    }

    private byte[] middles(int count) {
        int bits = Math.toIntExact(kind.bits());
        int zero = 0;
        for (int shift = 0; shift < Byte.SIZE; shift += bits) {
            zero |= 1 << (shift + bits - 1);
        }
        byte[] all = new byte[count];
        Arrays.fill(all, (byte) zero);
        return all;
    }
}
