package io.github.isotherm;

import io.github.isotherm.onnx.OnnxOptions;

/** What the runtime gets of engine options, for its own tests. */
public final class OnnxOptionsOf {
    private OnnxOptionsOf() {}

    public static OnnxOptions engine(EngineOptions options) {
        return options.onnx();
    }
}
