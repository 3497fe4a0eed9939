"""Which numbers of tokens make ONNX Runtime multiply the last one by another kernel: rows of one product, fed in runs of
1 to 300, against the same rows fed at once. Prints for each kind of product those that differ in a bit.

    pip install numpy onnx onnxruntime==1.28.0
    python src/test/python/lone_rows.py [K N]
"""

import itertools
import sys

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

MOST = 300
COUNTS = [*range(1, 20), 31, 32, 33, 63, 64, 65, 127, 128, 129, 130, 131, 160, 255, 256, 257, 258, MOST]


def session(node, constants, inner, columns):
    def port(name, size):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "tokens", size])

    graph = helper.make_graph([node], "product", [port("A", inner)], [port("Y", columns)],
                              [numpy_helper.from_array(value, name) for name, value in constants.items()])
    model = helper.make_model(graph, ir_version=10, opset_imports=[
        helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)])
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(model.SerializeToString(), options)


def floats(inner, columns):
    weights = np.random.default_rng(1).standard_normal((inner, columns)).astype(np.float32)
    return session(helper.make_node("MatMul", ["A", "B"], ["Y"]), {"B": weights}, inner, columns)


def quantised(inner, columns, bits, block, level):
    random = np.random.default_rng(1)
    blocks = -(-inner // block)
    constants = {"B": random.integers(0, 256, (columns, blocks, block * bits // 8), dtype=np.uint8),
                 "scales": (0.05 * random.standard_normal((columns, blocks))).astype(np.float32)}
    node = helper.make_node("MatMulNBits", ["A", *constants], ["Y"], domain="com.microsoft", K=inner, N=columns,
                            bits=bits, block_size=block, accuracy_level=level)
    return session(node, constants, inner, columns)


def differing(product, inner):
    rows = np.random.default_rng(2).standard_normal((1, MOST, inner)).astype(np.float32)
    whole = product.run(None, {"A": rows})[0][0]
    result = []
    for count in COUNTS:
        starts = {0, MOST - count, min(7, MOST - count)}
        parts = [(product.run(None, {"A": np.ascontiguousarray(rows[:, i:i + count])})[0][0], whole[i:i + count])
                 for i in starts]
        if any((part != expected).any() for part, expected in parts):
            result.append(count)
    return result


def verdict(counts):
    if not counts:
        return "none"
    odd = [count for count in COUNTS if count % 2 == 1]
    return "every odd number" if counts == odd else ", ".join(map(str, counts))


def main():
    inner, columns = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (576, 1536)
    print(f"onnxruntime {ort.__version__}, {inner} x {columns}: the last row differs in runs of")
    print(f"float32: {verdict(differing(floats(inner, columns), inner))}")
    for bits, level, block in itertools.product((4, 8), (0, 4), (16, 32, 64, 128)):
        counts = differing(quantised(inner, columns, bits, block, level), inner)
        print(f"{bits} bits, accuracy level {level}, blocks of {block}: {verdict(counts)}")


if __name__ == "__main__":
    main()
