"""Builds src/test/resources/golden/added-tokens.json: where transformers finds added tokens besides those of tokenizer.json, and
what it makes of them: the ids of a text, and text and specialness of each added token by id.

    pip install transformers==5.24.0
    python src/test/python/added_tokens.py
"""

import json
import os
import tempfile
from pathlib import Path

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from transformers import PreTrainedTokenizerFast  # noqa: E402

TARGET = Path(__file__).resolve().parents[1] / "resources/golden/added-tokens.json"
TEXT = "a<end> b<x><b> <s><x> END |y|"


def added(content, **flags):
    return {"content": content, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False, **flags}


def typed(content, **flags):
    return added(content, __type="AddedToken", **flags)


MODEL = {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
         "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
         "vocab": {token: i for i, token in enumerate(["<unk>", "<s>", *"<>ab|end x/[]sEND", "<b>"])}, "merges": []}
MODEL["vocab"] = {token: i for i, token in enumerate(MODEL["vocab"])}
OWN = [dict(added("<unk>", special=True), id=0), dict(added("<s>", special=True), id=1)]
TOKENIZER = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": OWN,
             "normalizer": {"type": "Replace", "pattern": {"String": "E"}, "content": "e"}, "pre_tokenizer": None,
             "post_processor": None, "decoder": {"type": "Fuse"}, "model": MODEL}
SIZE = len(MODEL["vocab"])
N, M = str(SIZE), str(SIZE + 1)


def decoder(**by_id):
    return {"added_tokens_decoder": {key.removeprefix("at"): token for key, token in by_id.items()}}


def end(**flags):
    return {"added_tokens_decoder": {N: added("<end>", **flags)}}


