"""Sums of log-probabilities of the bundled model over the sentence pairs of resources/golden/sentence-pairs-smollm2.json, each
sentence as lm-eval scores it: after the token that begins a text, with a space before its first word.

    pip install numpy onnx onnxruntime==1.28.0 tokenizers
    python src/test/python/sentence_pairs.py             rewrites the sums in the file: float activations, for any processor
    python src/test/python/sentence_pairs.py --exported  prints those of the graph as exported, which rounds activations as this
                                                         processor does it

New pairs go into the file by hand, without sums. The second form needs no onnx.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "models" / "smollm2-135m-instruct"
PAIRS = ROOT / "src" / "test" / "resources" / "golden" / "sentence-pairs-smollm2.json"
BEGINNING = "<|im_start|>"


def exported():
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(FOLDER / "model.onnx"), options, providers=["CPUExecutionProvider"])


def logits(session, ids):
    """float32 [ids, vocabulary], all fed at once."""
    feeds = {"input_ids": np.array([ids], np.int64), "attention_mask": np.ones((1, len(ids)), np.int64),
             "num_logits_to_keep": np.array(len(ids), np.int64)}
    for one in session.get_inputs():
        if one.name.startswith("past_key_values"):
            feeds[one.name] = np.zeros((1, 3, 0, 64), np.float32)
    return session.run(["logits"], feeds)[0][0]


def total(session, ids):
    rows = logits(session, ids)[:-1].astype(np.float64)
    rows -= rows.max(axis=-1, keepdims=True)
    own = rows[np.arange(len(rows)), ids[1:]] - np.log(np.exp(rows).sum(axis=-1))
    return float(own.sum())


def sums(session, pairs):
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    beginning = tokenizer.token_to_id(BEGINNING)

    def of(sentence):
        return total(session, [beginning, *tokenizer.encode(" " + sentence, add_special_tokens=False).ids])

    return [[of(pair["good"]), of(pair["bad"])] for pair in pairs]


def rewrite(pairs):
    import activations  # needs onnx

    found = sums(activations.Model(floats=True).session, pairs)
    for pair, both in zip(pairs, found):
        pair["sums"] = [round(one, 6) for one in both]
    activations.write(PAIRS, {"source": activations.source(), "model": {"name": FOLDER.name, "sha256": activations.digests()},
                              "pairs": pairs})


if __name__ == "__main__":
    listed = json.loads(PAIRS.read_text("utf-8"))["pairs"]
    if sys.argv[1:] == []:
        rewrite(listed)
    elif sys.argv[1:] == ["--exported"]:
        print(json.dumps(sums(exported(), listed)))
    else:
        sys.exit(__doc__)
