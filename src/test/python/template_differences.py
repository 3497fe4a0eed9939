"""Writes what transformers' own template environment makes of the corners where other implementations differ.

    python3 src/test/python/template_differences.py

Needs Python 3.11, jinja2 3.1.6 and transformers 5.24. Writes golden/template/differences.json: for each template, the
text, or null where it is refused.
"""

import json
import os

import jinja2
import transformers
from transformers.utils.chat_template_utils import _compile_jinja_template

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../resources/golden/template/differences.json")

SPLITS = [
    f"{{{{ {text!r}.{method}({arguments}) }}}}"
    for text in [" a b ", "  a  b   c  ", "", "   ", "abc", "\u00a0a\u2003b\u3000", "a\nb\n\nc ", "\U0001f600 \U0001f600  x "]
    for method in ["split", "rsplit"]
    for arguments in ["none, 1", "none, 0", "none, 2", "none, -1", "maxsplit=1", "sep=none, maxsplit=1", "' ', 1", "' '", "", "'', 1", "1"]
] + [
    "{{ ' a b '.split(1) }}",
    "{{ ' a b '.split(none, none) }}",
    "{{ ' a b '.rsplit(none, true) }}",
    "{{ 'aaa'.rsplit('aa') }}|{{ 'aaa'.split('aa') }}|{{ 'aaaa'.rsplit('aa', 1) }}",
    "{{ 'a,b,c'.partition(',') }}{{ 'a,b,c'.rpartition(',') }}{{ 'abc'.partition(',') }}{{ 'abc'.rpartition(',') }}",
]

LOOPS = [
    "{% for k, v in x if v > 1 %}[{{ loop.previtem }}|{{ k }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for k, v in x %}[{{ loop.previtem }}|{{ k }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for k, v in x if v > 1 %}[{{ loop.previtem[0] }}{{ loop.nextitem[1] }}]{% endfor %}",
    "{% for k, v in d.items() if v != 2 %}[{{ loop.previtem }}|{{ k }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for (a, b), c in y if c %}[{{ loop.previtem }}|{{ a }}{{ b }}{{ c }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for k, v in x if v > 1 %}{{ loop.index }}/{{ loop.length }}{{ loop.first }}{{ loop.last }}{{ loop.changed(v) }} {% endfor %}",
    "{% for t in x if t[1] > 1 %}[{{ loop.previtem }}|{{ t }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for k, v in x|selectattr(1, 'gt', 1) %}[{{ loop.previtem }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for k, v in x|list|reverse if k != 'b' %}[{{ loop.previtem }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for a, b in ['xy', 'zw', 'uv'] if a != 'z' %}[{{ loop.previtem }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for a, b in [[1, 2], [3, 4], [5, 6]] if a != 3 %}[{{ loop.previtem }}|{{ loop.nextitem }}]{% endfor %}",
    "{% for a in [1, 2, 3] if loop is defined %}{{ a }}{% endfor %}",
    "{% for a, b in [[1, 2], [3]] if a %}{{ a }}{% endfor %}",
    "{% for a, b in [[1, 2], [3, 4]] if a > 5 %}x{% else %}none{% endfor %}",
    "{% for a, b in [[1, 2], [3, 4]] if a recursive %}[{{ loop.previtem }}{{ a }}{{ loop([[9, b]]) if a < 9 }}]{% endfor %}",
    "{% for a, b in [(1, 2), (3, 4)] if b %}{% if loop.previtem is defined %}{{ loop.previtem is sequence }}{{ loop.previtem|length }}{% endif %}{% endfor %}",
]