# name: tokenizer_config.json, added_tokens.json, special_tokens_map.json; null where there is no such file
CASES = {
    "nothing": (None, None, None),
    "decoder": (end(special=True), None, None),
    "decoder with gaps": (decoder(at90=added("<end>", special=True), at80=added("<x>", special=False)), None, None),
    "decoder without the flag special": (end(), None, None),
    "the end token's flag is absent": (dict(end(), eos_token="<end>"), None, None),
    "the end token's flag is false": (dict(end(special=False), eos_token="<end>"), None, None),
    "decoder with a content only": ({"added_tokens_decoder": {N: {"content": "end"}}}, None, None),
    "decoder with content and special": ({"added_tokens_decoder": {N: {"content": "end", "special": True}}}, None, None),
    "a token of the vocabulary": (decoder(at3=added("<b>", special=True)), None, None),
    "an id that has another text": (decoder(at1=added("<end>", special=True)), None, None),
    "other flags": (decoder(at1=added("<s>", special=True, lstrip=True)), None, None),
    "special no more": (decoder(at1=added("<s>", special=False)), None, None),
    "strips and single words": (decoder(at80=added("<x>", rstrip=True), at81=added("<end>", lstrip=True, rstrip=True),
                                        at82=added("|y|", single_word=True)), None, None),
    "an empty decoder beats added_tokens.json": ({"added_tokens_decoder": {}}, {"<end>": SIZE}, None),
    "a decoder beats added_tokens.json": (end(special=True), {"<x>": SIZE}, None),
    "added_tokens.json": ({}, {"<end>": SIZE}, None),
    "added_tokens.json alone": (None, {"<end>": SIZE, "<x>": SIZE + 1}, None),
    "added_tokens.json in another order": ({}, {"<end>": SIZE + 1, "<x>": SIZE}, None),
    "added_tokens.json names the end token": ({"eos_token": "<end>"}, {"<end>": SIZE}, None),
    "added_tokens.json with an own id": ({}, {"<end>": 1}, None),
    "added_tokens.json with one id twice": ({}, {"<end>": SIZE, "<x>": SIZE}, None),
    "added_tokens.json has what the tokenizer has": ({}, {"<s>": 1}, None),
    "added_tokens.json has it under another id": ({}, {"<s>": 99}, None),
    "and names it": ({"bos_token": "<s>"}, {"<s>": 99}, None),
    "added tokens are normalised": ({}, {"END": SIZE, "|y|": SIZE + 1}, None),
    "extra": ({"extra_special_tokens": ["<end>"]}, None, None),
    "additional": ({"additional_special_tokens": ["<end>", "<x>"]}, None, None),
    "extra beats additional": ({"additional_special_tokens": ["<end>"], "extra_special_tokens": ["<x>"]}, None, None),
    "empty extra does not": ({"additional_special_tokens": ["<end>"], "extra_special_tokens": []}, None, None),
    "extra by name": ({"extra_special_tokens": {"image_token": "<end>"}}, None, None),
    "additional with flags": ({"additional_special_tokens": [typed("<end>", lstrip=True)]}, None, None),
    "additional in added_tokens.json": ({"additional_special_tokens": ["<end>"]}, {"<end>": SIZE}, None),
    "the end token alone": ({"eos_token": "<end>"}, None, None),
    "the end token with flags": ({"eos_token": typed("<end>", rstrip=True)}, None, None),
    "the end token normalised": ({"eos_token": typed("END", normalized=True)}, None, None),
    "another name": ({"image_token": "<end>"}, None, None),
    "other names after the roles": ({"image_token": "<end>", "eos_token": "<x>"}, None, None),
    "the map": ({}, None, {"eos_token": "<end>"}),
    "the map with flags": ({}, None, {"eos_token": added("<end>", lstrip=True)}),
    "the map beats the configuration": ({"eos_token": "<x>"}, None, {"eos_token": "<end>"}),
    "the map says none": ({"eos_token": "<x>"}, None, {"eos_token": None}),
    "a decoder beats the map": ({"eos_token": "<x>", "added_tokens_decoder": {}}, None, {"eos_token": "<end>"}),
    "additional in the map": ({}, None, {"additional_special_tokens": ["<end>"]}),
    "additional in both": ({"additional_special_tokens": ["<x>"]}, None, {"additional_special_tokens": ["<end>"]}),
    "extra in both": ({"extra_special_tokens": ["<x>"]}, None, {"extra_special_tokens": ["<end>", added("|y|")]}),
    "another name in the map": ({}, None, {"image_token": "<end>"}),
    "the map's additional ones are late": ({}, {"<end>": SIZE}, {"additional_special_tokens": ["<end>"]}),
    "the map's extra ones, too": ({}, {"<end>": SIZE}, {"extra_special_tokens": ["<end>"]}),
    "order": ({"added_tokens_decoder": {M: added("<x>")}, "pad_token": "END", "bos_token": "|y|", "eos_token": "<end>",
               "extra_special_tokens": ["<end>", "<b>"]}, None, None),
    "a text twice": (decoder(at50=added("<end>"), at51=added("<end>", special=True)), None, None),
    "an empty text": (decoder(at50=added("", special=True)), None, None),
}


def expected(name, files):
    with tempfile.TemporaryDirectory() as folder:
        for file, content in {"tokenizer.json": TOKENIZER, **files}.items():
            Path(folder, file).write_text(json.dumps(content))
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        tokens = tokenizer._tokenizer.get_added_tokens_decoder()
        return {"name": name, "files": files, "ids": tokenizer(TEXT).input_ids,
                "added": {str(i): [token.content, token.special] for i, token in sorted(tokens.items())}}


def main():
    names = ("tokenizer_config.json", "added_tokens.json", "special_tokens_map.json")
    cases = [expected(name, {file: content for file, content in zip(names, contents) if content is not None})
             for name, contents in CASES.items()]
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    TARGET.write_text(f'{{"tokenizer": {json.dumps(TOKENIZER)},\n"text": {json.dumps(TEXT)},\n"cases": [\n{lines}\n]}}\n')
    print(len(cases))


if __name__ == "__main__":
    main()
