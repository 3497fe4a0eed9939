"""Writes the golden renderings of chat templates: what Jinja2 in the environment of transformers makes of them.

    python3 src/test/python/render_templates.py

Needs Python 3.11 and jinja2 3.1; transformers is not needed. environment() is a rewrite of
transformers.utils.chat_template_utils._compile_jinja_template, with a clock that stands still.
Reads golden/template/templates/*.jinja, writes golden/template/renderings.json and snippets.json.
"""

import datetime
import glob
import json
import os

import jinja2
import jinja2.ext
import jinja2.sandbox

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../resources/golden/template")
NOW = datetime.datetime(2024, 7, 6, 14, 5, 9, 123456)


class GenerationTag(jinja2.ext.Extension):
    """{% generation %}: renders its body, as transformers' AssistantTracker does when nobody tracks."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def environment():
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    def strftime_now(format):
        return NOW.strftime(format)

    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[GenerationTag, jinja2.ext.loopcontrols]
    )
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = strftime_now
    return env


WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Look up the \"current\" weather.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "City & country, e.g. <Roma, IT>"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
                "days": {"type": "array", "items": {"type": "integer"}},
                "precise": {"type": ["boolean", "null"]},
            },
            "required": ["city"],
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "clock", "description": "Tells the time.", "parameters": {"type": "object", "properties": {}}}}

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}

CONVERSATIONS = {
    "single": {
        "messages": [{"role": "user", "content": "How far is the Moon?"}],
        "tools": None,
        "documents": None,
        "add_generation_prompt": True,
        **TOKENS,
    },
    "multi-turn": {
        "messages": [
            {"role": "system", "content": "You are terse. /no_think"},
            {"role": "user", "content": "Name a prime."},
            {"role": "assistant", "content": "<think>\nseven is prime\n</think>\n\nSeven."},
            {"role": "user", "content": "  Another one, please.  "},
            {"role": "assistant", "content": "Eleven."},
        ],
        "tools": None,
        "documents": None,
        "add_generation_prompt": False,
        "enable_thinking": False,
        **TOKENS,
    },
    "tools": {
        "messages": [
            {"role": "user", "content": "What is the weather in Roma and what time is it?"},
            {
                "role": "assistant",
                "content": None,
                "reasoning_content": "I need two tools.",
                "tool_calls": [
                    {
                        "id": "abc123def",
                        "type": "function",
                        "function": {"name": "get_weather", "arguments": {"city": "Roma, IT", "days": [1, 2], "precise": None, "unit": "celsius"}},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "abc123def", "name": "get_weather", "content": "{\"temp\": 21.5, \"sky\": \"clear\"}"},
            {"role": "assistant", "content": "", "tool_calls": [{"id": "zzz999yyy", "type": "function", "function": {"name": "clock", "arguments": {}}}]},
            {"role": "tool", "tool_call_id": "zzz999yyy", "name": "clock", "content": "14:05"},
            {"role": "assistant", "content": "21.5 degrees, and five past two."},
            {"role": "user", "content": "Thanks!"},
        ],
        "tools": [WEATHER, CLOCK],
        "documents": [{"title": "Almanac", "text": "Sunny."}],
        "add_generation_prompt": True,
        "tools_in_user_message": False,
        "reasoning_effort": "high",
        **TOKENS,
    },
    "unusual": {
        "messages": [
            {"role": "user", "content": ""},
            {"role": "assistant", "content": "It's \"quoted\" \\ back\tslash\n\n日本語 😀 {{ not }} {% a %} tag </s><|im_end|>"},
            {"role": "user", "content": "{\"deep\": {\"list\": [1, 2.5, null, true], \"q\": \"it's\"}}"},
            {"role": "assistant", "content": " \n ", "extra": {"n": None, "f": 1e16, "i": 12345678901234567890, "nested": [{"k": "v"}, []]}},
            {"role": "user", "content": "line one\r\nline two\u2028three\u00a0"},
        ],
        "tools": [],
        "documents": None,
        "add_generation_prompt": True,
        "date_string": "6 Jul 2024",
        **TOKENS,
    },
}

# Sources in which line ends or the very end matter; and what must not be a template at all.
SNIPPETS = [
    "a\r\nb\rc\n", "x\n\n", "\n", "", "{% if true %}\r\na\r\n{% endif %}\r\nb", "  {% if true %}x{% endif %}", "x {#", "{{ 'a\r\nb' }}",
    "{% raw %}\n a {% endraw %}\nb", "{%- raw +%}", "a {% raw -%}  b {%+ endraw %}\n c", "  {#+ c #}\n x", "{{ 1 -}}\n\n 2", "{{- 1 }}  {%- if 1 -%} 2 {%- endif %}",
    "\u00a0{% if 1 %}nbsp{% endif %}\u00a0", "{{ \"\\\n\" }}", "{{ '\\é' }}", "{{ '\\q' }}", "{%\n  if\n  1\n%}x{%\nendif\n%}", "{{\n1\n+\n1\n}}",
]
MALFORMED = [
    "{{", "{%", "{{ 1", "{% if %}", "{% if x", "{% if x %}", "{% if x %}{% else %}", "{% for %}", "{% for x %}{% endfor %}", "{% for x in %}{% endfor %}",
    "{% for x in y %}", "{% for 1 in y %}{% endfor %}", "{% endfor %}", "{% endif %}", "{% elif x %}", "{% else %}", "{% unknown %}", "{% if x %}{% endfor %}",
    "{% for x in y %}{% endif %}{% endfor %}", "{% set %}", "{% set x %}", "{% set x = %}", "{% set 1 = 2 %}", "{% set true = 1 %}", "{% set x.y.z = 1 %}",
    "{% macro %}{% endmacro %}", "{% macro f %}{% endmacro %}", "{% macro f( %}{% endmacro %}", "{% macro f(a=1, b) %}{% endmacro %}", "{% macro f(a, a) %}{% endmacro %}",
    "{% macro f(1) %}{% endmacro %}", "{% call %}{% endcall %}", "{% call x %}{% endcall %}", "{% filter %}{% endfilter %}", "{% filter nosuch %}{% endfilter %}",
    "{{ x | }}", "{{ x | nosuchfilter }}", "{{ x is }}", "{{ x is nosuchtest }}", "{{ x is defined is none }}", "{{ x. }}", "{{ x[ }}", "{{ x[1 }}", "{{ (1 }}", "{{ 1) }}",
    "{{ [1, 2 }}", "{{ {'a' 1} }}", "{{ {'a': } }}", "{{ f(1, }}", "{{ f(a=1, 2) }}", "{{ f(a=1, a=2) }}", "{{ f(**x, **y) }}", "{{ 'unterminated }}", "{{ \"a' }}",
    "{{ 1 + }}", "{{ * 2 }}", "{{ 1 2 }}", "{{ a b }}", "{{ x ? y : z }}", "{{ x && y }}", "{{ x || y }}", "{{ !x }}", "{{ a if }}", "{{ $x }}", "{{ `x` }}", "{{ x @ y }}",
    "{{ '\\x4' }}", "{{ '\\u12' }}", "{{ '\\N{no such name}' }}", "{{ 007 }}", "{{ 1__0 }}", "{{ not }}", "{{ x not y }}", "{{ }}", "{% %}", "{% 1 %}", "{# open", "{% raw %}open",
    "{% break %}", "{% continue %}", "{% for x in y %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}", "{% for loop in y %}{% endfor %}", "{% for x in y %}{% set loop = 1 %}{% endfor %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{% block a-b %}{% endblock %}", "{% with a %}{% endwith %}", "{% with a = %}{% endwith %}", "{% endgeneration %}",
    "{% generation %}", "{% for m in messages %}{% generation %}{% break %}{% endgeneration %}{% endfor %}", "{% set x | nosuch %}{% endset %}", "{{ x[1:2, 3] }}", "{{ x[::: ] }}",
    "{% from 'x' import %}", "{% import 'x' %}", "{% include %}", "{% if x %}{% extends 'a' %}{% macro q( %}{% endif %}", "{% autoescape %}{% endautoescape %}", "{{ a.b.1.2.c. }}",
    "line one\nline two\n{% if messages %}\n{{ oops( }}\n{% endif %}", "{% for x in y recursive if z %}{% endfor %}", "{% trans %}x{% endtrans %}", "{% do x %}", "{% debug %}",
    "{{ lambda x: x }}", "{{ [x for x in y] }}", "{{ x := 1 }}", "{% while true %}{% endwhile %}", "{% switch x %}{% endswitch %}", "{{ 'a' 'b }}", "{{ 1.2.3 }}", "{{ .5 }}", "{{ 5. }}",
]


def render(env, source, variables):
    try:
        return env.from_string(source).render(**variables)
    except Exception:  # whatever Python raises, the golden says that it raised
        return None


def compiles(env, source):
    try:
        env.from_string(source)
    except Exception:  # syntax errors of Jinja2, and of Python in the code Jinja2 makes
        return False
    return True


def renderings(env):
    for path in sorted(glob.glob(os.path.join(GOLDEN, "templates", "*.jinja"))):
        with open(path, encoding="utf-8", newline="") as file:
            source = file.read()
        name = os.path.basename(path)[: -len(".jinja")]
        results = {key: render(env, source, variables) for key, variables in CONVERSATIONS.items()}
        for text in results.values():
            assert text is None or " at 0x" not in text, name
        yield name, results


def main():
    env = environment()
    with open(os.path.join(GOLDEN, "renderings.json"), "w", encoding="utf-8") as file:
        rows = ['%s: %s' % (json.dumps(name), json.dumps(results, indent=1)) for name, results in renderings(env)]
        file.write('{"conversations": %s,\n"renderings": {\n%s\n}}\n' % (json.dumps(CONVERSATIONS, indent=1), ",\n".join(rows)))
    malformed = [source for source in MALFORMED if not compiles(env, source)]
    fine = [source for source in MALFORMED if compiles(env, source)]
    snippets = [[source, render(env, source, {"x": "X"})] for source in SNIPPETS + fine]
    with open(os.path.join(GOLDEN, "snippets.json"), "w", encoding="utf-8") as file:
        json.dump({"snippets": snippets, "malformed": malformed}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