WORDS = [
    "\u1f80", "\u1f88", "\u1fb3", "\u1fbc", "\u1fc3\u1fcc", "\u1fa7x", "\u1fb2", "\u1fb4", "\u1fb7", "\u1f52", "\u03b1\u0345", "\u0345\u03b1", "\u1ff3\u0399",
    "\u039f\u0394\u039f\u03a3", "\u03a3", "\u0391\u03a3", "\u0391\u03a3\u0391", "\u0391\u03a3 \u0391\u03a3", "\u0391\u03a3.", "\u0391\u03a3'\u0391", "\u03c3\u03a3", "\u03c2", "\u03bf\u03b4\u03cc\u03c2",
    "\u0391.\u03a3", "\u0391\u0301\u03a3", "x\u03a3\u00ad", "1\u03a3", "\u03a31", "a\u03a3b \u03a3a", "\u0391\u03a3\u0301", "\u0391\u03a3\U00010400",
    "\u0149", "\u0149a", "a\u0149", "\u0149 \u0149", "x\u0149y", "\u01f0", "\u1e96", "\u0390", "\u03b0", "\u0587", "\ufb00", "\ufb03n", "\ufb13", "\u00df", "stra\u00dfe", "\u1e9e",
    "\u01c4", "\u01c5", "\u01c6", "\u01c7x", "x\u01c8", "\u01f2", "\u0130", "\u0131", "I\u0307", "i\u0307", "\u0130stanbul", "\u00aa", "\u00ba", "a\u00aab", "\u02b0x", "\u2160", "\u2170", "\u24b6", "\u24d0",
    "they're bill's", "ab1cd", "\U00010400\U00010428", "\ua64a", "\u1c88", "\u10d0\u10d1", "\u1c90", "\u13a0\uab70", "\u13f8", "\u0345", "\u212a", "\u2126", "\u1e9b", "\u017f",
]
WORDS += [
    "\u0391'\u00b7\u2019\u03a3", "\u0391\u03a3\u2027\u0391", "\u0391\u03a3\u2027", "\u02b0\u03a3", "a\u02b0\u03a3", "\u0391\u00ad\u03a3", "\u0391:\u03a3\u03a3\u03a3", "\u03a3.\u03a3 \u03a3.a", "\u0391\u03a3^\u0301x",
    "\u0391" + "." * 60 + "\u03a3" + "." * 60 + "\u03a3",
]
WORDS += sorted({chr(p) for p in range(0x110000) if max(len(f(chr(p))) for f in [str.upper, str.lower, str.title]) > 1} - set(WORDS))
CASES = [
    "{{ w.title() }}|{{ w.swapcase() }}|{{ w.capitalize() }}|{{ w.upper() }}|{{ w.lower() }}|{{ w.casefold() }}",
    "{{ w|title }}|{{ w|capitalize }}|{{ w|upper }}|{{ w|lower }}",
    "{{ w.istitle() }}|{{ w.isupper() }}|{{ w.islower() }}|{{ w is upper }}|{{ w is lower }}",
]

