"""Small tokenizers of the forms that models use, trained on the benchmark's passages: each the pipeline of a family's real
tokenizer.json, normaliser to added tokens, around a vocabulary of less than a thousand.

    pip install tokenizers
"""

import base64
import json
import zlib
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ROOT = Path(__file__).resolve().parents[3]
PASSAGES = ROOT / "src/main/resources/io/github/isotherm/bench/passages"
SPECIAL = ["<unk>", "<s>", "</s>", "[TOOL_CALLS]"]

# As SentencePiece compiles it from rules of its own: kinds of white space, full-width signs, ligatures, combining accents.
CHARSMAP = (
    "eNol03dsTVEAx/Hfu4gUjYiIiIiS9A+JPJSq/iFRM0bN2ntVq569533UbFVbHa9mPVUttVft8cRKS+09W0FSe9X2Pfzxub9zz8q5556j8pICJD8/qVIF"
    "ySHZ1Nj+lAtkyR1KVrHUgDo3dQ3JzJaSO1CKozKp1FJF6rz+Ul0zzrTX4cEYu7fkpW+gGVtDis2ylJBvqT7v5WCPs8SUdmXklViqSmYXStXI6mCIHf9U"
    "qknWMnM8lGqTZnrWoUZwogmORVnKmCV5hkvBvDdDCJpj9SQp2cVat0iJZDrrSkMqfVOipTD6tEIbtEY7tEUHtEdHhPE9nclOCEcXdENX9EB39EJPMLUi"
    "0Bd90B/9MBADMBiDMBRDwDI0DCMxAqMxCmMQCZaoKMRgLFymD3s5gRwPPk8TMQWTMQ1TMQPTwbZoJuZgNuZhLhZgPtz6/9MXYSEWIxZLsQTLsQxxWIGV"
    "iMcqJCAJiWafkYxUpCAdaciAB2uxBuuxDhuxAZuQic3wgt+kLGxFNnKRg+3Yhh3Iwy7sxB7sxj7sxQHsxyEcxGHk4yiO4Lg5LziJEziNU/DhDAoCHDpL"
    "nsc5XMQF0+Zx6BJZaPrgCi7jKopwHddwEzdwG7dwF3dwH/fAMdYDPMYjcMT1BMV4hucowQu8zXHoFfnStBU5VFzm0GvKpaYNb/Ae7/ARH/AZn/AVX/AN"
    "ZfiB7/iFn/iD3/p3/+txsZ1OpxpzmYLUlOsTzNUJUQuFKiJckdGKcQXJ55YvV38BM6ywVg=="
)

LETTERS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+"
SIGNS = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
DEEPSEEK = ("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
            "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+")
BLOOM = " ?[^(\\s|[.,!?…。，、।۔،])]+"


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


def special(*tokens, **flags):
    return [AddedToken(token, special=True, normalized=False, **flags) for token in tokens]


def plain(*tokens):
    return [AddedToken(token, normalized=False) for token in tokens]


def begins_with(token, identifier):
    return processors.TemplateProcessing(single=f"{token} $A", special_tokens=[(token, identifier)])


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
    tokenizer.post_processor = begins_with("<s>", 1)
    return tokenizer


