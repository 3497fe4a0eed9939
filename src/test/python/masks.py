"""Masks over public JSON schemas, timed beside those of llguidance: same instances, same tokens, one thread each, in turn.

    pip install llguidance==1.9.1 tokenizers numpy
    mvn -Pquick test-compile
    python src/test/python/masks.py tokenizer.json maskbench-sample.jsonl CLASSPATH [ROUNDS] [ORDER]

CLASSPATH has the classes of the project and of its tests, and Jackson; ORDER is that of the members, SCHEMA or ANY. Each
schema is compiled anew, then each of its valid instances is walked token by token: a mask, then the token of the instance.
What is counted is CPU time of the thread, over the schemas and instances that both take. Of the rounds the least and the
median of each figure are printed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORE = {max(os.sched_getaffinity(0))}
MAIN = "io.github.isotherm.grammar.schema.MaskTimes"


def byte_of():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [value for value in range(256) if value not in plain]
    return {chr(value): value for value in plain} | {chr(256 + at): value for at, value in enumerate(others)}


def vocabulary(tokenizer):
    """The bytes of each id; none of a special one."""
    table, added = byte_of(), tokenizer.get_added_tokens_decoder()
    for number in range(tokenizer.get_vocab_size()):
        if number in added:
            yield b"" if added[number].special else added[number].content.encode()
        else:
            yield bytes(table[character] for character in tokenizer.id_to_token(number) or "")


def prepare(folder, tokenizer, sample):
    with open(folder / "vocabulary.txt", "w") as file:
        file.writelines(one.hex() + "\n" for one in vocabulary(tokenizer))
    rows = []
    for line in open(sample):
        row = json.loads(line)
        texts = [test["text"] for test in row["tests"] if test["valid"]]
        ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        if ids:
            rows.append({"name": row["name"], "schema": row["schema"], "instances": ids})
    with open(folder / "instances.jsonl", "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return rows


def llguidance_times(rows, tokenizer_file, output):
    import llguidance
    import numpy

    tokenizer = llguidance.LLTokenizer(tokenizer_file, slices=llguidance.LLTokenizer.json_slices())
    mask = numpy.zeros((tokenizer.vocab_size + 31) // 32 * 4, numpy.uint8)
    pointer, size, now = mask.ctypes.data, mask.nbytes, time.thread_time_ns
    for row in rows:
        schema = json.dumps(row["schema"])
        start = now()
        try:
            grammar = llguidance.LLMatcher.grammar_from_json_schema(schema)
        except ValueError:
            continue
        fresh = llguidance.LLMatcher(tokenizer, grammar)
        if fresh.is_error():
            continue
        fresh.unsafe_compute_mask_ptr(pointer, size)
        result = {"name": row["name"], "first": now() - start, "instances": []}
        for number, ids in enumerate(row["instances"]):
            matcher = fresh.deep_copy() if number else fresh
            masks, steps = [], []
            for token in ids:
                before = now()
                matcher.unsafe_compute_mask_ptr(pointer, size)
                between = now()
                taken = matcher.consume_token(token)
                masks.append(between - before)
                steps.append(now() - before)
                if not taken:
                    break
            whole = bool(ids) and taken and matcher.is_accepting()
            result["instances"].append({"masks": masks, "steps": steps} if whole else None)
        output.write(json.dumps(result) + "\n")


def read(file):
    return {row["name"]: row for row in map(json.loads, open(file))}


def figures(ours, theirs):
    """Of the first over what both take."""
    first, masks, steps = [], [], []
    for name in ours.keys() & theirs.keys():
        first.append(ours[name]["first"] / 1000)
        for one, other in zip(ours[name]["instances"], theirs[name]["instances"]):
            if one and other:
                masks += one["masks"]
                steps += one["steps"]
    masks.sort()
    first.sort()
    at = lambda values, part: values[int(len(values) * part)]
    return {
        "schemas": len(first),
        "masks": len(masks),
        "mean": statistics.fmean(masks) / 1000,
        "p50": at(masks, 0.5) / 1000,
        "p90": at(masks, 0.9) / 1000,
        "p99": at(masks, 0.99) / 1000,
        "p99.9": at(masks, 0.999) / 1000,
        "max": masks[-1] / 1000,
        "step mean": statistics.fmean(steps) / 1000,
        "first p50": at(first, 0.5),
        "first p99": at(first, 0.99),
    }


def once(folder, command, name):
    output = folder / f"{name}.jsonl"
    subprocess.run(command + [str(output)], check=True, preexec_fn=lambda: os.sched_setaffinity(0, CORE))
    return read(output)


def compare(tokenizer_file, sample, classpath, rounds=3, order="SCHEMA"):
    from tokenizers import Tokenizer

    taken = {"isotherm": [], "llguidance": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, Tokenizer.from_file(tokenizer_file), sample)
        java = ["java", "-XX:+UseSerialGC", "-Xmx2g", "-cp", classpath, MAIN, name, order]
        python = [sys.executable, __file__, "--llguidance", name, tokenizer_file]
        for _ in range(int(rounds)):
            ours, theirs = once(folder, java, "isotherm"), once(folder, python, "llguidance")
            taken["isotherm"].append(figures(ours, theirs))
            taken["llguidance"].append(figures(theirs, ours))
    print("µs".ljust(12), *(who.rjust(24) for who in taken), "ratio".rjust(14))
    for figure in taken["isotherm"][0]:
        least = [min(row[figure] for row in rows) for rows in taken.values()]
        middle = [statistics.median(row[figure] for row in rows) for rows in taken.values()]
        columns = [f"{one:.1f} / {other:.1f}".rjust(24) for one, other in zip(least, middle)]
        print(figure.ljust(12), *columns, f"{least[0] / least[1]:.2f} / {middle[0] / middle[1]:.2f}".rjust(14))


if __name__ == "__main__":
    if sys.argv[1] == "--llguidance":
        prepared = [json.loads(line) for line in open(Path(sys.argv[2]) / "instances.jsonl")]
        with open(sys.argv[4], "w") as results:
            llguidance_times(prepared, sys.argv[3], results)
    else:
        compare(*sys.argv[1:])
