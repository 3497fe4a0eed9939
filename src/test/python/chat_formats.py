"""Writes what apply_chat_template of transformers makes of conversations with the templates of golden/template/templates.

    python3 src/test/python/chat_formats.py

Needs Python 3.11, jinja2 3.1.6, tokenizers and transformers 5.24. Writes golden/template/chat-formats.json: by template
and conversation the prompt, or null where it is refused. The clock stands still.
"""

import datetime
import glob
import json
import os

import tokenizers
import transformers
from transformers.utils import chat_template_utils

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../resources/golden/template")
NOW = datetime.datetime(2024, 7, 6, 14, 5, 9, 123456)
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def user(text):
    return {"role": "user", "content": text}


WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Look up the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "City"}}, "required": ["city"]},
    },
}
CALL = {"id": "abc123def", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "Roma"}}}

CONVERSATIONS = {
    "one message": {"messages": [user("How far is the Moon?")]},
    "system and turns": {
        "messages": [
            {"role": "system", "content": "You are terse."},
            user("Name a prime."),
            {"role": "assistant", "content": "Seven."},
            user("  Another, please. "),
        ]
    },
    "nulls": {
        "messages": [
            {"role": "user", "content": "Hi", "name": None, "tool_calls": None},
            {"role": "assistant", "content": "Ho", "tool_calls": None, "reasoning_content": None, "thinking": None},
            user("Again"),
        ]
    },
    "null content": {"messages": [user("Weather?"), {"role": "assistant", "content": None, "tool_calls": [CALL]}, {"role": "tool", "name": "get_weather", "content": "sun", "tool_call_id": "abc123def"}]},
    "reasoning_content": {"messages": [user("2+2?"), {"role": "assistant", "content": "4", "reasoning_content": "two and two"}, user("3+3?")]},
    "thinking": {"messages": [user("2+2?"), {"role": "assistant", "content": "4", "thinking": "two and two"}, user("3+3?")]},
    "reasoning": {"messages": [user("2+2?"), {"role": "assistant", "content": "4", "reasoning": "two and two"}, user("3+3?")]},
    "several reasonings": {"messages": [user("2+2?"), {"role": "assistant", "reasoning": "third", "thinking": "second", "content": "4", "reasoning_content": None}]},
    "tools": {"messages": [user("Weather in Roma?")], "tools": [WEATHER]},
    "no thinking": {"messages": [user("Quick!")], "variables": {"enable_thinking": False, "reasoning_effort": "low"}},
    "documents": {
        "messages": [user("What is said?")],
        "variables": {"documents": [{"title": "A", "text": "It rains."}], "enable_thinking": True, "reasoning_effort": "high", "bos_token": "<other>"},
    },
}


def prompt(tokenizer, template, conversation):
    try:
        return tokenizer.apply_chat_template(
            conversation["messages"],
            tools=conversation.get("tools"),
            chat_template=template,
            add_generation_prompt=True,
            tokenize=False,
            **conversation.get("variables", {}),
        )
    except Exception:
        return None


def main():
    chat_template_utils.datetime = Clock
    model = tokenizers.models.WordLevel({token: i for i, token in enumerate(TOKENS.values())}, unk_token="<unk>")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizers.Tokenizer(model), **TOKENS)
    prompts = {}
    for path in sorted(glob.glob(os.path.join(GOLDEN, "templates/*.jinja"))):
        with open(path, encoding="utf-8", newline="") as file:
            template = file.read()
        name = os.path.basename(path)[: -len(".jinja")]
        if name == "python-text-of-values":  # prints {{ dict }}, which is a memory address here
            continue
        prompts[name] = {key: prompt(tokenizer, template, value) for key, value in CONVERSATIONS.items()}
    golden = {
        "made by": {"transformers": transformers.__version__},
        "special tokens": TOKENS,
        "conversations": CONVERSATIONS,
        "prompts": prompts,
    }
    with open(os.path.join(GOLDEN, "chat-formats.json"), "w", encoding="utf-8") as file:
        json.dump(golden, file, indent=0, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
