"""Builds src/test/resources/fixtures/tokenizers/: small tokenizers of the forms that models use, each with id sequences, what
decoding them adds to a prompt's text, the ids that a word has after a text, and the ids of whole prompts.

    pip install tokenizers transformers==5.24.0
    python src/test/python/text_after.py [FORM ...]

The expected texts are the tokenizers library's: decode(prompt + new) without decode(prompt); the ids of prompts are those of
transformers' tokenizer(text). Two runs write the same bytes. Written with tokenizers 0.23.3.
"""

import json
import os
import random
import sys

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from transformers import PreTrainedTokenizerFast  # noqa: E402

from tokenizer_forms import FORMS, ROOT, passages, trained  # noqa: E402

TARGET = ROOT / "src/test/resources/fixtures/tokenizers"
SEQUENCES = 340
WORDS = [" Yes", "Yes", " the", "the", " a day", "day", ".", ", and", "\n", " été", "日本", "42"]
ODD = ["  two  spaces   three ", " begins", "ends ", "a\tb\n\nc\r\nd\n\n\n", "12345 3.14 1,000,000 ２３", "I'll they'RE it's",
       "x=foo(bar[0]);  // TODO\n    return {\"a\": 1}", "café cafe\u0301 ﬁn… A\u0301", "日本語のテキスト、中文。",
       "👩‍👩‍👧 🇮🇹 👍🏽", "مرحبا بالعالم हिन्दी ไทย", "<s>x</s> y<unk> [TOOL_CALLS] z", "\u00a0\u3000\u200b.", "…!?。،::--__",
       "\n" * 40 + " " * 40 + "e", "<|user|> hi<|end|>\n <|assistant|>\n<|im_start|>a <tool_call> b",
       "<extra_id_0> a <extra_id_1>b<table> c >>TITLE<< d", "<｜User｜>q<｜Assistant｜> <｜end▁of▁sentence｜>▁a ▁ b",
       "<|begin_of_text|>a<|eot_id|>", "UPPER Title miXed ß İ ŉ", "�", "\u0000\u0007\ufeff"]


def added(decode, prompt, more):
    """What decoding more adds, None where it changes what was; a character that the prompt leaves incomplete is the addition's."""
    before, whole = decode(prompt), decode(prompt + more)
    starts = [before, before.removesuffix("\ufffd"), *(decode(prompt[:-n]) for n in range(1, min(4, len(prompt))))]
    fitting = [start for start in starts if whole.startswith(start)]
    return whole[len(fitting[0]):] if fitting else None


def can_be_streamed(decode, prompt, more):
    """Not where a later token changes what earlier ones were: one stray byte makes a run of byte tokens U+FFFD as a whole."""
    whole = decode(prompt + more)
    return all(whole.startswith(decode(prompt + more[:n]).rstrip("\ufffd")) for n in range(len(more)))


def sequences(tokenizer, rng, texts):
    """Prompts and what follows: real texts cut anywhere, special tokens in the middle, and tokens at random."""
    size = tokenizer.get_vocab_size()
    controls = [i for i, token in tokenizer.get_added_tokens_decoder().items() if token.special]
    for n in range(SEQUENCES):
        if n % 5 == 4:
            prompt = [rng.randrange(size) for _ in range(rng.randrange(1, 6))]
            more = [rng.randrange(size) for _ in range(rng.randrange(1, 12))]
        else:
            text = rng.choice(ODD) + rng.choice(ODD) if n % 5 == 3 else rng.choice(texts)
            ids = tokenizer.encode(text, add_special_tokens=n % 2 == 0).ids[:30]
            cut = rng.randrange(1, max(2, len(ids)))
            prompt, more = ids[:cut], ids[cut:][:rng.randrange(1, 30)]
            if n % 5 == 2 and more:
                more.insert(rng.randrange(len(more)), rng.choice(controls))
        yield prompt, more


def rows(tokenizer, rng, decode):
    for prompt, more in sequences(tokenizer, rng, passages()):
        text = added(decode, prompt, more)
        if text is not None and can_be_streamed(decode, prompt, more):
            yield {"prompt": prompt, "more": more, "text": text}


def prompt_texts():
    cut = [passages()[n * 7 % len(passages())][: 3 + 2 * n] for n in range(50 - len(ODD))]
    return cut + ODD


def prompts(folder, tokenizer):
    reference = PreTrainedTokenizerFast.from_pretrained(folder)
    return [{"text": text, "ids": reference(text).input_ids,
             "plain": reference(text, add_special_tokens=False).input_ids} for text in prompt_texts()]


def after(tokenizer, word):
    """The fewest tokens whose decoding after "x" is the word: what a list of next tokens can show."""
    x = tokenizer.encode("x", add_special_tokens=False).ids
    before = tokenizer.decode(x)
    one = [i for i in range(tokenizer.get_vocab_size()) if tokenizer.decode(x + [i]) == before + word]
    return [one[-1]] if len(one) == 1 else None


def words(tokenizer):
    def decodes(word):
        return tokenizer.decode(tokenizer.encode("x" + word, add_special_tokens=False).ids).endswith(word)

    return [{"word": word, "ids": after(tokenizer, word), "decodes": decodes(word)} for word in WORDS]


def texts_of_tokens(tokenizer):
    x = tokenizer.encode("x", add_special_tokens=False).ids
    texts = {i: tokenizer.decode(x + [i])[len(tokenizer.decode(x)):] for i in range(tokenizer.get_vocab_size())}
    return {i: text for i, text in texts.items() if text and "\ufffd" not in text}


def listed(values):
    return "[\n" + ",\n".join("  " + json.dumps(value, ensure_ascii=True, separators=(",", ":")) for value in values) + "\n]"


def write(name):
    folder = TARGET / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = trained(name)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    streamed = list(rows(tokenizer, random.Random(7), tokenizer.decode))
    (folder / "expected.json").write_text(
        f'{{"rows": {listed(streamed)}, "words": {listed(words(tokenizer))},\n'
        f'"prompts": {listed(prompts(folder, tokenizer))},\n"tokens": {json.dumps(texts_of_tokens(tokenizer))}}}\n')
    print(name, tokenizer.get_vocab_size(), len(streamed))


if __name__ == "__main__":
    for form in sys.argv[1:] or FORMS:
        write(form)
