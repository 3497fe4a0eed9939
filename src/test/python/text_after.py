"""Builds src/test/resources/fixtures/tokenizers/: small tokenizers of the forms that models use, each with id sequences, what
decoding them adds to a prompt's text, and the ids that a word has after a text.

    pip install tokenizers
    python src/test/python/text_after.py

The expected texts are the tokenizers library's: decode(prompt + new) without decode(prompt). Two runs write the same bytes.
Written with tokenizers 0.23.3.
"""

import json
import random
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "src/test/resources/fixtures/tokenizers"
PASSAGES = ROOT / "src/main/resources/io/github/isotherm/bench/passages"
SEQUENCES = 320
SPECIAL = ["<unk>", "<s>", "</s>", "[TOOL_CALLS]"]
WORDS = [" Yes", "Yes", " the", "the", " a day", "day", ".", ", and", "\n", " été", "日本", "42"]


def passages():
    return [line for file in sorted(PASSAGES.glob("*.txt")) for line in file.read_text("utf-8").splitlines() if line.strip()]


def bpe(vocabulary, alphabet=(), bytes_too=False, **kw):
    special = SPECIAL + ([f"<0x{b:02X}>" for b in range(256)] if bytes_too else [])
    return trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=special, initial_alphabet=list(alphabet),
                               show_progress=False, limit_alphabet=300, **kw)


def rebuilt(tokenizer, model):
    """The same tokenizer without the byte tokens among the added ones: they are ordinary tokens of the model."""
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = [token for token in data["added_tokens"] if token["content"] in SPECIAL]
    data["model"].update(model)
    return Tokenizer.from_str(json.dumps(data))


def llama(legacy):
    """SentencePiece BPE as Llama 2 and Mistral v1 convert it: a space before everything, bytes for what is unknown."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.train_from_iterator([line.replace(" ", "▁") for line in passages()], bpe(900, bytes_too=True))
    tokenizer = rebuilt(tokenizer, {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"})
    if not legacy:
        tokenizer.normalizer = None
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
                                           decoders.Strip(content=" ", left=1, right=0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer


def gemma():
    """No space before a text; spaces are kept as they are."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.train_from_iterator([line.replace(" ", "▁") for line in passages()], bpe(900, bytes_too=True))
    tokenizer = rebuilt(tokenizer, {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"})
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer


def byte_level(prefix):
    """GPT-2's; with a prefix space as BLOOM's relatives and RoBERTa have it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(passages(), bpe(700, pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer


def unigram():
    """T5's and XLM-R's: Metaspace before every word, no bytes."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.train_from_iterator(passages(), trainers.UnigramTrainer(
        vocab_size=600, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False))
    return tokenizer


FORMS = {"llama": lambda: llama(True), "mistral": lambda: llama(False), "gemma": gemma,
         "gpt2": lambda: byte_level(False), "prefix-space": lambda: byte_level(True), "unigram": unigram}


def sequences(tokenizer, rng, texts):
    """Prompts and what follows: real texts cut anywhere, special tokens in the middle, and tokens at random."""
    size = tokenizer.get_vocab_size()
    # A run of byte tokens with one stray byte is U+FFFD as a whole, the characters before included: no stream can give those.
    lowest = 260 if tokenizer.token_to_id("<0xFF>") else 3
    special = tokenizer.token_to_id("[TOOL_CALLS]")
    for n in range(SEQUENCES):
        if n % 4 == 3:
            prompt = [rng.randrange(lowest, size) for _ in range(rng.randrange(1, 6))]
            more = [rng.randrange(lowest, size) for _ in range(rng.randrange(1, 12))]
        else:
            ids = tokenizer.encode(rng.choice(texts), add_special_tokens=n % 2 == 0).ids[:40]
            cut = rng.randrange(1, max(2, len(ids)))
            prompt, more = ids[:cut], ids[cut:]
            if n % 4 == 2 and more:
                more.insert(rng.randrange(len(more)), special)
        yield prompt, more


def main():
    for name, form in FORMS.items():
        rng = random.Random(7)
        tokenizer = form()
        if name == "gemma":
            tokenizer.add_tokens([AddedToken("▁" * n, normalized=False) for n in range(2, 8)])
        tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
        folder = TARGET / name
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        rows = []
        for prompt, more in sequences(tokenizer, rng, passages()):
            before, all_of_it = tokenizer.decode(prompt), tokenizer.decode(prompt + more)
            if all_of_it.startswith(before):
                rows.append({"prompt": prompt, "more": more, "text": all_of_it[len(before):]})
        prompts = [{"text": text, "ids": tokenizer.encode(text).ids, "plain": tokenizer.encode(text, add_special_tokens=False).ids}
                   for text in (passages()[n * 7 % len(passages())][: 3 + 2 * n] for n in range(50))]
        x = tokenizer.encode("x", add_special_tokens=False).ids
        texts = {i: tokenizer.decode(x + [i])[len(tokenizer.decode(x)):] for i in range(tokenizer.get_vocab_size())}
        texts = {i: text for i, text in texts.items() if text and "\ufffd" not in text}
        words = [{"word": word, "ids": after(tokenizer, word), "decodes": tokenizer.decode(tokenizer.encode("x" + word, add_special_tokens=False).ids).endswith(word)} for word in WORDS]
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=True) for row in rows)
        listed = ",\n".join("  " + json.dumps(word, ensure_ascii=True) for word in words)
        started = ",\n".join("  " + json.dumps(prompt, ensure_ascii=True) for prompt in prompts)
        (folder / "expected.json").write_text(
            f'{{"rows": [\n{lines}\n], "words": [\n{listed}\n], "prompts": [\n{started}\n], '
            f'"tokens": {json.dumps(texts, ensure_ascii=True)}}}\n')
        print(name, tokenizer.get_vocab_size(), len(rows))


def after(tokenizer, word):
    """The fewest tokens whose decoding after "x" is the word: what a list of next tokens can show."""
    x = tokenizer.encode("x", add_special_tokens=False).ids
    before = tokenizer.decode(x)
    one = [i for i in range(tokenizer.get_vocab_size()) if tokenizer.decode(x + [i]) == before + word]
    return [one[-1]] if len(one) == 1 else None


if __name__ == "__main__":
    main()
