"""The first greedy token of a prompt from a fresh Python process, to compare the start of `isotherm` with.

    pip install numpy onnxruntime tokenizers
    python src/test/python/first_token.py "This is a wonderful"
    python src/test/python/first_token.py --time target/isotherm
    python src/test/python/first_token.py --time target/isotherm.jar [JAVA OPTIONS]

The second form starts this script and the launcher in turn, ten times each, and prints the milliseconds until either has
written its first byte: the fastest and the median. The first start of each, which may make what later ones use, does not
count. The third starts the jar without the launcher.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-135m-instruct"
PROMPT, ROUNDS = "This is a wonderful", 10


def first_token(prompt):
    import numpy as np
    import onnxruntime as ort
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    ids = np.array([tokenizer.encode(prompt).ids], np.int64)
    session = ort.InferenceSession(str(FOLDER / "model.onnx"))
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "num_logits_to_keep": np.array(1, np.int64)}
    for one in session.get_inputs():
        if one.name.startswith("past_key_values"):
            feeds[one.name] = np.zeros((1, 3, 0, 64), np.float32)
    logits = session.run(["logits"], feeds)[0]
    print(tokenizer.decode([int(logits[0, -1].argmax())]), flush=True)


def milliseconds(command):
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.read(1)
        first = time.perf_counter()
    return 1000 * (first - start)


def compare(jar, options):
    os.environ["ISOTHERM_MODEL"] = str(FOLDER)
    program = ["java", *options, "-jar", jar] if jar.endswith(".jar") else [jar]
    commands = {
        "isotherm": [*program, "complete", PROMPT, "-n", "1", "--temperature", "0"],
        "Python": [sys.executable, __file__, PROMPT],
    }
    times = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            taken = milliseconds(command)
            if number > 0:
                times[name].append(taken)
    for name, taken in times.items():
        print(f"{name}: {min(taken):.0f} / {statistics.median(taken):.0f} ms")


if __name__ == "__main__":
    if sys.argv[1] == "--time":
        compare(sys.argv[2], sys.argv[3:])
    else:
        first_token(sys.argv[1])
