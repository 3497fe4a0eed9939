package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of a run, by name; those that are lent stay for the next. Those given for one run are closed after it. */
final class Bindings implements AutoCloseable {
    final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final List<OnnxTensor> forOneRun = new ArrayList<>();
    private @Nullable LoadedGraph knownTo;

    /** A tensor that its maker closes. */
    void lendInput(String name, OnnxTensor tensor) {
        if (inputs.put(name, tensor) == null) {
            knownTo = null;
        }
    }

    void lendOutput(String name, OnnxTensor tensor) {
        outputs.put(name, tensor);
    }

    /** A tensor for this run only. */
    void giveInput(String name, OnnxTensor tensor) {
        forOneRun.add(tensor);
        lendInput(name, tensor);
    }

    void giveOutput(String name, OnnxTensor tensor) {
        forOneRun.add(tensor);
        lendOutput(name, tensor);
    }

    /** From now on the graph keeps what it writes there to itself. */
    void removeOutput(String name) {
        outputs.remove(name);
    }

    /** Whether a graph has all inputs; asked for each name once. */
    boolean areKnownTo(LoadedGraph graph) {
        if (knownTo != graph && graph.inputs().keySet().containsAll(inputs.keySet())) {
            knownTo = graph;
        }
        return knownTo == graph;
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : forOneRun) {
            tensor.close();
        }
        forOneRun.clear();
        inputs.clear();
        outputs.clear();
    }
}
