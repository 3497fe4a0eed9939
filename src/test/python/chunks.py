"""How long a prompt of 1,024 ids takes in chunks of several sizes: the figures of decisions/scheduler.md.

Needs onnxruntime 1.28.0 and numpy. Usage: python src/test/python/chunks.py [FOLDER]
"""

import sys
import time

import numpy
import onnxruntime

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "models/smollm2-135m-instruct"
LENGTH = 1024
SIZES = (64, 128, 256, 512, 1024)
ROUNDS = 4

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(f"{FOLDER}/model.onnx", options)
OUTPUTS = [output.name for output in session.get_outputs()]
PASTS = [port for port in session.get_inputs() if port.name.startswith("past")]
IDS = numpy.random.default_rng(0).integers(0, 49000, LENGTH)


def feed(ids, past):
    held = past[0].shape[2] if past else 0
    feeds = {
        "input_ids": numpy.array([ids], numpy.int64),
        "attention_mask": numpy.ones((1, held + len(ids)), numpy.int64),
        "num_logits_to_keep": numpy.array(1, numpy.int64),
    }
    for at, port in enumerate(PASTS):
        empty = numpy.zeros((1, port.shape[1], 0, port.shape[3]), numpy.float32)
        feeds[port.name] = past[at] if past else empty
    return session.run(OUTPUTS, feeds)[1:]


def seconds(size):
    start = time.perf_counter()
    past = None
    for at in range(0, LENGTH, size):
        past = feed(IDS[at : at + size], past)
    return time.perf_counter() - start


times = {size: [] for size in SIZES}
for _ in range(ROUNDS):
    for size in SIZES:
        times[size].append(seconds(size))
for size in SIZES:
    print(f"chunks of {size}: {min(times[size]):.2f} s at best, {sorted(times[size])[ROUNDS // 2]:.2f} s usually")
