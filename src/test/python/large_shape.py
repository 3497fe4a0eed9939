"""Writes a folder with a model of the shape of Qwen3-0.6B (0.4 GB) or Llama-3.2-1B (0.8 GB) and made-up weights, to measure
the engine with.

    pip install numpy onnx==1.19.1
    python src/test/python/large_shape.py FOLDER [qwen3-0.6b|llama-3.2-1b]
    java -jar target/isotherm.jar bench -m FOLDER --past 128,4096 --against fast

Products have 4-bit weights in blocks of 32 at accuracy_level 4, as onnxruntime-genai's model builder writes them; queries, keys and
values are products of their own, and the embedding is the last product's weights. The norms of queries and keys are left out:
they take no time that shows.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

SHAPES = {"qwen3-0.6b": ("qwen3", 28, 1024, 3072, 16, 8, 128, 40960, 151936, 151645),
          "llama-3.2-1b": ("llama", 16, 2048, 8192, 32, 8, 64, 131072, 128256, 128001)}
SHAPE = sys.argv[2] if len(sys.argv) > 2 else "qwen3-0.6b"
if len(sys.argv) not in (2, 3) or SHAPE not in SHAPES:
    sys.exit(__doc__)
TYPE, LAYERS, HIDDEN, INNER, HEADS, PAIRS, SIZE, CONTEXT, VOCABULARY, END = SHAPES[SHAPE]
BLOCK = 32


class Graph:
    def __init__(self, weights):
        self.nodes, self.constants, self.weights, self.offset = [], [], weights, 0
        self.random = np.random.default_rng(1)

    def constant(self, name, values):
        tensor = TensorProto(name=name, dims=values.shape, data_location=TensorProto.EXTERNAL,
                             data_type=helper.np_dtype_to_tensor_dtype(values.dtype))
        for key, value in (("location", "model.onnx.data"), ("offset", self.offset), ("length", values.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        self.weights.write(values.tobytes())
        self.offset += values.nbytes
        self.constants.append(tensor)
        return name

    def node(self, operator, inputs, outputs, domain="", **attributes):
        outputs = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def matrix(self, name, inner, outer):
        weights = self.random.integers(0, 256, (outer, inner // BLOCK, BLOCK // 2), np.uint8)
        scales = np.full((outer, inner // BLOCK), 0.2 / np.sqrt(inner), np.float32)
        return [self.constant(f"{name}/weights", weights), self.constant(f"{name}/scales", scales)]

    def product(self, rows, name, inner, outer, matrix=None):
        inputs = [rows, *(matrix or self.matrix(name, inner, outer))]
        return self.node("MatMulNBits", inputs, name, "com.microsoft", K=inner, N=outer, bits=4, block_size=BLOCK,
                         accuracy_level=4)

    def ones(self, name, size):
        return self.constant(name, np.ones(size, np.float32))


def rotary(graph):
    angles = np.arange(CONTEXT)[:, None] / 1e6 ** (np.arange(SIZE // 2) * 2 / SIZE)
    return [graph.constant(name, function(angles).astype(np.float32)) for name, function in
            (("cos", np.cos), ("sin", np.sin))]


def layer(graph, i, rows, total, tables):
    name = f"layers.{i}"
    states = [f"past_key_values.{i}.key", f"past_key_values.{i}.value"]
    q = graph.product(rows, f"{name}/q", HIDDEN, HEADS * SIZE)
    k = graph.product(rows, f"{name}/k", HIDDEN, PAIRS * SIZE)
    v = graph.product(rows, f"{name}/v", HIDDEN, PAIRS * SIZE)
    outputs = [f"{name}/attention", f"present.{i}.key", f"present.{i}.value"]
    graph.node("GroupQueryAttention", [q, k, v, *states, "last", "total", *tables], outputs, "com.microsoft",
               num_heads=HEADS, kv_num_heads=PAIRS, do_rotary=1)
    out = graph.product(outputs[0], f"{name}/out", HEADS * SIZE, HIDDEN)
    rows, total = norm(graph, f"{name}/after", total, out)
    gate = graph.product(rows, f"{name}/gate", HIDDEN, INNER)
    up = graph.product(rows, f"{name}/up", HIDDEN, INNER)
    both = graph.node("Mul", [graph.node("QuickGelu", [gate], f"{name}/silu", "com.microsoft", alpha=1.0), up],
                      f"{name}/both")
    return norm(graph, f"{name}/next", total, graph.product(both, f"{name}/down", INNER, HIDDEN))


def norm(graph, name, total, more):
    graph.node("SkipSimplifiedLayerNormalization", [total, more, graph.ones(f"{name}/weight", HIDDEN)],
               [name, "", "", f"{name}/sum"], "com.microsoft", epsilon=1e-6)
    return name, f"{name}/sum"


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "model.onnx.data", "wb") as weights:
        graph = Graph(weights)
        for name, values in (("one", np.array(1, np.int64)), ("axis", np.array([1], np.int64)),
                             ("flat", np.array([VOCABULARY, HIDDEN // 2], np.int64))):
            graph.constants.append(onnx.numpy_helper.from_array(values, name))
        matrix = graph.matrix("logits", HIDDEN, VOCABULARY)
        table = graph.node("Reshape", [matrix[0], "flat"], "table")
        rows = total = graph.node("GatherBlockQuantized", [table, "input_ids", matrix[1]], "embedded", "com.microsoft",
                                  bits=4, block_size=BLOCK, gather_axis=0, quantize_axis=1)
        lengths = graph.node("ReduceSum", ["attention_mask", "axis"], "lengths", keepdims=0)
        graph.node("Cast", [graph.node("Sub", [lengths, "one"], "before")], "last", to=TensorProto.INT32)
        shape = graph.node("Shape", ["attention_mask"], "shape")
        graph.node("Cast", [graph.node("Gather", [shape, "one"], "length")], "total", to=TensorProto.INT32)
        tables = rotary(graph)
        rows = graph.node("SimplifiedLayerNormalization", [rows, graph.ones("first", HIDDEN)], "normed", axis=-1,
                          epsilon=1e-6)
        for i in range(LAYERS):
            rows, total = layer(graph, i, rows, total, tables)
        graph.product(rows, "logits", HIDDEN, VOCABULARY, matrix)
    value = helper.make_tensor_value_info
    state = ["batch", PAIRS, "past", SIZE]
    inputs = [value(name, TensorProto.INT64, ["batch", length]) for name, length in
              (("input_ids", "sequence"), ("attention_mask", "all"))]
    outputs = [value("logits", TensorProto.FLOAT, ["batch", "sequence", VOCABULARY])]
    for i in range(LAYERS):
        for kind in ("key", "value"):
            inputs.append(value(f"past_key_values.{i}.{kind}", TensorProto.FLOAT, state))
            outputs.append(value(f"present.{i}.{kind}", TensorProto.FLOAT, ["batch", PAIRS, "all", SIZE]))
    made = helper.make_model(helper.make_graph(graph.nodes, "large", inputs, outputs, graph.constants), ir_version=10,
                             opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)])
    onnx.save(made, folder / "model.onnx")
    config = dict(model_type=TYPE, vocab_size=VOCABULARY, num_key_value_heads=PAIRS, head_dim=SIZE,
                  num_attention_heads=HEADS, hidden_size=HIDDEN, num_hidden_layers=LAYERS,
                  max_position_embeddings=CONTEXT, eos_token_id=END)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
