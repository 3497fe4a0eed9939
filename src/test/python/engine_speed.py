"""Times the bundled model in Python, to compare `isotherm bench` with: ONNX Runtime with one buffer for past and present,
and onnxruntime-genai where it is installed. Prints the fastest and the median token and prompt.

    pip install numpy onnxruntime onnxruntime-genai
    python src/test/python/engine_speed.py [THREADS]
"""

import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-135m-instruct"
THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
PROMPT, STEPS, ROUNDS, VOCABULARY, LAYERS, CAPACITY = 128, 64, 5, 49152, 30, 256


def report(name, prefill, step):
    print(f"{name}: prefill {1000 * PROMPT / min(prefill):.1f} / {1000 * PROMPT / np.median(prefill):.1f}"
          f" tokens/s, step {min(step):.2f} / {np.median(step):.2f} ms")


def runtime_round(session, prompt):
    """A prompt and greedy steps; the cache is bound as input and output at once."""
    cache = {f"{i}.{part}": ort.OrtValue.ortvalue_from_numpy(np.zeros((1, 3, CAPACITY, 64), np.float32))
             for i in range(LAYERS) for part in ("key", "value")}
    past, ids, times = 0, prompt, []
    for _ in range(STEPS):
        start = time.perf_counter()
        binding = session.io_binding()
        binding.bind_cpu_input("input_ids", ids)
        binding.bind_cpu_input("attention_mask", np.ones((1, past + ids.shape[1]), np.int64))
        binding.bind_cpu_input("num_logits_to_keep", np.array(1, np.int64))
        for name, value in cache.items():
            binding.bind_ortvalue_input(f"past_key_values.{name}", value)
            binding.bind_ortvalue_output(f"present.{name}", value)
        binding.bind_output("logits")
        session.run_with_iobinding(binding)
        past += ids.shape[1]
        ids = binding.get_outputs()[-1].numpy()[0, -1].argmax().reshape(1, 1)
        times.append(1000 * (time.perf_counter() - start))
    return times[0], times[1:]


def genai_model():
    import onnxruntime_genai as og
    config = og.Config(str(FOLDER))
    config.overlay(f'{{"model": {{"decoder": {{"session_options": {{"intra_op_num_threads": {THREADS}}}}}}}}}')
    return og.Model(config)


def genai_round(model, prompt):
    import onnxruntime_genai as og
    options = og.GeneratorParams(model)
    options.set_search_options(max_length=CAPACITY, min_length=PROMPT + STEPS, do_sample=False)
    generator = og.Generator(model, options)
    start = time.perf_counter()
    generator.append_tokens(prompt.astype(np.int32))
    generator.generate_next_token()
    first = time.perf_counter()
    times = []
    for _ in range(STEPS - 1):
        before = time.perf_counter()
        generator.generate_next_token()
        times.append(1000 * (time.perf_counter() - before))
    return 1000 * (first - start), times


def measure(name, one_round):
    prefill, step = [], []
    for number in range(ROUNDS + 1):
        prompt = np.random.default_rng(number).integers(0, VOCABULARY, (1, PROMPT))
        first, rest = one_round(prompt)
        if number > 0:
            prefill.append(first)
            step += rest
    report(name, prefill, step)


def main():
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = ort.InferenceSession(str(FOLDER / "model.onnx"), options)
    measure(f"onnxruntime {ort.__version__}", lambda prompt: runtime_round(session, prompt))
    try:
        import onnxruntime_genai as og
    except ImportError:
        return
    model = genai_model()
    measure(f"onnxruntime-genai {og.__version__}", lambda prompt: genai_round(model, prompt))


if __name__ == "__main__":
    main()
