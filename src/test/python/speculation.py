"""Whether guessing tokens from the prompt would pay on the bundled model, and whether it would change the text: the time
of a run over several tokens with the logits of all, and how these logits differ from those of one token at a time.

    pip install numpy onnxruntime==1.28.0
    python src/test/python/speculation.py [THREADS]
"""

import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-135m-instruct"
THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
PROMPT, STEPS, ROUNDS, VOCABULARY, LAYERS, CAPACITY = 128, 96, 4, 49152, 30, 256


class Sequence:
    def __init__(self, session):
        self.session, self.past = session, 0
        self.cache = {f"{i}.{part}": ort.OrtValue.ortvalue_from_numpy(np.zeros((1, 3, CAPACITY, 64), np.float32))
                      for i in range(LAYERS) for part in ("key", "value")}

    def feed(self, ids):
        binding = self.session.io_binding()
        binding.bind_cpu_input("input_ids", np.array([ids], np.int64))
        binding.bind_cpu_input("attention_mask", np.ones((1, self.past + len(ids)), np.int64))
        binding.bind_cpu_input("num_logits_to_keep", np.array(len(ids), np.int64))
        for name, value in self.cache.items():
            binding.bind_ortvalue_input(f"past_key_values.{name}", value)
            binding.bind_ortvalue_output(f"present.{name}", value)
        binding.bind_output("logits")
        self.session.run_with_iobinding(binding)
        self.past += len(ids)
        return binding.get_outputs()[-1].numpy()[0]


def main():
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = ort.InferenceSession(str(FOLDER / "model.onnx"), options)
    times, largest, other, near = {}, {}, {}, []
    for number in range(ROUNDS):
        prompt = np.random.default_rng(number).integers(0, VOCABULARY, PROMPT).tolist()
        alone = Sequence(session)
        token, tokens, logits = int(alone.feed(prompt)[-1].argmax()), [], []
        for _ in range(STEPS):
            tokens.append(token)
            logits.append(alone.feed([token])[0])
            token = int(logits[-1].argmax())
        for size in (1, 2, 3, 4, 6, 8):
            many = Sequence(session)
            many.feed(prompt)
            for at in range(0, STEPS, size):
                start = time.perf_counter()
                got = many.feed(tokens[at:at + size])
                times.setdefault(size, []).append(1000 * (time.perf_counter() - start))
                for one, expected in zip(got, logits[at:at + size]):
                    largest[size] = max(largest.get(size, 0), float(np.abs(one - expected).max()))
                    other[size] = other.get(size, 0) + int(one.argmax() != expected.argmax())
    print(f"{THREADS} thread(s), onnxruntime {ort.__version__}, {ROUNDS * STEPS} greedy positions")
    for size, taken in times.items():
        print(f"{size} tokens: {min(taken):.2f} / {np.median(taken):.2f} ms, logits differ by up to {largest[size]:.2g},"
              f" another token first at {other[size]} positions")


if __name__ == "__main__":
    main()
