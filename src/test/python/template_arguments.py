"""Writes what apply_chat_template of transformers makes of arguments at the edges: no tools, empty lists, nulls, names given twice.

    python3 src/test/python/template_arguments.py

Needs Python 3.11, jinja2 3.1.6, tokenizers and transformers 5.24. Writes golden/template/arguments.json: for each set of
templates and arguments the text, or null where they are refused.
"""

import json
import os

import tokenizers
import transformers

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../resources/golden/template/arguments.json")
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}

SEEN = (
    "{% for m in messages %}{% for k in m %}{{ k }}={{ m[k] | tojson }};{% endfor %}\n{% endfor %}"
    "{{ tools is none }}{{ tools is defined }}{{ tools | tojson }}{{ documents | tojson }}{{ add_generation_prompt }}"
    "{{ bos_token }}{{ eos_token }}{{ enable_thinking is defined }}{{ enable_thinking }}"
)
TEMPLATES = {
    "one": {"default": SEEN},
    "two": {"default": "default:" + SEEN, "tool_use": "tool_use:" + SEEN},
    "strict": {"default": "{% if tools is not none and tools is not iterable %}{{ raise_exception('x') }}{% endif %}{% if tools %}T{% elif tools is none %}N{% else %}E{% endif %}{{ messages[0]['content'] }}"},
}

HI = {"role": "user", "content": "Hi"}
TOOL = {"type": "function", "function": {"name": "f", "description": None, "parameters": {}}}
ARGUMENTS = [
    {"messages": [HI]},
    {"messages": [HI], "tools": None},
    {"messages": [HI], "tools": []},
    {"messages": [HI], "tools": [TOOL]},
    {"messages": [HI], "tools": [TOOL], "documents": [{"title": "A", "text": None}], "add_generation_prompt": True},
    {"messages": [HI], "documents": []},
    {"messages": [HI], "add_generation_prompt": None},
    {"messages": [HI], "enable_thinking": False},
    {"messages": [HI], "enable_thinking": None, "bos_token": "B", "eos_token": None},
    {"messages": []},
    {"messages": [{}]},
    {"messages": [{"role": None}]},
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "x": None}, None], "name": None}]},
    {"messages": [{"role": "assistant", "reasoning": "r", "content": None}]},
    {"messages": [{"reasoning": "r", "thinking": "t", "role": "assistant", "reasoning_content": None}]},
    {"messages": [{"reasoning_content": "c", "thinking": "t", "reasoning": "r"}]},
    {"messages": [{"role": "assistant", "thinking": ""}]},
    {"messages": [{"role": "assistant", "reasoning": False}]},
    {"messages": [{"role": "assistant", "reasoning_content": [{"a": None}]}]},
    {"messages": [HI, {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": None}, "id": None}]}]},
]


def text(tokenizer, arguments):
    others = {name: value for name, value in arguments.items() if name != "messages"}
    try:
        return tokenizer.apply_chat_template(arguments["messages"], tokenize=False, **others)
    except Exception:
        return None


def main():
    model = tokenizers.models.WordLevel({token: i for i, token in enumerate(TOKENS.values())}, unk_token="<unk>")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizers.Tokenizer(model), **TOKENS)
    cases = []
    for name, templates in TEMPLATES.items():
        tokenizer.chat_template = templates if len(templates) > 1 else templates["default"]
        cases += [[name, arguments, text(tokenizer, arguments)] for arguments in ARGUMENTS]
    golden = {"made by": {"transformers": transformers.__version__}, "special tokens": TOKENS, "templates": TEMPLATES, "cases": cases}
    with open(GOLDEN, "w", encoding="utf-8") as file:
        json.dump(golden, file, indent=0, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
