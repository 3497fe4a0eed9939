"""Golden next tokens of the bundled model with float activations, which accuracy_level 1 in place of 4 gives in its
products: the same weights, and no rounding of activations to 8 bits, so that the numbers hold on any processor.

    pip install numpy onnx onnxruntime==1.28.0
    python src/test/python/activations.py            rewrites the numbers in resources/golden/activations-smollm2.json
    python src/test/python/activations.py --next     those named onnx_ in resources/golden/next-smollm2.json
    python src/test/python/activations.py --compare target/isotherm.jar

Prompts and their ids stay as they are in the files; a new prompt goes in by hand, with the ids that `isotherm tokens
--json` prints. The third form prints how far the model as exported is from float activations over the passages of
`isotherm bench --check`: the KL divergence sum p*(ln p - ln q) in nats, p with float activations, how often both like
the same token best, and the largest difference of a log-probability where p > 0.01. The jar gives the passages' ids.
"""

import hashlib
import json
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "models" / "smollm2-135m-instruct"
GOLDEN = ROOT / "src" / "test" / "resources" / "golden"
PASSAGES = ROOT / "src/main/resources/io/github/isotherm/bench/passages"
FEATURES = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8", "asimddp", "i8mm")
TOP, LIKELY, ROWS = 10, 0.01, 64


class Model:
    """The bundled model as exported, or with float activations."""

    def __init__(self, floats):
        graph = onnx.load(FOLDER / "model.onnx", load_external_data=False)
        levels = [attribute for node in graph.graph.node if node.op_type == "MatMulNBits"
                  for attribute in node.attribute if attribute.name == "accuracy_level"]
        assert levels and all(level.i == 4 for level in levels)
        for level in levels if floats else []:
            level.i = 1
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(FOLDER))
        self.session = ort.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def logits(self, ids, keep):
        """float32 [keep, vocabulary] after the last ids, fed at once."""
        feeds = {"input_ids": np.array([ids], np.int64), "attention_mask": np.ones((1, len(ids)), np.int64),
                 "num_logits_to_keep": np.array(keep, np.int64)}
        for one in self.session.get_inputs():
            if one.name.startswith("past_key_values"):
                feeds[one.name] = np.zeros((1, 3, 0, 64), np.float32)
        return self.session.run(["logits"], feeds)[0][0]


def log_softmax(logits):
    shifted = logits.astype(np.float64)
    shifted -= shifted.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def vocabulary():
    """The text of every id; a token is written in characters that stand for its bytes, visible ones for themselves."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in visible]
    bytes_of = {chr(byte): byte for byte in visible} | {chr(256 + i): byte for i, byte in enumerate(others)}
    tokenizer = json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))
    texts = {i: bytes(bytes_of[c] for c in token).decode("utf-8", "replace")
             for token, i in tokenizer["model"]["vocab"].items()}
    return texts | {added["id"]: added["content"] for added in tokenizer["added_tokens"]}


def tokens(logits, ids, texts):
    probabilities = np.exp(log_softmax(logits))
    return [{"id": int(i), "text": texts[int(i)], "logit": float(str(logits[i])),
             "probability": float(f"{probabilities[i]:.9g}")} for i in ids]


def best(logits):
    return np.argsort(-logits, kind="stable")[:TOP]


def source():
    cpuinfo = Path("/proc/cpuinfo")
    has = set(cpuinfo.read_text().split()) if cpuinfo.exists() else set()
    processor = " ".join([platform.machine(), *(feature for feature in FEATURES if feature in has)])
    return {"onnxruntime": f"{ort.__version__} (Python)", "activations": "float (accuracy_level 1)", "threads": 1,
            "processor": processor}


def digests():
    files = ("model.onnx", "model.onnx.data")
    return {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in files}


def write(path, fields):
    """JSON with one line for each field and for each object in a list."""
    lines = []
    for name, value in fields.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and isinstance(value[0], dict):
            text = "[\n" + ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in value) + "\n  ]"
        lines.append(f"  {json.dumps(name)}: {text}")
    path.write_bytes(("{\n" + ",\n".join(lines) + "\n}\n").encode())


def rewrite_prompts():
    path = GOLDEN / "activations-smollm2.json"
    prompts, texts, model = json.loads(path.read_text("utf-8"))["prompts"], vocabulary(), Model(floats=True)
    for prompt in prompts:
        logits = model.logits(prompt["ids"], keep=1)[-1]
        prompt["top"] = tokens(logits, best(logits), texts)
    write(path, {"source": source(), "model": {"name": FOLDER.name, "sha256": digests()}, "prompts": prompts})


def rewrite_next():
    path = GOLDEN / "next-smollm2.json"
    fields, texts = json.loads(path.read_text("utf-8")), vocabulary()
    logits = Model(floats=True).logits(fields["prompt_ids"], keep=1)[-1]
    how = source()
    fields["onnx_model"] = (f"models/{FOLDER.name}, activations {how['activations']}, "
                            f"onnxruntime {how['onnxruntime']}, CPU, {how['threads']} thread, "
                            f"{how['processor']}, one prefill, written by src/test/python/activations.py --next")
    fields["note"] = ("the onnx_ numbers have float activations and hold on any processor, within 5e-4 of a "
                      "probability; with activations rounded to 8 bits, logits are some tenths away, "
                      "differently on each processor")
    fields["onnx_top"] = tokens(logits, best(logits), texts)
    fields["onnx_greedy"] = fields["onnx_top"][0]
    fields["onnx_words"] = tokens(logits, [word["id"] for word in fields["source_words"]], texts)
    write(path, fields)


def compare(jar):
    exported, floats = Model(floats=False), Model(floats=True)
    command = ["java", "-jar", jar, "tokens", "--json", "-m", str(FOLDER)]
    rows = []
    for passage in sorted(PASSAGES.glob("*.txt")):
        out = subprocess.run(command, input=passage.read_bytes(), stdout=subprocess.PIPE, check=True).stdout
        ids = [token["id"] for token in json.loads(out)["tokens"]]
        expected, got = floats.logits(ids, keep=len(ids)), exported.logits(ids, keep=len(ids))
        own = []
        for at in range(0, len(ids), ROWS):
            p, q = (log_softmax(logits[at:at + ROWS]) for logits in (expected, got))
            weights, apart = np.exp(p), p - q
            own += zip((weights * apart).sum(axis=-1), p.argmax(axis=-1) == q.argmax(axis=-1),
                       np.abs(np.where(weights > LIKELY, apart, 0)).max(axis=-1))
        report(passage.stem, own)
        rows += own
    report("all", rows)
    print(source())


def report(name, rows):
    kl, same, apart = (np.array(column) for column in zip(*rows))
    print(f"{name:13} {len(rows):5} tokens, KL mean {kl.mean():.2e}, median {np.median(kl):.2e}, "
          f"p99 {np.quantile(kl, 0.99):.2e}, max {kl.max():.2e}; same first {same.mean():.2%}; "
          f"log-probability up to {apart.max():.3f} away", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == []:
        rewrite_prompts()
    elif sys.argv[1:] == ["--next"]:
        rewrite_next()
    elif len(sys.argv) == 3 and sys.argv[1] == "--compare":
        compare(sys.argv[2])
    else:
        sys.exit(__doc__)
