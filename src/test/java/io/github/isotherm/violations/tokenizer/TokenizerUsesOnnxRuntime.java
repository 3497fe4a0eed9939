package io.github.isotherm.violations.tokenizer;

import ai.onnxruntime.OrtSession;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class TokenizerUsesOnnxRuntime {
    abstract OrtSession used();
}
