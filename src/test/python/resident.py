"""What the bundled model takes in Python, to compare isotherm with: feeds a prompt of N tokens and some steps, and prints
the resident memory (VmRSS) after loading, after the prompt and after the steps, and the most it ever was (VmHWM).

    pip install numpy onnxruntime
    python src/test/python/resident.py N [bound|returned] [CHUNK]

bound: past and present are one buffer of the prompt's length, reserved by numpy and resident as it fills.
returned: past and present are arrays that each run takes and returns, as most scripts have it.
CHUNK: tokens of the prompt in one run; all of them where it is left out.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-135m-instruct"
LAYERS, HEADS, SIZE, VOCABULARY, STEPS = 30, 3, 64, 49152, 16
NAMES = [f"{i}.{part}" for i in range(LAYERS) for part in ("key", "value")]


def memory(when):
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    rss, most = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    print(f"{when:>12}: VmRSS {rss:6.1f} MB, VmHWM {most:6.1f} MB", flush=True)


def fed(ids, past):
    return {"input_ids": ids, "attention_mask": np.ones((1, past + ids.shape[1]), np.int64),
            "num_logits_to_keep": np.array(1, np.int64)}


def bound(session, room):
    cache = {name: ort.OrtValue.ortvalue_from_numpy(np.empty((1, HEADS, room, SIZE), np.float32)) for name in NAMES}

    def run(ids, past):
        binding = session.io_binding()
        for name, value in fed(ids, past).items():
            binding.bind_cpu_input(name, value)
        for name, value in cache.items():
            binding.bind_ortvalue_input(f"past_key_values.{name}", value)
            binding.bind_ortvalue_output(f"present.{name}", value)
        binding.bind_output("logits")
        session.run_with_iobinding(binding)
        return binding.get_outputs()[-1].numpy()[0, -1]
    return run


def returned(session, _):
    cache = {f"past_key_values.{name}": np.empty((1, HEADS, 0, SIZE), np.float32) for name in NAMES}
    outputs = ["logits"] + [f"present.{name}" for name in NAMES]

    def run(ids, past):
        logits, *present = session.run(outputs, {**fed(ids, past), **cache})
        cache.update(zip(cache, present))
        return logits[0, -1]
    return run


def main():
    tokens = int(sys.argv[1])
    way = {"bound": bound, "returned": returned}[sys.argv[2] if len(sys.argv) > 2 else "bound"]
    chunk = int(sys.argv[3]) if len(sys.argv) > 3 else tokens
    memory("imported")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(FOLDER / "model.onnx"), options, providers=["CPUExecutionProvider"])
    memory("loaded")
    run = way(session, tokens + STEPS)
    prompt = np.random.default_rng(1).integers(0, VOCABULARY, (1, tokens))
    for start in range(0, tokens, chunk):
        logits = run(prompt[:, start:start + chunk], start)
    memory("prompt")
    for step in range(STEPS):
        logits = run(logits.argmax().reshape(1, 1), tokens + step)
    memory("steps")


main()
