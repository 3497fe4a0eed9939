"""Writes src/test/resources/golden/breakers.json: which tokens of the small tokenizers in fixtures/tokenizers contain DRY's
default sequence breakers, and by how much DRY lowers each token after histories across breakers.

    pip install tokenizers
    python src/test/python/breakers.py

The definition is written down plainly: the history's bytes are joined, every occurrence of every breaker is looked for, and
every pair of endings is compared. Two runs write the same bytes. Written with tokenizers 0.23.3.
"""

import json
import random
from pathlib import Path

from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "src/test/resources/fixtures/tokenizers"
PASSAGES = ROOT / "src/main/resources/io/github/isotherm/bench/passages"
TARGET = ROOT / "src/test/resources/golden/breakers.json"
FORMS = ["gemma", "gpt2", "llama", "mistral", "prefix-space", "unigram"]
DEFAULTS = ["\n", ":", '"', "*"]
OTHERS = [["the"], [". T", ","], ["e t", " th"], ["\n\n"], ["é"], ["an", "n a", "in"], [". ", "\n"]]
CASES = 40


def byte_level():
    """GPT-2's letters for bytes: printable ones stand for themselves, the others from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {chr(b): b for b in plain}
    for n, b in enumerate(b for b in range(256) if b not in plain):
        letters[chr(256 + n)] = b
    return letters


def token_bytes(name):
    data = json.loads((FIXTURES / name / "tokenizer.json").read_text("utf-8"))
    vocab = data["model"]["vocab"]
    ids = {t: i for i, (t, _) in enumerate(vocab)} if isinstance(vocab, list) else dict(vocab)
    ids.update({added["content"]: added["id"] for added in data["added_tokens"]})
    special = {added["content"] for added in data["added_tokens"] if added["special"]}
    letters = byte_level()
    result = {}
    for token, i in ids.items():
        if token in special:
            result[i] = token.encode()
        elif name in ("gpt2", "prefix-space"):
            result[i] = bytes(letters[c] for c in token)
        elif len(token) == 6 and token.startswith("<0x"):
            result[i] = bytes([int(token[3:5], 16)])
        else:
            result[i] = token.replace("▁", " ").encode()
    return [result.get(i, b"") for i in range(max(result) + 1)]


def checked(name, tokens):
    """The library's own decoding of each token agrees."""
    expected = json.loads((FIXTURES / name / "expected.json").read_text("utf-8"))["tokens"]
    for i, text in expected.items():
        for breaker in DEFAULTS:
            assert (breaker in text) == (breaker.encode() in tokens[int(i)]), (name, i, text)


def free(tokens, history, breakers):
    """How many tokens at the end of the history stand wholly after the last breaker."""
    joined = b"".join(tokens[i] for i in history)
    end = -1
    for breaker in (b.encode() for b in breakers if isinstance(b, str)):
        end = max([end] + [at + len(breaker) for at in range(len(joined)) if joined[at : at + len(breaker)] == breaker])
    starts, at = [], 0
    for i in history:
        starts.append(at)
        at += len(tokens[i])
    limit = sum(start >= end for start in starts) if end >= 0 else len(history)
    for breaker in (b for b in breakers if isinstance(b, list)):
        for at in range(len(history) - len(breaker) + 1):
            if history[at : at + len(breaker)] == breaker:
                limit = min(limit, len(history) - at - len(breaker))
    return limit


def falls(tokens, history, breakers, multiplier, base, allowed):
    limit = free(tokens, history, breakers)
    longest = {}
    for at in range(1, len(history)):
        n = 0
        while n < at and history[at - 1 - n] == history[len(history) - 1 - n]:
            n += 1
        n = min(n, limit)
        if n >= allowed:
            longest[history[at]] = max(n, longest.get(history[at], 0))
    alone = {i for i in longest if [i] in breakers or any(b.encode() in tokens[i] for b in breakers if isinstance(b, str))}
    return {str(i): multiplier * base ** (n - allowed) for i, n in sorted(longest.items()) if i not in alone}


def history(rng, ids, breaking):
    """A piece of text, a breaker or another token, and the beginning of the piece again."""
    piece = [rng.choice(ids) for _ in range(rng.randrange(2, 7))]
    at = rng.randrange(len(piece) + 1)
    once = piece[:at] + [rng.choice(breaking)] + piece[at:] if rng.random() < 0.7 else piece
    return [rng.choice(ids)] + once + [rng.choice(ids)] + once[: rng.randrange(1, len(once))]


def main():
    texts = [line for file in sorted(PASSAGES.glob("*.txt")) for line in file.read_text("utf-8").splitlines() if line.strip()]
    forms = {}
    for name in FORMS:
        rng = random.Random(12)
        tokens = token_bytes(name)
        checked(name, tokens)
        breaking = {b: [i for i, t in enumerate(tokens) if b.encode() in t] for b in DEFAULTS}
        tokenizer = Tokenizer.from_file(str(FIXTURES / name / "tokenizer.json"))
        rows = []
        for n in range(CASES):
            ids = tokenizer.encode(rng.choice(texts), add_special_tokens=False).ids
            breakers = DEFAULTS if n % 2 == 0 else rng.choice(OTHERS)
            ending = breaking[rng.choice([b for b in DEFAULTS if breaking[b]])]
            past = history(rng, ids, ending)
            if n % 4 == 3:
                start = rng.randrange(max(1, len(ids) - 12))
                past = ids[start : start + 12] + ids[start : start + rng.randrange(3, 10)]
            if n % 5 == 4:
                breakers = breakers + [rng.sample(past, 1), past[1:3]][: rng.randrange(1, 3)]
            shape = {"multiplier": rng.choice([0.8, 2]), "base": rng.choice([1.5, 2]), "allowed": rng.choice([1, 2])}
            rows.append({"breakers": breakers, "history": past, **shape, "falls": falls(tokens, past, breakers, **shape)})
        forms[name] = {"size": len(tokens), "breaking": breaking, "cases": rows}
        print(name, {b: len(i) for b, i in breaking.items()}, sum(bool(row["falls"]) for row in rows))
    parts = []
    for name, form in forms.items():
        lines = ",\n".join("  " + json.dumps(row) for row in form["cases"])
        parts.append(f'"{name}": {{"size": {form["size"]}, "breaking": {json.dumps(form["breaking"])}, "cases": [\n{lines}\n]}}')
    TARGET.write_text("{" + ",\n".join(parts) + "}\n")


if __name__ == "__main__":
    main()
