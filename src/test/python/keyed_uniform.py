"""Golden values of the keyed uniforms, from an implementation of its own: writes resources/golden/keyed-uniform.csv."""

import pathlib
import random

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniform(seed, sample, step, stream):
    state = mix((seed + GOLDEN) & MASK)
    words = [sample, step] + ([stream] if stream else [])
    for word in words:
        state = mix((state + GOLDEN * (word + 1)) & MASK)
    return (state >> 11) * 2.0**-53


def main():
    keys = [(seed, sample, step, 0) for seed in (0, 1, 42, 2**53 - 1) for sample in (0, 1, 7) for step in range(4)]
    keys += [(42, 0, step, stream) for step in (0, 1, 1000) for stream in (1, 2, 9)]
    source = random.Random(7)
    keys += [tuple(source.randrange(limit) for limit in (2**53, 1000, 100_000, 20)) for _ in range(40)]
    lines = ["# seed,sample,step,stream,uniform (src/test/python/keyed_uniform.py)"]
    lines += [f"{a},{b},{c},{d},{uniform(a, b, c, d)!r}" for a, b, c, d in keys]
    target = pathlib.Path(__file__).parents[1] / "resources/golden/keyed-uniform.csv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
