"""Builds src/test/resources/fixtures/layouts/: one small language model with random weights per layout of inputs,
outputs and state that exporters of ONNX models use.

expected.json of each holds logits that NumPy computes below for all tokens at once, without ONNX Runtime.

    pip install numpy onnx onnxruntime
    python src/test/python/layouts.py

Two runs write the same bytes.
"""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

VOCABULARY, HIDDEN, HEADS, CONTEXT, WINDOW = 40, 24, 3, 64, 3
STEP = 1 / 32  # of a cache of 8-bit numbers
TARGET = Path(__file__).parents[1] / "resources" / "fixtures" / "layouts"
FAR = TARGET.parent / "far"
F32, F16, BF16, I64, I32, I8, BOOL = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.INT64,
                                      TensorProto.INT32, TensorProto.INT8, TensorProto.BOOL)


@dataclass
class Layout:
    """How a model looks from outside. Layers: a(ttention), c(onvolution), s (a recurrence), - (no state)."""

    layers: str = "aa"
    state: str = "split"           # split, static, positions_first, fused, stacked, bloom, multi_query, none
    past: str = "past_key_values.{i}.{part}"
    present: str = "present.{i}.{part}"
    inputs: tuple = ("input_ids", "attention_mask", "position_ids", "past")
    ids: str = "input_ids"
    integers: int = I64
    mask_type: int = 0             # 0: as the other integers
    lengths: tuple = ()            # of a graph without a mask: names and shapes of GroupQueryAttention's lengths
    positions_rank: int = 2
    key: int = 8
    value: int = 8
    batch: object = "batch_size"
    tokens: object = "sequence_length"
    named: bool = True
    heads_symbol: object = None
    key_symbol: object = None
    past_symbol: str = "past_sequence_length"
    total_symbol: str = "total_sequence_length"
    kv_type: int = F32
    logits: str = "logits"
    logits_type: int = F32
    last_only: int = 0             # the rank of the logits of the last position only, 0: of every position
    grouped: bool = False          # com.microsoft.GroupQueryAttention
    broken_chunks: bool = False    # convolutions forget their state when several tokens come after a past
    read_twice: bool = False       # another operator reads the first cache too
    present_only: bool = False     # gives a state but takes none
    extra_outputs: tuple = ()
    file: str = "model.onnx"
    config: dict = field(default_factory=dict)
    genai: dict = field(default_factory=dict)
    tolerance: float = 1e-5
    external: bool = False


def weights(layout):
    random = np.random.default_rng(20261124)

    def matrix(*shape):
        return (random.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)

    kv = 1 if layout.state == "multi_query" else HEADS
    w = {"embedding": 1.5 * matrix(VOCABULARY, HIDDEN) * np.sqrt(VOCABULARY).astype(np.float32),
         "position": matrix(CONTEXT, HIDDEN) * 4, "head": 0.1 * matrix(HIDDEN, VOCABULARY)}
    for i, kind in enumerate(layout.layers):
        if kind == "a":
            w |= {f"q{i}": 2 * matrix(HIDDEN, HEADS * layout.key), f"k{i}": 2 * matrix(HIDDEN, kv * layout.key),
                  f"v{i}": matrix(HIDDEN, kv * layout.value), f"o{i}": matrix(HEADS * layout.value, HIDDEN)}
        elif kind == "c":
            w |= {f"c{i}": 0.5 * matrix(WINDOW + 1, HIDDEN)}
        elif kind == "s":
            w |= {f"decay{i}": random.uniform(0.3, 0.9, HIDDEN).astype(np.float32)}
        w |= {f"up{i}": matrix(HIDDEN, 32), f"down{i}": matrix(32, HIDDEN)}
    return w


# ---------------------------------------------------------------- in NumPy


