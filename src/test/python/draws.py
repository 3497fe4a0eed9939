"""Golden draws: the token each key draws, from an implementation of its own: writes resources/golden/draws.csv."""

import math
import pathlib

from keyed_uniform import uniform

LOGITS = [1.5, -0.25, 3.0, 3.0, 0.0, 2.125, -4.0, 2.75, 1.0, -1.0, 0.5, 2.5]


def draw(temperature, u):
    top = max(LOGITS)
    weights = [math.exp((l - top) / temperature) for l in LOGITS]
    target = u * math.fsum(weights)
    total = 0.0
    for i in sorted(range(len(LOGITS)), key=lambda i: (-LOGITS[i], i)):
        total += weights[i]
        if target < total:
            return i
    raise AssertionError("u is below 1")


def main():
    lines = ["# logits | temperature | seed | sample | the tokens of steps 0, 1, ... (src/test/python/draws.py)"]
    for temperature in (0.2, 0.7, 1.0, 1.7):
        for seed, sample in ((0, 0), (42, 0), (42, 1), (2**53 - 1, 3)):
            tokens = " ".join(str(draw(temperature, uniform(seed, sample, step, 0))) for step in range(40))
            lines.append(f"{' '.join(map(str, LOGITS))} | {temperature} | {seed} | {sample} | {tokens}")
    target = pathlib.Path(__file__).parents[1] / "resources/golden/draws.csv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
