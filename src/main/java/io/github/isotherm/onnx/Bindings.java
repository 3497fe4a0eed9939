package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one run, by name. Those made for this run only are closed after it. */
final class Bindings implements AutoCloseable {
    final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final List<OnnxTensor> forOneRun = new ArrayList<>();

    /** A tensor that its maker closes. */
    void lendInput(String name, OnnxTensor tensor) {
        inputs.put(name, tensor);
    }

    void lendOutput(String name, OnnxTensor tensor) {
        outputs.put(name, tensor);
    }

    /** A tensor for this run only. */
    void giveInput(String name, OnnxTensor tensor) {
        forOneRun.add(tensor);
        inputs.put(name, tensor);
    }

    void giveOutput(String name, OnnxTensor tensor) {
        forOneRun.add(tensor);
        outputs.put(name, tensor);
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
