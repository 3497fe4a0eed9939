/** Language models in ONNX files, run by ONNX Runtime. The only package that imports {@code ai.onnxruntime}. */
@NullMarked
package io.github.isotherm.onnx;

import org.jspecify.annotations.NullMarked;
