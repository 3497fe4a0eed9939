"""Builds src/test/resources/fixtures/tiny-gqa/: a two-layer language model with random weights.

It has the inputs and outputs of the bundled model (GroupQueryAttention with rotary embedding,
num_logits_to_keep, weights in a second file), in float32 and small enough for unit tests.
expected.json holds logits that NumPy computes below, without ONNX Runtime.

    pip install numpy onnx onnxruntime
    python src/test/python/tiny_gqa.py

Two runs write the same bytes.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, HIDDEN, FFN, HEADS, KV_HEADS, HEAD_DIM = 2, 32, 48, 4, 2, 16
VOCABULARY, CONTEXT, THETA, EPSILON = 64, 640, 10000.0, 1e-5
TARGET = Path(__file__).parents[1] / "resources" / "fixtures" / "tiny-gqa"


def weights():
    random = np.random.default_rng(20261101)
    qkv = (HEADS + 2 * KV_HEADS) * HEAD_DIM

    def matrix(rows, columns):
        return (random.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32)

    result = {"embedding": random.standard_normal((VOCABULARY, HIDDEN)).astype(np.float32)}
    for i in range(LAYERS):
        result[f"norm1.{i}"] = np.ones(HIDDEN, np.float32)
        result[f"qkv.{i}"] = matrix(HIDDEN, qkv)
        result[f"out.{i}"] = matrix(HEADS * HEAD_DIM, HIDDEN)
        result[f"norm2.{i}"] = np.ones(HIDDEN, np.float32)
        result[f"up.{i}"] = matrix(HIDDEN, FFN)
        result[f"down.{i}"] = matrix(FFN, HIDDEN)
    result["norm"] = np.ones(HIDDEN, np.float32)
    result["head"] = 2 * matrix(HIDDEN, VOCABULARY)
    angles = np.outer(np.arange(CONTEXT), THETA ** (-np.arange(0, HEAD_DIM, 2) / HEAD_DIM))
    result["cos"] = np.cos(angles).astype(np.float32)
    result["sin"] = np.sin(angles).astype(np.float32)
    return result


# ---------------------------------------------------------------- the graph


def graph(w):
    nodes = []

    def node(operator, inputs, outputs, **attributes):
        domain = "com.microsoft" if operator == "GroupQueryAttention" else ""
        nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))

    node("ReduceSum", ["attention_mask", "axis_1"], ["mask_sum"], keepdims=0)
    node("Sub", ["mask_sum", "one"], ["last"])
    node("Cast", ["last"], ["seqlens_k"], to=TensorProto.INT32)
    node("Shape", ["attention_mask"], ["mask_shape"])
    node("Gather", ["mask_shape", "index_1"], ["total64"])
    node("Cast", ["total64"], ["total"], to=TensorProto.INT32)
    node("Gather", ["embedding", "input_ids"], ["x.0"])
    x = "x.0"
    for i in range(LAYERS):
        node("SimplifiedLayerNormalization", [x, f"norm1.{i}"], [f"n1.{i}"], epsilon=EPSILON, axis=-1)
        node("MatMul", [f"n1.{i}", f"qkv.{i}"], [f"packed.{i}"])
        node("GroupQueryAttention",
             [f"packed.{i}", "", "", f"past_key_values.{i}.key", f"past_key_values.{i}.value", "seqlens_k", "total",
              "cos", "sin"],
             [f"attended.{i}", f"present.{i}.key", f"present.{i}.value"],
             num_heads=HEADS, kv_num_heads=KV_HEADS, do_rotary=1, rotary_interleaved=0)
        node("MatMul", [f"attended.{i}", f"out.{i}"], [f"o.{i}"])
        node("Add", [x, f"o.{i}"], [f"y.{i}"])
        node("SimplifiedLayerNormalization", [f"y.{i}", f"norm2.{i}"], [f"n2.{i}"], epsilon=EPSILON, axis=-1)
        node("MatMul", [f"n2.{i}", f"up.{i}"], [f"u.{i}"])
        node("Tanh", [f"u.{i}"], [f"t.{i}"])
        node("MatMul", [f"t.{i}", f"down.{i}"], [f"d.{i}"])
        node("Add", [f"y.{i}", f"d.{i}"], [f"x.{i + 1}"])
        x = f"x.{i + 1}"
    node("SimplifiedLayerNormalization", [x, "norm"], ["normed"], epsilon=EPSILON, axis=-1)
    node("Neg", ["num_logits_to_keep"], ["negative"])
    node("Unsqueeze", ["negative", "axis_0"], ["start"])
    node("Slice", ["normed", "start", "end", "axis_1"], ["kept"])
    node("MatMul", ["kept", "head"], ["logits"])

    def value(name, kind, shape):
        return helper.make_tensor_value_info(name, kind, shape)

    inputs = [value("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"]),
              value("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"]),
              value("num_logits_to_keep", TensorProto.INT64, [])]
    outputs = [value("logits", TensorProto.FLOAT, ["batch_size", "kept_length", VOCABULARY])]
    for i in range(LAYERS):
        for part in ("key", "value"):
            inputs.append(value(f"past_key_values.{i}.{part}", TensorProto.FLOAT,
                                ["batch_size", KV_HEADS, "past_sequence_length", HEAD_DIM]))
            outputs.append(value(f"present.{i}.{part}", TensorProto.FLOAT,
                                 ["batch_size", KV_HEADS, "total_sequence_length", HEAD_DIM]))
    constants = {"axis_0": [0], "axis_1": [1], "one": 1, "index_1": 1, "end": [2 ** 62]}
    initializers = [numpy_helper.from_array(array, name) for name, array in w.items()]
    initializers += [numpy_helper.from_array(np.array(v, np.int64), name) for name, v in constants.items()]
    return helper.make_model(
        helper.make_graph(nodes, "tiny_gqa", inputs, outputs, initializers), producer_name="isotherm tests", ir_version=10,
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)])


# ---------------------------------------------------------------- the same in NumPy


def norm(x):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON)


def rotate(x, w):
    half = HEAD_DIM // 2
    cos, sin = w["cos"][:len(x), None], w["sin"][:len(x), None]
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], -1)


def logits(w, ids):
    w = {name: array.astype(np.float64) for name, array in w.items()}
    n = len(ids)
    x = w["embedding"][ids]
    for i in range(LAYERS):
        packed = (norm(x) @ w[f"qkv.{i}"]).reshape(n, HEADS + 2 * KV_HEADS, HEAD_DIM)
        q, k, v = np.split(packed, [HEADS, HEADS + KV_HEADS], 1)
        q, k = rotate(q, w), rotate(k, w)
        k, v = (np.repeat(part, HEADS // KV_HEADS, 1) for part in (k, v))
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(HEAD_DIM)
        scores = np.where(np.tril(np.ones((n, n), bool)), scores, -np.inf)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        x = x + np.einsum("hij,jhd->ihd", shares, v).reshape(n, -1) @ w[f"out.{i}"]
        x = x + np.tanh(norm(x) @ w[f"up.{i}"]) @ w[f"down.{i}"]
    return norm(x) @ w["head"]


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    w = weights()
    model = graph(w)
    onnx.save_model(model, TARGET / "model.onnx", save_as_external_data=True, location="model.onnx.data",
                    size_threshold=256)
    genai = {
        "model": {
            "type": "llama", "bos_token_id": 1, "eos_token_id": 2, "context_length": CONTEXT, "vocab_size": VOCABULARY,
            "decoder": {
                "filename": "model.onnx", "head_size": HEAD_DIM, "num_attention_heads": HEADS,
                "num_key_value_heads": KV_HEADS, "num_hidden_layers": LAYERS,
                "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask",
                           "past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"},
                "outputs": {"logits": "logits", "present_key_names": "present.%d.key",
                            "present_value_names": "present.%d.value"}}},
        "search": {"past_present_share_buffer": True}}
    (TARGET / "genai_config.json").write_text(json.dumps(genai, indent=2) + "\n")
    ids = np.random.default_rng(7).integers(0, VOCABULARY, 24)
    expected = logits(w, ids)
    lines = ",\n".join("  " + json.dumps([round(float(v), 6) for v in row]) for row in expected)
    (TARGET / "expected.json").write_text(f'{{"ids": {ids.tolist()}, "logits": [\n{lines}\n]}}\n')
    check(expected, ids)


def check(expected, ids):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(TARGET / "model.onnx"))
    feeds = {"input_ids": ids[None].astype(np.int64), "attention_mask": np.ones((1, len(ids)), np.int64),
             "num_logits_to_keep": np.array(len(ids), np.int64)}
    for i in range(LAYERS):
        for part in ("key", "value"):
            feeds[f"past_key_values.{i}.{part}"] = np.zeros((1, KV_HEADS, 0, HEAD_DIM), np.float32)
    difference = np.abs(session.run(["logits"], feeds)[0][0] - expected).max()
    print(f"largest difference between ONNX Runtime and NumPy: {difference:.1e}")
    assert difference < 1e-4


if __name__ == "__main__":
    main()
