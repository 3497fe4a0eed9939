"""Opens a model in Python's onnxruntime and in isotherm, each in a process of its own and in turn, and prints the minimum and
the median: of the time to an open model, to the logits of one token, and from the start of the process to those; of resident
memory then, its part that is in no file, and the most that ever was resident. Files are read once before.

    pip install numpy onnx onnxruntime==1.28.0
    python src/test/python/large_shape.py FOLDER [SHAPE]
    python src/test/python/load.py FOLDER 'java -cp target/test-classes:target/classes:DEPENDENCIES' [ROUNDS]

One thread. The folder needs no tokenizer, and what one takes is in none of the figures.
"""

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

COLUMNS = ["opened, ms", "one token, ms", "since start, ms", "processor, ms", "VmRSS, MB", "RssAnon, MB", "VmHWM, MB"]
WAYS = ["exact", "fast", "as-is"]


def once(folder):
    import numpy as np
    import onnxruntime as ort

    config = json.loads((folder / "config.json").read_text())
    none = np.empty((1, config["num_key_value_heads"], 0, config["head_dim"]), np.float32)
    one = np.ones((1, 1), np.int64)
    start = time.perf_counter()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    opened = time.perf_counter()
    states = {put.name: none for put in session.get_inputs() if put.name.startswith("past_key_values.")}
    logits = session.run(["logits"], {"input_ids": one, "attention_mask": one, **states})
    fed = time.perf_counter()
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    memory = [int(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon", "VmHWM")]
    print((opened - start) * 1000, (fed - start) * 1000, *memory, flush=True)


def measured(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    since = (time.perf_counter() - start) * 1000
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    opened, fed, *memory = map(float, line.split())
    return [opened, fed, since, (usage.ru_utime + usage.ru_stime) * 1000, *memory]


def main(folder, java, rounds):
    for file in folder.iterdir():
        file.read_bytes()
    commands = {"Python": [sys.executable, __file__, str(folder)]}
    for way in WAYS:
        commands[way] = [*shlex.split(java), "io.github.isotherm.LoadMemory", str(folder), way]
    figures = {way: [] for way in commands}
    for _ in range(rounds):
        for way, command in commands.items():
            figures[way].append(measured(command))
    print(f"{'':8}" + "".join(f"{column:>26}" for column in COLUMNS))
    of_python = [median(values) for values in zip(*figures["Python"])]
    for way, all_of_way in figures.items():
        cells = [f"{min(values):8.0f} {median(values):8.0f} ({median(values) / base:5.2f})"
                 for values, base in zip(zip(*all_of_way), of_python)]
        print(f"{way:8}" + "".join(f"{cell:>26}" for cell in cells))
    print("load of the machine:", os.getloadavg())


if __name__ == "__main__":
    if len(sys.argv) == 2:
        once(Path(sys.argv[1]))
    elif len(sys.argv) in (3, 4):
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else 10)
    else:
        sys.exit(__doc__)