def gemma(runs=8, lines=0):
    """No space before a text; spaces are kept as they are. Gemma 3 has a token for each run of up to 31."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.train_from_iterator([line.replace(" ", "▁") for line in passages()], bpe(900, bytes_too=True))
    tokenizer = rebuilt(tokenizer, {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"})
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous") if lines else None
    tokenizer.post_processor = begins_with("<s>", 1)
    tokenizer.add_tokens(plain(*("▁" * n for n in range(2, runs)), *("\n" * n for n in range(1, lines)),
                               *(("<table>", "[multimodal]") if lines else ())))
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
    return settled(tokenizer)


def settled(tokenizer):
    """Training differs from run to run in the third digit of scores, and so in the order of pieces."""
    data = json.loads(tokenizer.to_str())
    pieces = [[piece, round(score, 1)] for piece, score in data["model"]["vocab"]]
    controls, others = pieces[:len(SPECIAL)], pieces[len(SPECIAL):]
    data["model"]["vocab"] = controls + sorted(others, key=lambda one: (-one[1], one[0]))
    return Tokenizer.from_str(json.dumps(data))


def split_bytes(*splits, normalizer=None, ignore_merges=False, added=(), post=None):
    """Byte-level BPE behind splits of a family's own."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(list(splits))
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(passages(), bpe(700, pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_special_tokens(special(*SPECIAL))
    tokenizer.add_tokens(list(added))
    tokenizer.post_processor = post(tokenizer) if post else processors.ByteLevel(trim_offsets=False)
    return tokenizer


def split(regex):
    return pre_tokenizers.Split(Regex(regex), "isolated")


BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)


def llama3():
    """Split by one pattern, whole words taken from the vocabulary before merging, a token at the beginning."""
    return split_bytes(split(LETTERS + r"|\p{N}{1,3}|" + SIGNS), BYTES, ignore_merges=True,
                       added=special("<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"),
                       post=lambda tokenizer: processors.Sequence([
                           processors.ByteLevel(trim_offsets=False),
                           begins_with("<|begin_of_text|>", tokenizer.token_to_id("<|begin_of_text|>"))]))


def qwen():
    """Composed characters, digits one by one; markers that are not special."""
    return split_bytes(split(LETTERS + r"|\p{N}|" + SIGNS), BYTES, normalizer=normalizers.NFC(),
                       added=special("<|im_start|>", "<|im_end|>")
                       + plain("<tool_call>", "</tool_call>", "<think>", "</think>"))


def bloom():
    return split_bytes(split(BLOOM), BYTES, post=lambda _: processors.ByteLevel(add_prefix_space=False, trim_offsets=False))


def falcon():
    return split_bytes(pre_tokenizers.Punctuation("contiguous"), pre_tokenizers.ByteLevel(add_prefix_space=False),
                       pre_tokenizers.Digits(individual_digits=False), split("[0-9][0-9][0-9]"),
                       added=special(">>TITLE<<", ">>ABSTRACT<<"))


def deepseek():
    """Four splits in turn; names of special tokens with full-width bars and SentencePiece's space in them."""
    begin = "<｜begin▁of▁sentence｜>"
    return split_bytes(split(r"\p{N}{1,3}"), split("[一-龥぀-ゟ゠-ヿ]+"), split(DEEPSEEK), BYTES,
                       normalizer=normalizers.Sequence([]),
                       added=special(begin, "<｜end▁of▁sentence｜>") + plain("<｜User｜>", "<｜Assistant｜>"),
                       post=lambda tokenizer: processors.Sequence([
                           processors.ByteLevel(trim_offsets=False), begins_with(begin, tokenizer.token_to_id(begin))]))


def phi3():
    """Llama 2's, with markers that take the white space behind them, and nothing at the beginning."""
    tokenizer = llama(True)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A", special_tokens=[])
    tokenizer.add_special_tokens(special("<|end|>", "<|user|>", "<|assistant|>", rstrip=True))
    tokenizer.add_tokens([AddedToken("<|function|>", rstrip=True, normalized=False)])
    return tokenizer


def t5():
    """A compiled table of characters, a space before every word, a token at the end, and sentinels."""
    tokenizer = unigram()
    charsmap = zlib.decompress(base64.b64decode(CHARSMAP))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap), normalizers.Strip(left=False),
                                                 normalizers.Replace(Regex(" {2,}"), "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 2)])
    tokenizer.add_special_tokens(special(*(f"<extra_id_{n}>" for n in range(10)), lstrip=True))
    return tokenizer


FORMS = {"llama": lambda: llama(True), "mistral": lambda: llama(False), "gemma": gemma,
         "gpt2": lambda: byte_level(False), "prefix-space": lambda: byte_level(True), "unigram": unigram,
         "llama-3": llama3, "qwen": qwen, "gemma-3": lambda: gemma(32, 32), "t5": t5, "bloom": bloom, "falcon": falcon,
         "phi-3": phi3, "deepseek": deepseek}


def trained(name):
    tokenizer = FORMS[name]()
    tokenizer.add_special_tokens(special(*SPECIAL))
    return tokenizer
