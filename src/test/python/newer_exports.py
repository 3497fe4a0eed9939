"""Builds src/test/resources/fixtures/newer/: two small language models with random float32 weights, whose operators have
attributes as onnxruntime-genai 0.18 writes them and ONNX Runtime 1.28 does not know them, and logits by Python's ONNX Runtime
of the same graphs without these attributes.

    gemma3        GroupQueryAttention with a window of 8 and sliding_window_cache = 1, and lengths of their own for such
                  caches; every third layer without a window; weights in a second file
    lfm2          CausalConvWithState with state_window = 0, and one layer of attention
    lfm2-nested   the same model, one of its convolutions in a function, the other in a branch

expected.json of each names the ids and the lengths; logits.f32 holds, for each length, the logits of all positions of the
prompt ids[:length] run at once: little-endian float32 [position, vocabulary], one length after the other.

    pip install numpy onnx==1.19.1 onnxruntime==1.28.0
    python src/test/python/newer_exports.py

Two runs write the same bytes.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HIDDEN, FFN, HEADS, KV_HEADS, HEAD_DIM, VOCABULARY, CONTEXT = 32, 48, 4, 2, 16, 64, 128
WINDOW, KERNEL, EPSILON = 8, 3, 1e-6
LENGTHS = (4, 8, 9, 40)
NEWER = ("sliding_window_cache", "state_window")
MICROSOFT, OWN = "com.microsoft", "isotherm.test"
DOMAINS = {"GroupQueryAttention": MICROSOFT, "CausalConvWithState": MICROSOFT, "FastGelu": MICROSOFT, "ShortConv": OWN}
TARGET = Path(__file__).parents[1] / "resources" / "fixtures" / "newer"


class Graph:
    def __init__(self, seed, layers):
        self.random, self.layers = np.random.default_rng(seed), layers
        self.nodes, self.weights, self.inputs, self.outputs, self.functions = [], {}, [], [], []

    def node(self, operator, inputs, *outputs, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=f"/{outputs[0]}/{operator}",
                                           domain=DOMAINS.get(operator, ""), **attributes))
        return outputs[0]

    def weight(self, name, array):
        self.weights[name] = np.asarray(array)
        return name

    def matrix(self, name, rows, columns):
        return self.weight(name, (self.random.standard_normal((rows, columns)) * 1.5 / np.sqrt(rows)).astype(np.float32))

    def norm(self, x, name, size=HIDDEN):
        weight = self.weight(f"{name}.weight", (1 + 0.1 * self.random.standard_normal(size)).astype(np.float32))
        return self.node("SimplifiedLayerNormalization", [x, weight], name, epsilon=EPSILON, axis=-1)

    def product(self, x, name, rows, columns):
        return self.node("MatMul", [x, self.matrix(f"{name}.weight", rows, columns)], name)

    def state(self, past, present, shape):
        self.inputs.append(helper.make_tensor_value_info(past, TensorProto.FLOAT, shape))
        self.outputs.append(helper.make_tensor_value_info(present, TensorProto.FLOAT, shape))

    def lengths(self):
        self.inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch_size", length]) for name, length in
                        (("input_ids", "sequence_length"), ("attention_mask", "total_sequence_length"))]
        self.weight("one", np.array([1], np.int64))
        self.weight("index_1", np.array(1, np.int64))
        self.node("ReduceSum", ["attention_mask", "one"], "mask_sum", keepdims=0)
        self.node("Sub", ["mask_sum", "one"], "last")
        self.node("Cast", ["last"], "seqlens_k", to=TensorProto.INT32)
        self.node("Shape", ["attention_mask"], "mask_shape")
        self.node("Gather", ["mask_shape", "index_1"], "total64")
        self.node("Cast", ["total64"], "total", to=TensorProto.INT32)

    def tables(self, name, theta):
        angles = np.outer(np.arange(CONTEXT), theta ** (-np.arange(0, HEAD_DIM, 2) / HEAD_DIM))
        return [self.weight(f"{name}.cos", np.cos(angles).astype(np.float32)),
                self.weight(f"{name}.sin", np.sin(angles).astype(np.float32))]

    def attention(self, x, i, tables, **attributes):
        past = [f"past_key_values.{i}.{part}" for part in ("key", "value")]
        present = [f"present.{i}.{part}" for part in ("key", "value")]
        length = "sliding_length" if "sliding_window_cache" in attributes else "sequence_length"
        for one, other in zip(past, present):
            self.inputs.append(helper.make_tensor_value_info(
                one, TensorProto.FLOAT, ["batch_size", KV_HEADS, f"past_{length}", HEAD_DIM]))
            self.outputs.append(helper.make_tensor_value_info(
                other, TensorProto.FLOAT, ["batch_size", KV_HEADS, f"total_{length}", HEAD_DIM]))
        parts = [self.product(x, f"{part}.{i}", HIDDEN, heads * HEAD_DIM)
                 for part, heads in (("q", HEADS), ("k", KV_HEADS), ("v", KV_HEADS))]
        attended = self.node("GroupQueryAttention", [*parts, *past, "seqlens_k", "total", *tables], f"attended.{i}", *present,
                             num_heads=HEADS, kv_num_heads=KV_HEADS, do_rotary=1, rotary_interleaved=0, **attributes)
        return self.product(attended, f"o.{i}", HEADS * HEAD_DIM, HIDDEN)

    def short_conv(self, x, i, place):
        """As LFM2 has it: two gates around a convolution of three positions, each channel for itself."""
        past, present = f"past_conv.{i}", f"present_conv.{i}"
        self.state(past, present, ["batch_size", HIDDEN, KERNEL - 1])
        projected = self.product(x, f"conv_in.{i}", HIDDEN, 3 * HIDDEN)
        self.node("Transpose", [projected], f"channels.{i}", perm=[0, 2, 1])
        self.weight("three", np.array([HIDDEN] * 3, np.int64))
        self.node("Split", [f"channels.{i}", "three"], f"b.{i}", f"c.{i}", f"x.{i}", axis=1)
        self.node("Mul", [f"b.{i}", f"x.{i}"], f"bx.{i}")
        kernel = self.weight(f"conv.{i}.weight", self.random.standard_normal((HIDDEN, 1, KERNEL)).astype(np.float32))
        self.convolution(i, [f"bx.{i}", kernel, "", past], [f"conv.{i}", present], place)
        self.node("Mul", [f"c.{i}", f"conv.{i}"], f"gated.{i}")
        self.node("Transpose", [f"gated.{i}"], f"positions.{i}", perm=[0, 2, 1])
        return self.product(f"positions.{i}", f"conv_out.{i}", HIDDEN, HIDDEN)

    def convolution(self, i, inputs, outputs, place):
        attributes = dict(activation="none", ndim=1, state_window=0)

        def inside(name, takes, gives):
            return helper.make_node("CausalConvWithState", takes, gives, name=name, domain=MICROSOFT, **attributes)

        if place == "function":
            node = inside("inside_function", ["x", "w", "", "past"], ["y", "present"])
            self.functions.append(helper.make_function(OWN, "ShortConv", ["x", "w", "past"], ["y", "present"], [node],
                                                       [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]))
            self.node("ShortConv", [name for name in inputs if name], *outputs)
        elif place == "branch":
            branches = []
            for name in ("then", "else"):
                gives = [f"{name}.{output}" for output in outputs]
                infos = [helper.make_tensor_value_info(one, TensorProto.FLOAT, None) for one in gives]
                branches.append(helper.make_graph([inside(f"inside_{name}", inputs, gives)], f"{name}.{i}", [], infos))
            # What ids are decides: a constant would be folded before the nodes are looked at.
            self.weight("none_below", np.array(0, np.int64))
            self.node("ReduceMin", ["input_ids"], f"least.{i}", keepdims=0)
            self.node("GreaterOrEqual", [f"least.{i}", "none_below"], f"condition.{i}")
            self.node("If", [f"condition.{i}"], *outputs, then_branch=branches[0], else_branch=branches[1])
        else:
            self.node("CausalConvWithState", inputs, *outputs, **attributes)

    def model(self, x):
        head = self.product(self.norm(x, "norm"), "logits", HIDDEN, VOCABULARY)
        self.outputs.insert(0, helper.make_tensor_value_info(
            head, TensorProto.FLOAT, ["batch_size", "sequence_length", VOCABULARY]))
        weights = [numpy_helper.from_array(array, name) for name, array in self.weights.items()]
        graph = helper.make_graph(self.nodes, "model", self.inputs, self.outputs, weights)
        domains = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        if self.functions:
            domains.append(helper.make_opsetid(OWN, 1))
        return helper.make_model(graph, opset_imports=domains, functions=self.functions, ir_version=10,
                                 producer_name="isotherm-test")

    def embedded(self):
        self.weight("embedding", self.random.standard_normal((VOCABULARY, HIDDEN)).astype(np.float32))
        return self.node("Gather", ["embedding", "input_ids"], "embedded")


def gemma3():
    graph = Graph(20261129, 6)
    graph.lengths()
    near, far = graph.tables("near", 10000.0), graph.tables("far", 1000000.0)
    x = graph.embedded()
    for i in range(graph.layers):
        local = (i + 1) % 3 > 0
        window = dict(local_window_size=WINDOW, sliding_window_cache=1) if local else dict(local_window_size=-1)
        attended = graph.attention(graph.norm(x, f"n1.{i}"), i, near if local else far, **window)
        x = graph.node("Add", [x, graph.norm(attended, f"n2.{i}")], f"y.{i}")
        normed = graph.norm(x, f"n3.{i}")
        gate = graph.node("FastGelu", [graph.product(normed, f"gate.{i}", HIDDEN, FFN)], f"gelu.{i}")
        up = graph.node("Mul", [gate, graph.product(normed, f"up.{i}", HIDDEN, FFN)], f"mul.{i}")
        x = graph.node("Add", [x, graph.norm(graph.product(up, f"down.{i}", FFN, HIDDEN), f"n4.{i}")], f"z.{i}")
    return graph.model(x)


def lfm2(places=(None, None)):
    graph = Graph(20261130, 3)
    graph.lengths()
    tables = graph.tables("rotary", 1000000.0)
    x = graph.embedded()
    for i in range(graph.layers):
        normed = graph.norm(x, f"n1.{i}")
        mixed = graph.attention(normed, i, tables) if i == 1 else graph.short_conv(normed, i, places[i // 2])
        x = graph.node("Add", [x, mixed], f"y.{i}")
        normed = graph.norm(x, f"n2.{i}")
        gate = graph.product(normed, f"gate.{i}", HIDDEN, FFN)
        gate = graph.node("Mul", [gate, graph.node("Sigmoid", [gate], f"sigmoid.{i}")], f"silu.{i}")
        up = graph.node("Mul", [gate, graph.product(normed, f"up.{i}", HIDDEN, FFN)], f"mul.{i}")
        x = graph.node("Add", [x, graph.product(up, f"down.{i}", FFN, HIDDEN)], f"z.{i}")
    return graph.model(x)


def stripped(model, unwanted=NEWER):
    """The same model without some attributes, as a rule without those ONNX Runtime 1.28 does not know."""
    rest = onnx.ModelProto()
    rest.CopyFrom(model)
    left = [list(rest.graph.node)] + [list(function.node) for function in rest.functions]
    while left:
        for node in left.pop():
            kept = [attribute for attribute in node.attribute if attribute.name not in unwanted]
            left += [list(attribute.g.node) for attribute in kept if attribute.HasField("g")]
            if len(kept) < len(node.attribute):
                del node.attribute[:]
                node.attribute.extend(kept)
    return rest


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def logits(runner, ids):
    feeds = {}
    for port in runner.get_inputs():
        if port.name == "input_ids":
            feeds[port.name] = np.array([ids], np.int64)
        elif port.name == "attention_mask":
            feeds[port.name] = np.ones((1, len(ids)), np.int64)
        else:
            feeds[port.name] = np.zeros([1 if size == "batch_size" else size if isinstance(size, int) else 0
                                         for size in port.shape], np.float32)
    return runner.run(["logits"], feeds)[0][0]


def write(name, model, external=False):
    target = TARGET / name
    target.mkdir(parents=True)
    try:
        session(model)
        raise AssertionError(f"{name} is known to ONNX Runtime {onnxruntime.__version__}")
    except onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph as e:
        assert "Unrecognized attribute" in str(e)
    runner = session(stripped(model))
    ids = np.random.default_rng(8).integers(0, VOCABULARY, max(LENGTHS)).tolist()
    made = np.concatenate([logits(runner, ids[:length]) for length in LENGTHS])
    assert np.isfinite(made).all() and made.shape == (sum(LENGTHS), VOCABULARY)
    made.astype("<f4").tofile(target / "logits.f32")
    expected = {"onnxruntime": onnxruntime.__version__, "ids": ids, "lengths": list(LENGTHS)}
    (target / "expected.json").write_text(json.dumps(expected) + "\n")
    genai = {"model": {"context_length": CONTEXT, "vocab_size": VOCABULARY, "eos_token_id": 2, "type": name,
                       "decoder": {"filename": "model.onnx", "head_size": HEAD_DIM, "num_key_value_heads": KV_HEADS}}}
    (target / "genai_config.json").write_text(json.dumps(genai) + "\n")
    onnx.save_model(model, target / "model.onnx", save_as_external_data=external, location="model.onnx.data",
                    size_threshold=1024)
    print(f"{name}: {(target / 'model.onnx').stat().st_size / 1000:.0f} kB, logits of {made.std():.2f}")
    return made


def check_window(model):
    """The last token of nine is the first that a window of eight changes."""
    near, far = session(stripped(model)), session(stripped(model, (*NEWER, "local_window_size")))
    ids = list(range(WINDOW + 1))
    same = np.abs(logits(near, ids) - logits(far, ids)).max(axis=1) < 1e-4
    assert same.tolist() == [True] * WINDOW + [False], same


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    check_window(gemma3())
    write("gemma3", gemma3(), external=True)
    assert (write("lfm2", lfm2()) == write("lfm2-nested", lfm2(("function", "branch")))).all()


if __name__ == "__main__":
    main()