SYNTAX = [
    "{% for a, in [[1], [2]] %}{{ a }}{% endfor %}",
    "{% for a, in %}{{ a }}{% endfor %}",
    "{% for a,, b in [[1, 2]] %}{{ a }}{% endfor %}",
    "{% for (a,) in [[1], [2]] %}{{ a }}{% endfor %}",
    "{% for (a, b), in [[[1, 2]]] %}{{ a }}{{ b }}{% endfor %}",
    "{% for (a), (b) in [[1, 2]] %}{{ a }}{{ b }}{% endfor %}",
    "{% for a, b, in [[1, 2]] %}{{ a }}{{ b }}{% endfor %}",
    "{% for () in [[]] %}x{% endfor %}",
    "{% for in [1] %}x{% endfor %}",
    "{% for , in [1] %}x{% endfor %}",
    "{% for a in [1], %}{{ a }}{% endfor %}",
    "{% for a in 1, 2 %}{{ a }}{% endfor %}",
    "{% for a in [1], recursive %}{{ a }}{% endfor %}",
    "{% for a in [1, 2] recursive %}{{ a }}{% endfor %}",
    "{% for [a, b] in [[1, 2]] %}{{ a }}{% endfor %}",
    "{% for a.b in [1] %}x{% endfor %}",
    "{% for none in [1] %}x{% endfor %}",
    "{% for a in [1] if a, %}{{ a }}{% endfor %}",
    "{% set a, = [1] %}{{ a }}",
    "{% set a, b, = [1, 2] %}{{ a }}{{ b }}",
    "{% set (a, b), c = [[1, 2], 3] %}{{ a }}{{ b }}{{ c }}",
    "{% set a = 1, %}{{ a }}",
    "{% set , = [1] %}",
    "{% set () = [] %}x",
    "{% set true = 1 %}",
    "{% set a, true = [1, 2] %}",
    "{% set a, 1 = [1, 2] %}",
    "{% set a b = 1 %}",
    "{% with a, = [1] %}{{ a }}{% endwith %}",
    "{% with a, b = [1, 2] %}{{ a }}{{ b }}{% endwith %}",
    "{% with (a, b) = [1, 2] %}{{ a }}{{ b }}{% endwith %}",
    "{{ (1,) }}{{ (1, 2,) }}{{ () }}",
    "{{ 1, }}",
    "{{ , }}",
    "{{ (,) }}",
    "{{ [1,,2] }}",
    "{{ [,] }}",
    "{{ {'a': 1,} }}",
    "{{ x[1,] }}",
    "{{ 'a' 'b' }}",
    "{{ 'a' is sameas 'a' }}",
    "{{ 'a' is sameas 'b' }}",
    "{{ '' is sameas '' }}",
    "{% set a = 'xy' %}{{ a is sameas a }}{{ a is sameas 'xy' }}",
    "{{ 1 is sameas 1 }}{{ 1 is sameas true }}{{ 1 is sameas 1.0 }}{{ 0 is sameas false }}",
    "{{ 1.5 is sameas 1.5 }}",
    "{{ none is sameas none }}{{ true is sameas true }}{{ true is sameas 1 }}",
    "{{ [] is sameas [] }}{{ {} is sameas {} }}",
    "{{ () is sameas () }}",
    "{{ 'a'|upper is sameas 'A' }}",
    "{{ 'xy' is sameas 'xy' }}",
    "{{ 'xy' is not sameas 'xy' }}",
    "{{ 1000 is sameas 1000 }}",
    "{{ '\u00e9' is sameas '\u00e9' }}{{ '\u20ac' is sameas '\u20ac' }}",
    "{% set a = 1000 %}{{ a is sameas 1000 }}{{ a is sameas a }}",
    "{% set a = 'xy' %}{{ a[0] is sameas 'x' }}{{ a[:1] is sameas 'x' }}{{ a[0:2] is sameas a }}",
    "{% for c in 'xy' %}{{ c is sameas 'x' }}{% endfor %}",
    "{% set a = '\u20acx' %}{{ a[0] is sameas '\u20ac' }}{{ a[1] is sameas 'x' }}",
    "{% set a = {'k': 1} %}{{ (a|list)[0] is sameas 'k' }}",
    "{% set a = 'x' %}{{ a ~ '' is sameas 'x' }}{{ (a ~ 'y') is sameas 'xy' }}",
    "{{ x is sameas x }}{{ x[0] is sameas x[0] }}{{ x[0] is sameas x[1] }}",
    "{{ ['a', 'b']|select('sameas', 'a')|list }}",
    "{% filter length %}abc{% endfilter %}",
    "{% filter upper|length %}abc{% endfilter %}",
    "{% filter int %}12{% endfilter %}",
    "{% filter float %}12{% endfilter %}",
    "{% filter list %}ab{% endfilter %}",
    "{% filter wordcount %}a b{% endfilter %}x",
    "{% filter length|string %}abc{% endfilter %}",
    "{% filter default('x') %}abc{% endfilter %}",
    "{% filter first %}abc{% endfilter %}",
    "{% filter first %}{% endfilter %}",
    "{% filter trim %} abc {% endfilter %}",
    "{% filter safe %}<{% endfilter %}",
    "{% filter escape %}<{% endfilter %}",
    "{% filter upper() %}a{% endfilter %}",
    "{% filter nosuch %}a{% endfilter %}",
    "{% filter 'upper' %}a{% endfilter %}",
    "{% filter 1 %}a{% endfilter %}",
    "{% filter %}a{% endfilter %}",
    "{% filter upper| %}a{% endfilter %}",
    "{% filter upper if true %}a{% endfilter %}",
    "{% set x %}{% filter length %}abc{% endfilter %}{% endset %}{{ x }}",
    "{% macro m() %}{% filter length %}abc{% endfilter %}{% endmacro %}{{ m() }}",
    "{% macro m() %}{% filter length %}abc{% endfilter %}{% endmacro %}ok",
    "{% set x | length %}abc{% endset %}{{ x + 1 }}",
    "{% set x | upper | length %}abc{% endset %}{{ x }}",
    "{% set x | list %}abc{% endset %}{{ x }}",
    "{{ namespace(_a=1)._a }}",
    "{% set ns = namespace(_a=1) %}x",
    "{% set ns = namespace({'_a': 1}) %}x",
    "{% set ns = namespace([('_a', 1)]) %}x",
    "{% set ns = namespace({'a': 1}, _b=2) %}x",
    "{% set ns = namespace(**{'__class__': 1}) %}x",
    "{% set ns = namespace(a=1) %}{% set ns._a = 2 %}x",
    "{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}",
    "{% set ns = namespace(a_=1) %}{{ ns.a_ }}",
    "{% set ns = namespace(self=1) %}{{ ns.self }}",
    "{% set ns = namespace({1: 2}) %}{{ ns[1] is defined }}",
    "{% set ns = namespace() %}{% set ns._x, a = 1, 2 %}x",
    "{% set ns = namespace() %}{% set ns.x, a = 1, 2 %}{{ ns.x }}{{ a }}",
    "{% set ns = namespace() %}{% set ns.x %}text{% endset %}{{ ns.x }}",
    "{% set ns = namespace() %}{% set ns._x %}text{% endset %}x",
]

