package io.github.isotherm.violations.bench;

import io.github.isotherm.Breaks;
import io.github.isotherm.onnx.OnnxOptions;

@Breaks("layersLookDownOnly")
abstract class BenchUsesOnnx {
    abstract OnnxOptions used();
}