def reference(layout, w, ids):
    w = {name: array.astype(np.float64) for name, array in w.items()}
    n = len(ids)
    x = w["embedding"][ids]
    if "a" in layout.layers and not layout.grouped:
        x = x + w["position"][:n]
    for i, kind in enumerate(layout.layers):
        if kind == "a":
            q = (x @ w[f"q{i}"]).reshape(n, HEADS, layout.key)
            k = (x @ w[f"k{i}"]).reshape(n, -1, layout.key)
            v = (x @ w[f"v{i}"]).reshape(n, -1, layout.value)
            if layout.kv_type == I8:
                k, v = (np.clip(np.rint(y / STEP), -128, 127) * STEP for y in (k, v))
            scores = np.einsum("ihd,jhd->hij", q, np.repeat(k, HEADS // k.shape[1], 1)) / np.sqrt(layout.key)
            scores = np.where(np.tril(np.ones((n, n), bool)), scores, -np.inf)
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            shares /= shares.sum(-1, keepdims=True)
            mixed = np.einsum("hij,jhd->ihd", shares, np.repeat(v, HEADS // v.shape[1], 1))
            x = x + mixed.reshape(n, -1) @ w[f"o{i}"]
        elif kind == "c":
            padded = np.concatenate([np.zeros((WINDOW, HIDDEN)), x])
            x = x + sum(padded[j:j + n] * w[f"c{i}"][j] for j in range(WINDOW + 1))
        elif kind == "s":
            state, states = np.zeros(HIDDEN), []
            for row in x:
                state = w[f"decay{i}"] * state + row
                states.append(state)
            x = x + np.array(states)
        x = x + np.tanh(x @ w[f"up{i}"]) @ w[f"down{i}"]
    return x @ w["head"]


# ---------------------------------------------------------------- as a graph


class Graph:
    def __init__(self, layout, w):
        self.layout, self.w = layout, w
        self.nodes, self.initializers, self.inputs, self.outputs = [], [], {}, []
        self.names = 0
        for name, array in w.items():
            self.initializers.append(numpy_helper.from_array(array, name))

    def node(self, operator, *inputs, outputs=1, names=None, domain="", **attributes):
        made = names or [f"n{self.names + i}" for i in range(outputs)]
        self.names += outputs
        self.nodes.append(helper.make_node(operator, list(inputs), made, domain=domain, **attributes))
        return made[0] if len(made) == 1 else made

    def constant(self, value, kind=np.int64):
        name = f"constant{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.array(value, kind), name))
        return name

    def integer(self, name, shape, kind=None):
        kind = kind or self.layout.integers
        self.inputs[name] = helper.make_tensor_value_info(name, kind, shape)
        return self.node("Cast", name, to=I64) if kind != I64 else name

    def cast(self, x, source, target):
        return x if source == target else self.node("Cast", x, to=target)

    def length(self, x, axis):
        return self.node("Gather", self.node("Shape", x), self.constant(axis))

    def reshape(self, x, *shape):
        return self.node("Reshape", x, self.constant(list(shape)))


def build(layout, w):
    g = Graph(layout, w)
    batch, tokens = layout.batch, layout.tokens
    ids = g.integer(layout.ids, [batch, tokens])
    g.n = g.length(ids, 1)
    x = g.node("Gather", "embedding", ids)
    g.total_name = "past_sequence_length + sequence_length" if layout.named else None
    g.mask = g.integer(
        "attention_mask", [batch, CONTEXT if layout.state == "static" else g.total_name], layout.mask_type or None) if "attention_mask" in layout.inputs else None
    for name, kind in (("token_type_ids", I64),):
        if name in layout.inputs:
            types = g.integer(name, [batch, tokens], kind)
            x = g.node("Add", x, g.node("Unsqueeze", g.node("Cast", types, to=F32), g.constant([2])))
    if "use_cache_branch" in layout.inputs:
        g.integer("use_cache_branch", [1], BOOL)
    g.past_length = past_length(g)
    if "cache_position" in layout.inputs:
        g.integer("cache_position", [tokens])
    g.lengths = [g.integer(name, list(shape), I32) and name for name, shape in layout.lengths]
    if "a" in layout.layers and not layout.grouped:
        x = g.node("Add", x, positions(g))
    for i, kind in enumerate(layout.layers):
        x = {"a": grouped if layout.grouped else attention, "c": convolution, "s": recurrence, "-": lambda g, x, i: x}[kind](g, x, i)
        x = g.node("Add", x, g.node("MatMul", g.node("Tanh", g.node("MatMul", x, f"up{i}")), f"down{i}"))
    x = kept(g, x)
    logits = g.cast(g.node("MatMul", x, "head"), F32, layout.logits_type)
    if layout.last_only == 2:
        logits = g.node("Squeeze", logits, g.constant([1]))
    g.node("Identity", logits, names=[layout.logits])
    shape = {0: [batch, tokens if layout.batch != "batch_size" or not layout.named else "any", VOCABULARY],
             2: [batch, VOCABULARY], 3: [batch, 1, VOCABULARY], 9: [batch, "any", VOCABULARY]}[layout.last_only]
    g.outputs.insert(0, helper.make_tensor_value_info(layout.logits, layout.logits_type, shape))
    for name in layout.extra_outputs:
        g.node("Identity", x, names=[name])
        g.outputs.append(helper.make_tensor_value_info(name, F32, None))
    return model(g)


def model(g):
    order = []
    for name in g.layout.inputs:
        name = g.layout.ids if name == "input_ids" else name
        order += [v for k, v in g.inputs.items() if v not in order and (k == name or name == "past" and "past" in k)]
    order += [v for v in g.inputs.values() if v not in order]
    graph = helper.make_graph(g.nodes, "layout", order, g.outputs, g.initializers)
    return helper.make_model(graph, producer_name="isotherm tests", ir_version=9, opset_imports=[
        helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)])


def past_length(g):
    """How many tokens came before, from the first cache of keys, or the mask."""
    if "a" not in g.layout.layers or g.layout.grouped or g.layout.state in ("none", "static") or g.layout.present_only:
        return g.constant(0)
    if "past_sequence_length" in g.layout.inputs:
        return g.node("Squeeze", g.integer("past_sequence_length", [1]))
    i = g.layout.layers.index("a")
    if g.layout.state == "stacked":
        return g.length(past(g, "", "key"), 3)
    keys = past(g, i, {"multi_query": "key_value", "fused": ""}.get(g.layout.state, "key"))
    return g.length(keys, {"split": 2, "positions_first": 1, "fused": 3, "bloom": 2, "multi_query": 1}[g.layout.state])


def positions(g):
    layout = g.layout
    if "position_ids" in layout.inputs:
        shape = [layout.batch, layout.tokens]
        shape = {1: shape[1:], 2: shape, 3: [3] + shape}[layout.positions_rank]
        at = g.integer("position_ids", shape)
        if layout.positions_rank == 3:
            at = g.node("Gather", at, g.constant(2))
    elif "cache_position" in layout.inputs:
        at = "cache_position"
    elif g.mask and layout.state != "none":
        # counted from the mask
        all_of = g.node("Sub", g.node("CumSum", g.mask, g.constant(1)), g.constant([1]))
        start = g.node("Unsqueeze", g.past_length, g.constant([0]))
        at = g.node("Slice", all_of, start, g.constant([1 << 40]), g.constant([1]))
    else:
        at = g.node("Range", g.past_length, g.node("Add", g.past_length, g.n), g.constant(1))
    return g.node("Gather", "position", at)


def kept(g, x):
    for name, rank in (("num_logits_to_keep", 0), ("logits_to_keep", 1)):
        if name in g.layout.inputs:
            count = g.integer(name, [1] * rank)
            start = g.node("Neg", g.reshape(count, 1))
            return g.node("Slice", x, start, g.constant([1 << 40]), g.constant([1]))
    if g.layout.last_only:
        return g.node("Slice", x, g.constant([-1]), g.constant([1 << 40]), g.constant([1]))
    return x


def past(g, i, part):
    """The name of a layer's state input, declared when first asked for."""
    layout = g.layout
    name = layout.past.format(i=i, part=part)
    if name in g.inputs:
        return name
    past_name = layout.past_symbol if layout.named else None
    batch = layout.batch
    heads = layout.heads_symbol or HEADS
    size = layout.key_symbol or (layout.key if part == "key" else layout.value)
    both = f"{batch} x num_heads" if batch == "batch_size" else HEADS
    shape = {
        "split": [batch, heads, past_name, size], "static": [batch, heads, CONTEXT, size], "positions_first": [batch, past_name, heads, size],
        "stacked": [len(layout.layers), batch, HEADS, past_name, size],
        "fused": [2, batch, HEADS, past_name, layout.key],
        "bloom": [both, layout.key, past_name] if part == "key" else [both, past_name, layout.value],
        "multi_query": [batch, past_name, layout.key + layout.value]}[layout.state]
    g.inputs[name] = helper.make_tensor_value_info(name, layout.kv_type, shape)
    return name


def joined(g, new, i, part, axis):
    """Past and new; also the state output."""
    layout = g.layout
    new = kept_as(g, new)
    if layout.present_only:
        all_of = new
    elif layout.state == "static":
        # written where cache_position says
        here = g.node("Equal", g.node("Unsqueeze", "cache_position", g.constant([0])),
                      g.node("Unsqueeze", g.constant(list(range(CONTEXT))), g.constant([1])))
        here = g.node("Cast", here, to=F32)
        others = g.node("Sub", g.constant(1, np.float32), g.node("ReduceSum", here, g.constant([1])))
        all_of = g.node("Add", g.node("Mul", past(g, i, part), others), g.node("MatMul", here, new))
    elif "use_cache_branch" in layout.inputs:
        old = past(g, i, part)
        branches = []
        for k, (operator, names) in enumerate((("Concat", [old, new]), ("Identity", [new]))):
            out = f"branch{g.names}.{k}"
            attributes = {"axis": axis} if operator == "Concat" else {}
            body = helper.make_graph([helper.make_node(operator, names, [out], **attributes)], out, [],
                                     [helper.make_tensor_value_info(out, layout.kv_type, None)])
            branches.append(body)
        all_of = g.node("If", "use_cache_branch", then_branch=branches[0], else_branch=branches[1])
    else:
        all_of = g.node("Concat", past(g, i, part), new, axis=axis)
    output(g, all_of, i, part, layout.kv_type, layout.past)
    if layout.kv_type == I8:
        return g.node("DequantizeLinear", all_of, g.constant(STEP, np.float32), g.constant(0, np.int8))
    return g.cast(all_of, layout.kv_type, F32)


def kept_as(g, x):
    if g.layout.kv_type == I8:
        return g.node("QuantizeLinear", x, g.constant(STEP, np.float32), g.constant(0, np.int8))
    return g.cast(x, F32, g.layout.kv_type)


def stacked(g, new, i, part):
    """The caches of all layers are one tensor; the last layer gives it back."""
    old = g.node("Gather", past(g, "", part), g.constant(i))
    all_of = g.node("Concat", old, new, axis=2)
    layers = g.__dict__.setdefault(f"stacked_{part}", [])
    layers.append(g.node("Unsqueeze", all_of, g.constant([0])))
    if len(layers) == len(g.layout.layers):
        output(g, g.node("Concat", *layers, axis=0), "", part, F32, g.layout.past)
    return all_of


def output(g, x, i, part, kind, template, present=None):
    name = (present or g.layout.present).format(i=i, part=part)
    g.node("Identity", x, names=[name])
    declared = g.inputs.get(template.format(i=i, part=part))
    rank = len(declared.type.tensor_type.shape.dim) if declared else 4
    g.outputs.append(helper.make_tensor_value_info(name, kind, [f"{name}_{k}" for k in range(rank)]))


def attention(g, x, i):
    layout = g.layout
    one = layout.state == "multi_query"

    def split(part, size, heads):
        y = g.reshape(g.node("MatMul", x, f"{part}{i}"), 0, 0, heads, size)
        return g.node("Transpose", y, perm=[0, 2, 1, 3])

    q = split("q", layout.key, HEADS)
    k, v = split("k", layout.key, 1 if one else HEADS), split("v", layout.value, 1 if one else HEADS)
    if layout.state in ("split", "static"):
        k, v = joined(g, k, i, "key", 2), joined(g, v, i, "value", 2)
    elif layout.state == "positions_first":
        k, v = (g.node("Transpose", joined(g, g.node("Transpose", y, perm=[0, 2, 1, 3]), i, part, 1), perm=[0, 2, 1, 3])
                for y, part in ((k, "key"), (v, "value")))
    elif layout.state == "stacked":
        k, v = stacked(g, k, i, "key"), stacked(g, v, i, "value")
    elif layout.state == "fused":
        new = g.node("Concat", g.node("Unsqueeze", k, g.constant([0])), g.node("Unsqueeze", v, g.constant([0])), axis=0)
        both = joined(g, new, i, "", 3)
        k, v = g.node("Gather", both, g.constant(0)), g.node("Gather", both, g.constant(1))
    elif layout.state == "bloom":
        keys = g.node("Reshape", g.node("Transpose", k, perm=[0, 1, 3, 2]),
                      g.node("Concat", g.constant([-1, layout.key]), g.reshape(g.n, 1), axis=0))
        values = g.node("Reshape", v, g.node("Concat", g.constant([-1]), g.reshape(g.n, 1), g.constant([layout.value]), axis=0))
        keys, values = joined(g, keys, i, "key", 2), joined(g, values, i, "value", 1)
        total = g.reshape(g.length(keys, 2), 1)
        k = g.node("Transpose", g.node("Reshape", keys, g.node("Concat", g.constant([-1, HEADS, layout.key]), total, axis=0)),
                   perm=[0, 1, 3, 2])
        v = g.node("Reshape", values, g.node("Concat", g.constant([-1, HEADS]), total, g.constant([layout.value]), axis=0))
    elif one:
        new = g.node("Concat", g.node("Squeeze", k, g.constant([1])), g.node("Squeeze", v, g.constant([1])), axis=2)
        both = g.node("Unsqueeze", joined(g, new, i, "key_value", 1), g.constant([1]))
        k = g.node("Slice", both, g.constant([0]), g.constant([layout.key]), g.constant([3]))
        v = g.node("Slice", both, g.constant([layout.key]), g.constant([layout.key + layout.value]), g.constant([3]))
    scores = g.node("MatMul", q, g.node("Transpose", k, perm=[0, 1, 3, 2]))
    scores = g.node("Div", scores, g.constant(np.sqrt(layout.key), np.float32))
    total = g.length(k, 2)
    keys_at = g.node("Unsqueeze", g.node("Range", g.constant(0), total, g.constant(1)), g.constant([0]))
    start = g.node("Sub", total, g.n)
    queries = "cache_position" if layout.state == "static" else g.node("Range", start, total, g.constant(1))
    queries_at = g.node("Unsqueeze", queries, g.constant([1]))
    low = g.constant(-1e9, np.float32)
    scores = g.node("Where", g.node("Greater", keys_at, queries_at), low, scores)
    if g.mask:
        seen = g.node("Unsqueeze", g.mask, g.constant([1, 2]))
        scores = g.node("Where", g.node("Equal", seen, g.constant(0)), low, scores)
    y = g.node("MatMul", g.node("Softmax", scores, axis=-1), v)
    y = g.reshape(g.node("Transpose", y, perm=[0, 2, 1, 3]), 0, 0, HEADS * layout.value)
    return g.node("Add", x, g.node("MatMul", y, f"o{i}"))


def grouped(g, x, i):
    """onnxruntime-genai's operator, which appends to the cache by itself."""
    if g.lengths:
        g.seqlens, g.total = g.lengths
    elif not hasattr(g, "seqlens"):
        total = g.node("ReduceSum", g.mask, g.constant([1]), keepdims=0)
        g.seqlens = g.node("Cast", g.node("Sub", total, g.constant(1)), to=I32)
        g.total = g.node("Cast", g.length(g.mask, 1), to=I32)
    parts = [g.cast(g.node("MatMul", x, f"{part}{i}"), F32, g.layout.kv_type) for part in "qkv"]
    present = [g.layout.present.format(i=i, part=part) for part in ("key", "value")]
    y, *_ = g.node("GroupQueryAttention", *parts, past(g, i, "key"), past(g, i, "value"), g.seqlens, g.total,
                   names=[f"attended{i}"] + present, domain="com.microsoft", num_heads=HEADS, kv_num_heads=HEADS)
    for name in present:
        shape = [g.layout.batch, g.layout.heads_symbol or HEADS, g.layout.total_symbol, g.layout.key_symbol or g.layout.key]
        g.outputs.append(helper.make_tensor_value_info(name, g.layout.kv_type, shape))
    y = g.cast(y, g.layout.kv_type, F32)
    if g.layout.read_twice and i == 0:
        nothing = g.node("ReduceSum", g.node("Mul", past(g, i, "key"), g.constant(0, np.float32)), keepdims=0)
        y = g.node("Add", y, nothing)
    return g.node("Add", x, g.node("MatMul", y, f"o{i}"))


def convolution(g, x, i):
    """Each token and the WINDOW before it; the state holds those before the first, [rows, hidden, WINDOW]."""
    name, present = g.layout.config.get("conv_names", ("past_conv.{i}", "present_conv.{i}"))
    name = name.format(i=i)
    g.inputs[name] = helper.make_tensor_value_info(name, F32, [g.layout.batch, HIDDEN, WINDOW])
    old = g.node("Transpose", name, perm=[0, 2, 1])
    if g.layout.broken_chunks:
        several = g.node("Greater", g.n, g.constant(1))
        old = g.node("Mul", old, g.node("Cast", g.node("Not", several), to=F32))
    all_of = g.node("Concat", old, x, axis=1)
    output(g, g.node("Transpose", g.node("Slice", all_of, g.constant([-WINDOW]), g.constant([1 << 40]), g.constant([1])),
                     perm=[0, 2, 1]), i, "", F32, name, present)
    for j in range(WINDOW + 1):
        end = g.reshape(g.node("Add", g.n, g.constant(j)), 1)
        part = g.node("Slice", all_of, g.constant([j]), end, g.constant([1]))
        weighted = g.node("Mul", part, g.node("Gather", f"c{i}", g.constant(j)))
        x = g.node("Add", x, weighted)
    return x


def recurrence(g, x, i):
    """state = decay * state + token, [rows, hidden]; all tokens at once through powers of the decay."""
    name, present = g.layout.config.get("ssm_names", ("past_ssm.{i}", "present_ssm.{i}"))
    name = name.format(i=i)
    g.inputs[name] = helper.make_tensor_value_info(name, F32, [g.layout.batch, HIDDEN])
    at = g.node("Range", g.constant(0), g.n, g.constant(1))
    distance = g.node("Sub", g.node("Unsqueeze", at, g.constant([1])), g.node("Unsqueeze", at, g.constant([0])))
    distance = g.node("Cast", g.node("Unsqueeze", distance, g.constant([0])), to=F32)
    decay = g.node("Unsqueeze", f"decay{i}", g.constant([1, 2]))
    power = g.node("Pow", decay, g.node("Max", distance, g.constant(0, np.float32)))
    power = g.node("Where", g.node("Less", distance, g.constant(0, np.float32)), g.constant(0, np.float32), power)
    mixed = g.node("MatMul", power, g.node("Unsqueeze", g.node("Transpose", x, perm=[0, 2, 1]), g.constant([3])))
    since = g.node("Unsqueeze", g.node("Cast", g.node("Add", at, g.constant(1)), to=F32), g.constant([1]))
    old = g.node("Mul", g.node("Unsqueeze", name, g.constant([1])), g.node("Pow", f"decay{i}", since))
    states = g.node("Add", g.node("Transpose", g.node("Squeeze", mixed, g.constant([3])), perm=[0, 2, 1]), old)
    last = g.node("Squeeze", g.node("Slice", states, g.constant([-1]), g.constant([1 << 40]), g.constant([1])), g.constant([1]))
    output(g, last, i, "", F32, name, present)
    return g.node("Add", x, states)


# ---------------------------------------------------------------- the layouts

NO_CACHE = {"state": "none", "present_only": True, "present": "unused.{i}.{part}"}
HF = {"vocab_size": VOCABULARY, "num_attention_heads": HEADS, "hidden_size": HIDDEN, "max_position_embeddings": CONTEXT}


def genai(**decoder):
    return {"model": {"type": "llama", "context_length": CONTEXT, "vocab_size": VOCABULARY,
                      "decoder": {"filename": "model.onnx", "num_key_value_heads": HEADS, "head_size": 8} | decoder}}


LAYOUTS = {
    "optimum": Layout(),
    "optimum-without-positions": Layout(inputs=("input_ids", "attention_mask", "past")),
    "past-before-mask": Layout(inputs=("input_ids", "past", "attention_mask", "position_ids")),
    "unnamed-dimensions": Layout(named=False, batch=None, tokens=None),
    "merged": Layout(inputs=("input_ids", "attention_mask", "position_ids", "past", "use_cache_branch"),
                     file="onnx/decoder_model_merged.onnx"),
    "keep-count": Layout(inputs=("input_ids", "attention_mask", "position_ids", "past", "num_logits_to_keep"),
                         file="onnx/model_q4.onnx"),
    "keep-count-list": Layout(inputs=("past", "logits_to_keep", "input_ids", "attention_mask", "position_ids")),
    "token-types": Layout(inputs=("input_ids", "token_type_ids", "attention_mask", "position_ids", "past")),
    "cache-position": Layout(inputs=("input_ids", "cache_position", "past")),
    "int32-positions-of-three-kinds": Layout(integers=I32, positions_rank=3),
    "positions-of-one-row": Layout(positions_rank=1),
    "static-cache": Layout(state="static", batch=1, inputs=("input_ids", "attention_mask", "cache_position", "past")),
    "fused": Layout(state="fused", past="past_{i}", present="present_{i}", integers=I32, genai=genai(
        inputs={"past_names": "past_%d"}, outputs={"present_names": "present_%d"})),
    "positions-first": Layout(state="positions_first", past="{part}_cache_in_{i}", present="{part}_cache_out_{i}"),
    "bloom": Layout(state="bloom", config=HF),
    "bloom-one-row": Layout(state="bloom", config=HF, batch=1),
    "multi-query": Layout(state="multi_query", key=6),
    "key-other-than-value": Layout(key=6, value=10),
    "one-row": Layout(batch=1),
    "one-token": Layout(batch=1, tokens=1),
    "half": Layout(kv_type=F16, logits_type=F16, tolerance=1e-2),
    "half-cache": Layout(kv_type=F16, tolerance=1e-2),
    "brain-logits": Layout(logits_type=BF16, tolerance=1e-2),
    "last-logits": Layout(last_only=3),
    "last-logits-undeclared": Layout(last_only=9),
    "last-logits-of-rank-two": Layout(last_only=2, logits="next_token"),
    "no-cache": Layout(inputs=("input_ids", "attention_mask", "position_ids"), **NO_CACHE),
    "no-cache-ids-only": Layout(inputs=("input_ids",), ids="input1", logits="output1", **NO_CACHE),
    "no-cache-other-names": Layout(inputs=("input_ids", "attention_mask"), logits="token_scores",
                                   extra_outputs=("hidden",), **NO_CACHE),
    "no-cache-fixed-length": Layout(inputs=("input_ids", "attention_mask"), batch=1, tokens=16, named=False, **NO_CACHE),
    "convolutions": Layout(layers="caca"),
    "convolutions-one-by-one": Layout(layers="cca", broken_chunks=True),
    "mamba": Layout(layers="cs", inputs=("input_ids",)),
    "recurrent-genai": Layout(layers="sa-a", config={"ssm_names": ("past.{i}.recurrent", "present.{i}.recurrent")},
                              genai=genai(inputs={"past_key_names": "past_key_values.%d.key"},
                                          outputs={"present_key_names": "present.%d.key"})),
    "linear-attention": Layout(layers="csa", config={
        "conv_names": ("past_key_values.{i}.conv_state", "present.{i}.conv_state"),
        "ssm_names": ("past_key_values.{i}.recurrent_state", "present.{i}.recurrent_state")}),
    "gaps": Layout(layers="-a--a"),
    "grouped": Layout(grouped=True, inputs=("input_ids", "attention_mask", "past"), integers=I32,
                      key_symbol="kv_cache_dim", genai=genai()),
    "grouped-without-configuration": Layout(grouped=True, inputs=("input_ids", "attention_mask", "past")),
    "grouped-past-read-twice": Layout(grouped=True, inputs=("input_ids", "attention_mask", "past"), read_twice=True),
    "grouped-and-convolutions": Layout(grouped=True, layers="cac", inputs=("input_ids", "attention_mask", "past")),
    "renamed": Layout(past="pasts_{part}_{i}", present="presents_{part}_{i}", logits="scores_out", genai=genai(
        inputs={"past_key_names": "pasts_key_%d", "past_value_names": "pasts_value_%d"},
        outputs={"logits": "scores_out", "present_key_names": "presents_key_%d",
                 "present_value_names": "presents_value_%d"})),
    "configured-sizes": Layout(heads_symbol="num_attention_heads", key_symbol="head_dim", config=HF | {"head_dim": 8}),
    "external": Layout(external=True, file="onnx/model.onnx"),
    "mask-of-booleans": Layout(mask_type=BOOL),
    "mask-of-floats": Layout(mask_type=F32, inputs=("input_ids", "attention_mask", "past")),
    "mask-of-halves": Layout(mask_type=F16),
    "past-length": Layout(inputs=("input_ids", "past_sequence_length", "past")),
    "stacked": Layout(state="stacked", past="past_{part}s", present="present_{part}s"),
    "half-logits": Layout(logits_type=F16, tolerance=1e-2),
    "brain-cache": Layout(kv_type=BF16, tolerance=5e-2),
    "quantised-cache": Layout(kv_type=I8, tolerance=1e-4),
    "grouped-half": Layout(grouped=True, inputs=("input_ids", "attention_mask", "past"), kv_type=F16, tolerance=1e-2),
    "grouped-to-a-maximum": Layout(grouped=True, inputs=("input_ids", "attention_mask", "past"),
                                   past_symbol="max_sequence_length", total_symbol="max_sequence_length"),
    "grouped-lengths": Layout(grouped=True, inputs=("input_ids", "past"), lengths=(
        ("seqlens_k", ["batch_size"]), ("total_sequence_length", [1]))),
    "grouped-short-names": Layout(grouped=True, inputs=("input_ids", "past"), lengths=(
        ("past_seq_len", ["batch_size", 1]), ("total_seq_len", [1]))),
}
PAIR = (Layout(inputs=("input_ids", "attention_mask"), present_only=True, file="decoder_model.onnx"),
        Layout(inputs=("input_ids", "attention_mask", "past"), tokens=1, file="decoder_with_past_model.onnx"))


def write(name, *layouts):
    layout, folder = layouts[0], TARGET / name
    w = weights(layout)
    for one in layouts:
        made = build(one, w)
        file = folder / one.file
        file.parent.mkdir(parents=True, exist_ok=True)
        external = {"save_as_external_data": True, "location": file.name + "_data", "size_threshold": 256} if one.external else {}
        onnx.save_model(made, file, **external)
    if layout.genai:
        (folder / "genai_config.json").write_text(json.dumps(layout.genai, indent=2) + "\n")
    elif not name.endswith("without-configuration"):
        sizes = {key: value for key, value in layout.config.items() if isinstance(value, int)}
        (folder / "config.json").write_text(json.dumps({"max_position_embeddings": CONTEXT} | sizes) + "\n")
    ids = np.random.default_rng(11).integers(4, VOCABULARY, 13)
    logits = reference(layout, w, ids)
    rows = ",\n".join("  " + json.dumps([round(float(v), 6) for v in row]) for row in logits)
    (folder / "expected.json").write_text(
        f'{{"ids": {ids.tolist()}, "tolerance": {layout.tolerance}, "logits": [\n{rows}\n]}}\n')


def write_far(name, start, rows=40):
    """A graph of which a test makes the file of weights: from a byte on, or with an embedding of many rows."""
    layout = Layout()
    made = build(layout, weights(layout))
    at = 0
    for tensor in made.graph.initializer:
        length = len(tensor.raw_data)
        if length < 256:
            continue
        if tensor.name == "embedding":
            tensor.dims[0] = rows
            length = rows * HIDDEN * 4
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", "weights.bin"), ("offset", start + at), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        at += -(-length // 4096) * 4096
    FAR.mkdir(exist_ok=True)
    (FAR / name).write_bytes(made.SerializeToString(deterministic=True))


def main():
    for name in (*LAYOUTS, "pair"):
        shutil.rmtree(TARGET / name, ignore_errors=True)
    for name, layout in LAYOUTS.items():
        write(name, layout)
    write("pair", *PAIR)
    write_far("beyond-2-gib.onnx", (1 << 31) + 4096)
    write_far("beyond-4-gib.onnx", (1 << 32) + 4096)
    write_far("one-of-2-gib.onnx", 0, 22_500_000)


if __name__ == "__main__":
    main()
