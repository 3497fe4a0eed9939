package io.github.isotherm.violations.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class OnnxUsesDjl {
    abstract HuggingFaceTokenizer used();
}
