"""Builds src/test/resources/fixtures/layouts/int4/: the model of layouts/optimum with its matrices in 4 bits, as exporters
write them that say nothing of an accuracy level.

    pip install numpy onnx
    python src/test/python/int4.py

Two runs write the same bytes.
"""

import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

BLOCK = 16
LAYOUTS = Path(__file__).parents[1] / "resources" / "fixtures" / "layouts"


def quantised(matrix):
    """[K, N] as nibbles [N, blocks, BLOCK / 2] and scales [N * blocks]; zero is 8."""
    k, n = matrix.shape
    blocks = -(-k // BLOCK)
    padded = np.zeros((n, blocks * BLOCK), np.float32)
    padded[:, :k] = matrix.T
    padded = padded.reshape(n, blocks, BLOCK)
    scales = np.maximum(np.abs(padded).max(axis=2), 1e-6) / 7
    nibbles = np.clip(np.rint(padded / scales[:, :, None]) + 8, 0, 15).astype(np.uint8)
    return nibbles[:, :, 0::2] | nibbles[:, :, 1::2] << 4, scales.reshape(-1).astype(np.float32)


def main():
    source, target = LAYOUTS / "optimum", LAYOUTS / "int4"
    model = onnx.load(next(source.rglob("model.onnx")))
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type != "MatMul" or node.input[1] not in weights:
            nodes.append(node)
            continue
        name = node.input[1]
        matrix = numpy_helper.to_array(weights[name])
        packed, scales = quantised(matrix)
        graph.initializer.extend([numpy_helper.from_array(packed, f"{name}_q4"),
                                  numpy_helper.from_array(scales, f"{name}_scales")])
        nodes.append(helper.make_node("MatMulNBits", [node.input[0], f"{name}_q4", f"{name}_scales"], node.output,
                                      domain="com.microsoft", K=matrix.shape[0], N=matrix.shape[1], bits=4,
                                      block_size=BLOCK))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    if all(one.domain != "com.microsoft" for one in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    target.mkdir(exist_ok=True)
    onnx.save(model, target / "model.onnx")
    shutil.copy(source / "config.json", target / "config.json")


if __name__ == "__main__":
    main()