SIBLINGS = [
    "{{ ' a b '.split(none, 1) }}{{ ' a  b '.split(none, 0) }}",
    "{{ ' a b '.rsplit(none, 1) }}{{ '\u2003a\u2003b '.rsplit(none, 1) }}",
    "{{ 'a  b'.split(' ', 1) }}{{ ''.split(none, 1) }}{{ '  '.rsplit(none, 3) }}",
    "{% for a, in [[1],[2]] %}{{ a }}{% endfor %}",
    "{% for (a,) in [[1],[2]] %}{{ a }}{% endfor %}",
    "{% for (a), b in [[1,2]] %}{{ a }}{{ b }}{% endfor %}",
    "{% set (a, b), c = [[1,2],3] %}{{ a }}{{ c }}",
    "{% filter list %}abc{% endfilter %}",
    "{% filter upper|length|string %}abc{% endfilter %}",
    "{{ namespace(a=1)._b is defined }}",
    "{{ namespace({'a': 1}, b=2).a }}",
    "{% set ns = namespace() %}{% set ns._x = 1 %}{{ ns._x }}",
    "{% set ns = namespace(a=1) %}{% set ns.a, b = 2, 3 %}{{ ns.a }}{{ b }}",
    "{{ 'a' is sameas 'a' }}{{ 1 is sameas 1 }}{{ [] is sameas [] }}{{ none is sameas none }}",
    "{{ true is sameas true }}{{ 1 is sameas true }}{{ 1.0 is sameas 1 }}",
    "{% set a = [1] %}{{ a is sameas a }}{{ a is sameas a[:] }}",
    "{{ '\u039f\u0394\u039f\u03a3 \u03a3\u0391\u03a3'|title }}{{ '\u039f\u0394\u039f\u03a3'|lower }}{{ '\u039f\u0394\u039f\u03a3'.capitalize() }}{{ '\u1fb3\u0391\u03a3'.swapcase() }}",
    "{{ '\u0149a'|title }}{{ '\u0149a'|capitalize }}{{ '\u0149a'|upper }}{{ '\u0149'.swapcase() }}",
    "{% for k, v in x if v > 1 %}{{ loop.previtem }}{{ loop.nextitem }}{% endfor %}",
    "{% for k in d %}{{ loop.previtem }}{{ loop.nextitem }}{% endfor %}",
    "{% for k, v in d.items() %}{{ loop.previtem is defined }}{{ loop.nextitem }}{% endfor %}",
    "{% for k, v in d|dictsort %}{{ loop.previtem }}{% endfor %}",
    "{% for a in [1,2,3] if a != 2 %}{{ loop.revindex }}{{ loop.previtem }}{% else %}e{% endfor %}",
    "{{ 'a,b,c'.rsplit(',', 1) }}{{ 'a,b,c'.split(',', maxsplit=1) }}{{ 'abc'.split('') }}",
    "{{ 'abc'.split(none, none) }}",
    "{{ 'a b'.split(sep=' ') }}",
    "{{ '\u00df'.title() }}{{ '\u01c6'.title() }}{{ '\ufb01x'|title }}{{ '\ufb01x'|capitalize }}",
    "{{ \"o'neil it's\"|title }}{{ \"o'neil it's\".title() }}{{ 'a-b (c) [d] {e} <f>'|title }}",
    "{% filter trim|upper %} a {% endfilter %}",
    "{% for a, b in d %}{{ a }}{% endfor %}",
    "{% for a, b in ['xy'] %}{{ a }}{% endfor %}",
    "{% for a.b in [1] %}{% endfor %}",
    "{{ x[0] is sameas x[0] }}{{ x is sameas x }}{{ d.k is sameas 1 }}{{ '' is sameas '' }}{{ 'ab' is sameas 'a' ~ 'b' }}",
    "{{ namespace(a=1) }}",
    "{{ namespace(1) }}",
    "{{ namespace([['a', 1]]).a }}",
]

VARIABLES = {
    "x": [["a", 1], ["b", 2], ["c", 3], ["d", 1], ["e", 5]],
    "y": [[[1, 2], 3], [[4, 5], 0], [[6, 7], 8], [[9, 9], 1]],
    "d": {"p": 1, "q": 2, "r": 3},
}


def rendered(template, variables):
    try:
        return _compile_jinja_template(template).render(**variables)
    except Exception:
        return None


def main():
    cases = [[template, {}, rendered(template, VARIABLES)] for template in SPLITS + LOOPS + SYNTAX + SIBLINGS]
    cases += [[template, {"w": word}, rendered(template, {"w": word})] for template in CASES for word in WORDS]
    versions = {"jinja2": jinja2.__version__, "transformers": transformers.__version__}
    with open(GOLDEN, "w", encoding="utf-8") as file:
        json.dump({"made by": versions, "variables": VARIABLES, "cases": cases}, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
