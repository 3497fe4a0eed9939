package io.github.isotherm.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One input or output of a graph, as the graph declares it.
 *
 * @param name its name
 * @param type the type of its numbers
 * @param dims its dimensions, -1 where open
 * @param symbols the names of open dimensions, empty where there is none
 */
record Port(String name, OnnxJavaType type, List<Long> dims, List<String> symbols) {
    /** By ONNX's numbers. */
    private static final Map<Integer, OnnxJavaType> TYPES = Map.of(
            1, OnnxJavaType.FLOAT,
            2, OnnxJavaType.UINT8,
            3, OnnxJavaType.INT8,
            5, OnnxJavaType.INT16,
            6, OnnxJavaType.INT32,
            7, OnnxJavaType.INT64,
            9, OnnxJavaType.BOOL,
            10, OnnxJavaType.FLOAT16,
            11, OnnxJavaType.DOUBLE,
            16, OnnxJavaType.BFLOAT16);

    static Map<String, Port> of(Map<String, NodeInfo> nodes) {
        Map<String, Port> ports = new LinkedHashMap<>();
        for (Map.Entry<String, NodeInfo> node : nodes.entrySet()) {
            if (node.getValue().getInfo() instanceof TensorInfo tensor) {
                ports.put(node.getKey(), of(node.getKey(), tensor));
            }
        }
        return ports;
    }

    private static Port of(String name, TensorInfo tensor) {
        List<Long> dims = new ArrayList<>();
        for (long dim : tensor.getShape()) {
            dims.add(dim);
        }
        return new Port(name, tensor.type, dims, List.of(tensor.getDimensionNames()));
    }

    /** Reads a ValueInfoProto; of what is no tensor, or of a type that Java lacks, the type is unknown. */
    static Port read(ByteBuffer bytes) {
        ProtoReader value = new ProtoReader(bytes);
        String name = "";
        ByteBuffer tensor = DirectMemory.NONE;
        while (value.next()) {
            switch (value.field()) {
                case 1 -> name = value.text();
                case 2 -> tensor = first(value.bytes());
                default -> value.skip();
            }
        }
        return ofTensor(name, tensor);
    }

    /** The first field of a message where that is number 1, as of a TypeProto that is a tensor. */
    private static ByteBuffer first(ByteBuffer message) {
        ProtoReader reader = new ProtoReader(message);
        return reader.next() && reader.field() == 1 && reader.isBytes() ? reader.bytes() : DirectMemory.NONE;
    }

    private static Port ofTensor(String name, ByteBuffer bytes) {
        ProtoReader tensor = new ProtoReader(bytes);
        OnnxJavaType type = OnnxJavaType.UNKNOWN;
        List<Long> dims = new ArrayList<>();
        List<String> symbols = new ArrayList<>();
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> type = type((int) tensor.varint());
                case 2 -> addDims(tensor.message(), dims, symbols);
                default -> tensor.skip();
            }
        }
        return new Port(name, type, List.copyOf(dims), List.copyOf(symbols));
    }

    /** The type of a number of ONNX's, unknown where Java has none. */
    static OnnxJavaType type(int number) {
        return TYPES.getOrDefault(number, OnnxJavaType.UNKNOWN);
    }

    private static void addDims(ProtoReader shape, List<Long> dims, List<String> symbols) {
        while (shape.next()) {
            ProtoReader dim = shape.message();
            long size = -1;
            String symbol = "";
            while (dim.next()) {
                switch (dim.field()) {
                    case 1 -> size = dim.varint();
                    case 2 -> symbol = dim.text();
                    default -> dim.skip();
                }
            }
            dims.add(size);
            symbols.add(symbol);
        }
    }

    boolean isOpen(int axis) {
        return size(axis) < 0;
    }

    /** The size of an axis, -1 where it is open, or there is none such. */
    long size(int axis) {
        return axis >= 0 && axis < dims.size() ? dims.get(axis) : -1;
    }

    /** The name of an axis, empty where it has none, or there is none such. */
    String symbol(int axis) {
        return axis >= 0 && axis < symbols.size() ? symbols.get(axis) : "";
    }
}
