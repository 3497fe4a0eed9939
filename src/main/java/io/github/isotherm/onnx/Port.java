package io.github.isotherm.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
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

    static Map<String, Port> of(Map<String, NodeInfo> nodes) {
        Map<String, Port> ports = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                ports.put(name, of(name, tensor));
            }
        });
        return ports;
    }

    private static Port of(String name, TensorInfo tensor) {
        List<Long> dims = new ArrayList<>();
        for (long dim : tensor.getShape()) {
            dims.add(dim);
        }
        return new Port(name, tensor.type, dims, List.of(tensor.getDimensionNames()));
    }

    boolean isOpen(int axis) {
        return dims.get(axis) < 0;
    }

    /** The size of an axis, -1 where open or beyond the last. */
    long size(int axis) {
        return axis < dims.size() ? dims.get(axis) : -1;
    }

    String symbol(int axis) {
        return axis < symbols.size() ? symbols.get(axis) : "";
    }
}
