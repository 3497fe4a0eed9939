"""Builds src/test/resources/fixtures/families/: small language models with random weights, one per family, as
onnxruntime-genai's model builder writes them, and logits of whole prompts by Python's ONNX Runtime.

expected.json of each names the ids, the processor, and the positions whose logits logits.f32 holds: for each length of
"lengths", of the prompt ids[:length] run at once, those at the positions of "positions", little-endian float32
[position, vocabulary], one length after the other.

    pip install onnxruntime==1.28.0 onnxruntime-genai==0.15.2 onnx==1.19.1 onnx-ir transformers==4.57.6 torch
    python src/test/python/families.py [FAMILY ...]

Two runs on one processor write the same bytes.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import onnxruntime_genai
import torch
import transformers
from onnxruntime.quantization import quantize_dynamic

sys.path.insert(0, str(Path(onnxruntime_genai.__file__).parent / "models"))
import builder  # noqa: E402
from builders import base  # noqa: E402

TARGET = Path(__file__).parents[1] / "resources" / "fixtures" / "families"
VOCABULARY, CONTEXT, LONGEST = 256, 384, 300
LENGTHS = (1, 2, 3, 40, 127, 128, 129, 130, 257, 258, 300)

COMMON = dict(vocab_size=VOCABULARY, hidden_size=64, intermediate_size=96, num_attention_heads=4,
              num_key_value_heads=2, max_position_embeddings=CONTEXT, bos_token_id=1, eos_token_id=2, pad_token_id=0,
              tie_word_embeddings=False)
LLAMA = ("LlamaForCausalLM", dict(COMMON, num_hidden_layers=2, head_dim=16))
GEMMA = dict(COMMON, tie_word_embeddings=True, query_pre_attn_scalar=16, head_dim=16, sliding_window=16,
             hidden_activation="gelu_pytorch_tanh")

# Those whose rotation stands before the attention and takes position_ids, as for providers that cannot fuse it.
ROTATED_OUTSIDE = ("llama-rotated", "smollm3")

# name: architecture, configuration, precision, the builder's options
FAMILIES = {
    "llama": (*LLAMA, "int4", dict(accuracy_level=4, disable_qkv_fusion=True)),
    "llama-packed": (*LLAMA, "int4", dict(accuracy_level=4)),
    "llama-level-0": (*LLAMA, "int4", dict(accuracy_level=0)),
    "llama-level-1": (*LLAMA, "int4", dict(accuracy_level=1, disable_qkv_fusion=True)),
    "llama-blocks-64": (*LLAMA, "int4", dict(accuracy_level=4, block_size=64)),
    "llama-dynamic": ("LlamaForCausalLM", dict(LLAMA[1] | {"hidden_size": 32, "intermediate_size": 64}), "fp32", {}),
    "llama-float": ("LlamaForCausalLM", dict(LLAMA[1] | {"hidden_size": 32, "intermediate_size": 64}), "fp32",
                    dict(disable_qkv_fusion=True)),
    "llama-int8-states": (*LLAMA, "int4", dict(accuracy_level=4, kv_cache_quant_type="int8_per_tensor",
                                               kv_cache_scale_file="scales.json")),
    "llama-rotated": (*LLAMA, "int4", dict(accuracy_level=4, disable_qkv_fusion=True)),
    "smollm3": ("SmolLM3ForCausalLM", dict(COMMON, num_hidden_layers=2, no_rope_layers=[1, 0]), "int4",
                dict(accuracy_level=4, disable_qkv_fusion=True)),
    "qwen2": ("Qwen2ForCausalLM", dict(COMMON, num_hidden_layers=2), "int4", dict(accuracy_level=4)),
    "qwen3": ("Qwen3ForCausalLM", dict(COMMON, num_hidden_layers=2, head_dim=32), "int4", dict(accuracy_level=4)),
    "phi": ("PhiForCausalLM", dict(COMMON | {"num_attention_heads": 2}, num_hidden_layers=2, partial_rotary_factor=0.5), "int4",
            dict(accuracy_level=4)),
    "gptoss": ("GptOssForCausalLM", dict(COMMON, num_hidden_layers=2, head_dim=16, sliding_window=16,
                                         num_local_experts=4, num_experts_per_tok=2), "int4", dict(accuracy_level=4)),
    "gemma2": ("Gemma2ForCausalLM", dict(GEMMA, num_hidden_layers=3, attn_logit_softcapping=5.0,
                                         final_logit_softcapping=8.0), "int4", dict(accuracy_level=4)),
    "gemma3": ("Gemma3ForCausalLM", dict(GEMMA, num_hidden_layers=6), "int4", dict(accuracy_level=4)),
}


def randomise(model):
    """Weights that make every layer count; the usual initial ones leave the logits almost flat."""
    random = np.random.default_rng(20261128)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            value = random.standard_normal(tuple(parameter.shape))
            if "embed" in name:
                value *= 0.2 if model.config.tie_word_embeddings else 1
            elif parameter.dim() == 2:
                value *= 1.5 / np.sqrt(parameter.shape[1])
            elif parameter.dim() == 1:
                value = 0.1 * value + (parameter.numpy().mean() > 0.5)
            parameter.copy_(torch.from_numpy(value.astype(np.float32)))


def build(name, target):
    architecture, settings, precision, options = FAMILIES[name]
    make = getattr(transformers, architecture)
    base.Model.is_fused_rope_supported = lambda *_: name not in ROTATED_OUTSIDE
    base.Model.save_processing = lambda *_, **__: None  # no tokenizer
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(io.StringIO()), \
            contextlib.redirect_stderr(io.StringIO()):
        source, made = Path(scratch, "source"), Path(scratch, "made")
        model = make(make.config_class(**settings))
        randomise(model)
        model.save_pretrained(source)
        scales = {f"{part}_scales": [0.04] * settings["num_hidden_layers"] for part in "kv"}
        Path(scratch, "scales.json").write_text(json.dumps({"scales": scales}))
        options = {key: Path(scratch, value) if key.endswith("file") else str(value).lower()
                   for key, value in options.items()}
        words = [f"{key}={value}" for key, value in options.items()]
        parsed = builder.parse_extra_options(name, str(source), str(made), precision, "cpu", scratch, words)
        builder.create_model(name, str(source), str(made), precision, "cpu", scratch, **parsed)
        graph = onnx.load(made / "model.onnx")
        genai = json.loads((made / "genai_config.json").read_text())
    onnx.save_model(graph, target / "model.onnx")
    if name.endswith("dynamic"):  # 8-bit products whose activations are scaled by the range of the whole run
        logging.disable()
        quantize_dynamic(target / "model.onnx", target / "model.onnx", op_types_to_quantize=["MatMul"])
    (target / "genai_config.json").write_text(json.dumps(genai, indent=1) + "\n")


def positions(length):
    """Few, among them the last and those beside it."""
    return sorted({i for i in (0, length // 2, length - 2, length - 1) if i >= 0})


def logits(session, ids, head_size):
    feeds = {}
    for port in session.get_inputs():
        if port.name == "input_ids":
            feeds[port.name] = np.array([ids], np.int64)
        elif port.name == "attention_mask":
            feeds[port.name] = np.ones((1, len(ids)), np.int64)
        elif port.name == "position_ids":
            feeds[port.name] = np.arange(len(ids), dtype=np.int64)[None]
        else:
            feeds[port.name] = np.zeros((1, port.shape[1], 0, head_size), np.int8 if "int8" in port.type else np.float32)
    return session.run(["logits"], feeds)[0][0]


def processor():
    flags = Path("/proc/cpuinfo").read_text().split("flags", 1)[1].split("\n", 1)[0].split()
    return [flag for flag in ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8") if flag in flags]


def expect(target):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(target / "model.onnx"), options, providers=["CPUExecutionProvider"])
    head_size = json.loads((target / "genai_config.json").read_text())["model"]["decoder"]["head_size"]
    ids = np.random.default_rng(7).integers(0, VOCABULARY, LONGEST).tolist()
    kept = [logits(session, ids[:length], head_size)[positions(length)] for length in LENGTHS]
    for length, rows in zip(LENGTHS, kept):
        assert np.isfinite(rows).all() and rows.shape[1] == VOCABULARY
    np.concatenate(kept).astype("<f4").tofile(target / "logits.f32")
    expected = {"onnxruntime": onnxruntime.__version__, "processor": processor(), "ids": ids, "lengths": list(LENGTHS),
                "positions": [positions(length) for length in LENGTHS]}
    (target / "expected.json").write_text(json.dumps(expected) + "\n")
    return np.concatenate(kept)


def main():
    for name in sys.argv[1:] or FAMILIES:
        target = TARGET / name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        build(name, target)
        made = expect(target)
        size = (target / "model.onnx").stat().st_size
        print(f"{name}: {size / 1000:.0f} kB, logits of {made.std():.2f}, largest {np.abs(made).max():.2f}")


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main()
