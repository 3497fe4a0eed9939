"""The first greedy token of a prompt from a fresh Python process, to compare the start of `isotherm` with.

    pip install numpy onnxruntime tokenizers
    python src/test/python/first_token.py "This is a wonderful"
    python src/test/python/first_token.py --time target/isotherm [ANOTHER ...] [-- ARGUMENTS]
    python src/test/python/first_token.py --time "java [JAVA OPTIONS] -jar target/isotherm.jar"
    python src/test/python/first_token.py --table target/isotherm

The second form starts this script and the launcher in turn, and prints until when either has written its first byte, in
milliseconds, and how much processor time it has taken at its end: the fastest and the median of each, of ROUNDS (10)
starts. The first start of each, which may make what later ones use, does not count. Several programs, each a
launcher or a command in quotes, are started in turn; with arguments they get those instead of the prompt.
The last form prints the table of src/site/markdown/decisions/start.md, with an archive of classes made anew in an
isotherm's cache that goes with it.
"""

import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "models" / "smollm2-135m-instruct"
PROMPT = "This is a wonderful"
ROUNDS = int(os.environ.get("ROUNDS", "10"))
GREEDY = ["complete", PROMPT, "-n", "1", "--temperature", "0"]
SCRIPT = [sys.executable, __file__, PROMPT]
OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]


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


def start(command):
    """Milliseconds to the first byte, and of processor time."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with process.stdout as out:
        out.read(1)
        first = time.perf_counter()
        out.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{shlex.join(command)} ended with {process.returncode}")
    return 1000 * (first - begin), 1000 * (used.ru_utime + used.ru_stime)


def times(commands):
    taken = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            one = start(command)
            if number > 0:
                taken[name].append(one)
    return taken


def program(text):
    return [text] if os.path.exists(text) else shlex.split(text)


def compare(words):
    end = words.index("--") if "--" in words else len(words)
    arguments = words[end + 1 :]
    commands = {text: [*program(text), *(arguments or GREEDY)] for text in words[:end]}
    if not arguments:
        commands["Python"] = SCRIPT
    print("fastest / median: ms to the first byte, ms of processor time")
    for name, taken in times(commands).items():
        first, used = zip(*taken)
        print(f"{min(first):5.0f} /{statistics.median(first):5.0f} {min(used):7.0f} /{statistics.median(used):5.0f}  {name}")


def table(launcher):
    with tempfile.TemporaryDirectory() as home:
        os.environ["ISOTHERM_HOME"] = home
        os.environ["ISOTHERM_START"] = "now"
        begin = os.times()
        subprocess.run([launcher, "--version"], check=True, stdout=subprocess.DEVNULL)
        end = os.times()
        archives = [one for one in Path(home, "start").glob("*.jsa") if one.stat().st_size > 0]
        if len(archives) != 1:
            sys.exit("this Java has made no archive")
        archive = [f"-XX:SharedArchiveFile={archives[0]}", "-Xlog:cds*=off"]
        jar = ["-jar", str(Path(launcher).resolve().with_name("isotherm.jar"))]
        taken = times(
            {
                "the Python script": SCRIPT,
                "`java -jar`": ["java", *jar, *GREEDY],
                "with the options": ["java", *OPTIONS, *jar, *GREEDY],
                "with the archive": ["java", *archive, *jar, *GREEDY],
                "with both: the launcher": [launcher, *GREEDY],
                "the launcher, `--activations fast`": [launcher, *GREEDY, "--activations", "fast"],
                "the launcher, `apply day=5 space=2.2`": [launcher, "apply", "day=5", "space=2.2"],
                "the launcher, `--version`": [launcher, "--version"],
            }
        )
    print("| | ms | processor, ms |\n|---|---|---|")
    for name, all in taken.items():
        first, used = zip(*all)
        print(f"| {name} | {min(first):.0f} / {statistics.median(first):.0f} | {min(used):.0f} / {statistics.median(used):.0f} |")
    making = sum(end[2:4]) - sum(begin[2:4])
    print(f"\nMaking the archive took {making:.1f} s of processor time; load {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    os.environ["ISOTHERM_MODEL"] = str(FOLDER)
    if sys.argv[1] == "--time":
        compare(sys.argv[2:])
    elif sys.argv[1] == "--table":
        table(sys.argv[2])
    else:
        first_token(sys.argv[1])
