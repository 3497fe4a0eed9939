"""Writes expressions.json: random expressions and what Jinja2 in transformers' environment prints for them.

    python3 src/test/python/expressions.py [seed [count [file]]]

Needs Python 3.11 and jinja2 3.1. Each case is [expression, result], the result null where Python raises.
"""

import copy
import json
import os
import random
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from render_templates import environment  # noqa: E402

VARIABLES = {
    "i": 7,
    "j": -3,
    "big": 12345678901234567890,
    "f": 2.5,
    "g": -0.1,
    "s": "Hello, World",
    "u": "Grüße 😀 naïve ẞ\u00a0x",
    "q": "it's \"so\"\n\ttab",
    "w": "  padded text  ",
    "num": "42",
    "e": "",
    "t": True,
    "n": None,
    "l": [3, 1, 2],
    "m": ["b", "A", "c", "a"],
    "x": [1, "a", None, True, 2.5, [1, 2], {"k": "v"}],
    "z": [],
    "d": {"b": 1, "a": [1, 2], "C": "x y", "items": 5, "n": None},
    "o": [{"role": "user", "content": "Hi", "n": 2}, {"role": "assistant", "content": None, "n": 1}, {"role": "user", "n": 3}],
}

INTS = ["0", "1", "2", "3", "-1", "-2", "7", "10", "100", "i", "j", "big", "t", "true", "false", "l[0]", "d.b", "1_000", "0xff"]
FLOATS = ["0.5", "1.0", "2.5", "-1.5", "1e3", "1e-7", "1e16", "1e22", "3.14159", "f", "g", "100.0", "0.1", "2.675", "1e300"]
STRINGS = ["''", "'a'", "'abc'", "'Hello'", "s", "u", "q", "w", "num", "e", "'%s'", "'x,y,,z'", "'a b  c'", "'-'", "' '", "'\\n'",
           "'é'", "'😀'", "'1.5'", "'-7'", "'ABC def'", "'l'", "d.C", "o[0].role", "m[1]", "'user'", "'{}'", "'ab' 'cd'", "'tEst-case it\\'s'"]
LISTS = ["l", "m", "x", "z", "o", "[1, 2, 3]", "['a', 'b']", "[]", "(1, 2)", "()", "(1,)", "range(5)", "range(1, 10, 3)", "range(5, 0, -2)",
         "[[1, 2], [3]]", "[1.5, 2, true]", "s.split()", "d.keys()", "d.values()", "d.items()", "d|list", "d.a", "[none, 1]", "['B', 'a', 'C']"]
DICTS = ["d", "{}", "{'a': 1}", "{'a': 1, 'b': [1, 'x']}", "{1: 'one', 'k': none}", "dict(a=1, b='q')", "o[0]", "x[6]", "{'z': 1, 'y': {'k': 2.0}}"]
OTHERS = ["none", "n", "nope", "d.nope", "s.nope", "o[1].content", "true", "false", "namespace(a=1)"]

TEXT_METHODS = ["upper()", "lower()", "title()", "capitalize()", "swapcase()", "casefold()", "strip()", "lstrip()", "rstrip()", "strip({S})",
                "lstrip({S})", "rstrip({S})", "split()", "split({S})", "split({S}, {I})", "split(none, 1)", "split(maxsplit=1)", "rsplit({S})",
                "rsplit({S}, 1)", "rsplit(none, 1)", "splitlines()", "splitlines(true)", "partition({S})", "rpartition({S})", "replace({S}, {S})",
                "replace({S}, {S}, {I})", "startswith({S})", "endswith({S})", "startswith(({S}, {S}))", "startswith({S}, {I})", "endswith({S}, {I}, {I})",
                "find({S})", "rfind({S})", "find({S}, {I})", "index({S})", "count({S})", "count({S}, {I}, {I})", "isdigit()", "isalpha()", "isalnum()",
                "isspace()", "isupper()", "islower()", "istitle()", "isnumeric()", "isdecimal()", "isascii()", "isprintable()", "isidentifier()",
                "join({L})", "join(m)", "ljust({I})", "rjust({I}, '*')", "center({I})", "center({I}, '=')", "zfill({I})", "expandtabs()", "expandtabs(4)",
                "removeprefix({S})", "removesuffix({S})", "format({A})", "format({A}, {A})", "format(a={A})", "rindex({S})"]
TEXT_FILTERS = ["upper", "lower", "title", "capitalize", "trim", "trim({S})", "replace({S}, {S})", "replace({S}, {S}, {I})", "length", "list", "first",
                "last", "reverse", "indent", "indent({I})", "indent({I}, true)", "indent(2, blank=true)", "indent({S})", "indent(width=3, first=true)",
                "truncate({I})", "truncate(5)", "truncate(5, true)", "truncate(6, false, '..', 0)", "wordcount", "center({I})", "int", "int({I})",
                "int(base=16)", "float", "float({F})", "string", "default({A})", "default({A}, true)", "tojson", "escape", "e", "safe", "urlencode",
                "join('-')", "unique|list", "sort", "sort(reverse=true)", "format({A})", "format({A}, {A})", "wordwrap({I})", "wordwrap(5)",
                "wordwrap(4, false)", "batch(2)|list", "forceescape", "d('z')", "count", "max", "min", "pprint", "abs"]
LIST_FILTERS = ["length", "count", "first", "last", "list", "join", "join({S})", "join(', ')", "reverse|list", "sort", "sort(reverse=true)",
                "sort(case_sensitive=true)", "sum", "sum(start={I})", "min", "max", "unique|list", "batch({I})|list", "batch(2, {A})|list",
                "slice({I})|list", "slice(2, {A})|list", "tojson", "tojson(indent=2)", "tojson(indent={I})", "tojson(separators=(',', ':'))", "string",
                "map('string')|list", "map('upper')|list", "map('int')|list", "map('default', {A})|list", "map(attribute='n')|list",
                "map(attribute='role', default={A})|list", "select|list", "reject|list", "select('odd')|list", "select('string')|list",
                "select('in', {L})|list", "reject('none')|list", "select('gt', {I})|list", "selectattr('n')|list", "selectattr('role', 'equalto', 'user')|list",
                "rejectattr('content', 'none')|list", "selectattr('content', 'defined')|list|length", "groupby('role')", "groupby('role')|list|length",
                "sort(attribute='n')", "sort(attribute='role,n')", "unique(attribute='role')|list", "map('length')|list", "map('first')|list", "default({A}, true)",
                "map('tojson')|join(';')", "sum(attribute='n')", "min(attribute='n')", "max(attribute='n')", "join(',', attribute='role')", "pprint",
                "map('trim')|join('|')", "dictsort", "items|list", "tojson(ensure_ascii=true)", "map('replace', 'a', 'b')|list", "random_no"]
DICT_FILTERS = ["length", "list", "items|list", "dictsort", "dictsort(true)", "dictsort(false, 'value')", "dictsort(reverse=true)", "tojson", "tojson(indent=2)",
                "tojson(sort_keys=true)", "first", "last", "string", "default('x')", "urlencode", "xmlattr", "pprint", "join(',')", "sort", "map('upper')|list",
                "tojson(indent='--', sort_keys=true)", "unique|list", "max", "select('string')|list", "attr('items')", "attr('nope')", "sum", "reverse|list"]
DICT_METHODS = ["get({S})", "get('a')", "get('nope', {A})", "keys()", "values()", "items()", "items()|list", "keys()|list|sort", "copy()", "pop('a')",
                "update({D})", "get({A})", "items"]
LIST_METHODS = ["index({A})", "count({A})", "copy()", "append(1)", "index(1)", "count('a')", "pop()", "sort()", "extend([1])"]
NUMBER_FILTERS = ["abs", "int", "float", "round", "round({I})", "round(2)", "round(1, 'ceil')", "round(1, 'floor')", "round(-1)", "string", "filesizeformat",
                  "filesizeformat(true)", "default({A})", "tojson", "upper", "length", "list", "round(0, 'floor')", "format", "trim", "string|length", "pprint"]
TESTS = ["defined", "undefined", "none", "boolean", "true", "false", "integer", "float", "number", "string", "mapping", "sequence", "iterable", "callable",
         "odd", "even", "divisibleby {I}", "divisibleby(3)", "eq {A}", "ne({A})", "gt {I}", "lt({F})", "ge 2", "le({I})", "in {L}", "in({S})", "upper", "lower",
         "sameas true", "sameas none", "equalto({A})", "filter", "test", "escaped"]
FORMATS = ["%s", "%d", "%5d", "%-5d|", "%05d", "%+d", "%x", "%X", "%#x", "%o", "%e", "%.3f", "%8.2f", "%g", "%.3g", "%r", "%a", "%c", "%5s|", "%-6s|", "%.2s",
           "%%", "%i", "%08.3f", "% d", "%G", "%E", "%#.3g", "%.0f", "%10.4e"]
SPECS = ["", ">5", "<5", "^7", "*^9", "05", "+", " ", ",", "_", ".2f", "8.3f", "e", ".1e", "g", ".3g", "%", ".1%", "d", "x", "#x", "b", "#b", "o", "X", "c", "s",
         ".2", "10", "08.2f", "=+6", "+,d", ",.2f", "012,d", ">10.3", "n", "#o", ".0f", "E", "G", "5s", "<5d", "^+7.1f", "z"]


class Expressions:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def choice(self, options):
        return self.random.choice(options)

    def fill(self, text, depth):
        for key, make in (("{S}", self.string), ("{I}", self.integer), ("{F}", self.floating), ("{L}", self.list), ("{D}", self.dict), ("{A}", self.any)):
            while key in text:
                text = text.replace(key, make(depth + 1), 1)
        return text

    def atom(self, simple, depth, *ways):
        if depth > 2 or self.random.random() < 0.45:
            return self.choice(simple)
        return self.choice(ways)()

    def integer(self, depth=0):
        d = depth + 1
        return self.atom(
            INTS, depth,
            lambda: "(%s %s %s)" % (self.integer(d), self.choice(["+", "-", "*", "//", "%"]), self.integer(d)),
            lambda: "(%s|length)" % self.choice([self.string, self.list, self.dict])(d),
            lambda: "(-%s)" % self.integer(d),
            lambda: "(%s|int)" % self.any(d),
            lambda: "(%s ** %s)" % (self.choice(["2", "i", "10", "-3", "t"]), self.choice(["0", "2", "3", "10", "70"])),
        )

    def floating(self, depth=0):
        d = depth + 1
        return self.atom(
            FLOATS, depth,
            lambda: "(%s %s %s)" % (self.number(d), self.choice(["+", "-", "*", "/", "//", "%"]), self.number(d)),
            lambda: "(%s / %s)" % (self.integer(d), self.integer(d)),
            lambda: "(%s|float)" % self.any(d),
            lambda: "(%s|round(%s))" % (self.floating(d), self.choice(["0", "1", "2", "3", "-1"])),
            lambda: "(%s ** %s)" % (self.number(d), self.choice(["-1", "0.5", "2", "-2", "1.5"])),
        )

    def number(self, depth=0):
        return self.choice([self.integer, self.floating])(depth)

    def string(self, depth=0):
        d = depth + 1
        return self.atom(
            STRINGS, depth,
            lambda: "(%s + %s)" % (self.string(d), self.string(d)),
            lambda: "(%s ~ %s)" % (self.any(d), self.any(d)),
            lambda: "(%s * %s)" % (self.string(d), self.choice(["0", "2", "3", "-1", "t"])),
            lambda: "%s%s" % (self.string(d), self.slice(d)),
            lambda: "%s[%s]" % (self.string(d), self.choice(["0", "-1", "1", "20"])),
            lambda: "%s.%s" % (self.string(d), self.fill(self.choice(TEXT_METHODS), d)),
            lambda: "(%s|%s)" % (self.string(d), self.fill(self.choice(TEXT_FILTERS), d)),
            lambda: "(%s|string)" % self.any(d),
            lambda: "('%s' %% %s)" % (self.choice(FORMATS), self.any(d)),
            lambda: "('%s,%s' %% (%s, %s))" % (self.choice(FORMATS), self.choice(FORMATS), self.any(d), self.any(d)),
            lambda: "'{:%s}'.format(%s)" % (self.choice(SPECS), self.any(d)),
            lambda: "'{0!r:%s}{1}'.format(%s, %s)" % (self.choice(SPECS), self.any(d), self.any(d)),
        )

    def slice(self, depth):
        part = lambda: self.choice(["", "", "0", "1", "2", "-1", "-2", "5", "100", "-100", "i"])
        return "[%s:%s%s]" % (part(), part(), self.choice(["", ":", ":2", ":-1", ":-2", ":3"]))

    def list(self, depth=0):
        d = depth + 1
        return self.atom(
            LISTS, depth,
            lambda: "[%s, %s]" % (self.any(d), self.any(d)),
            lambda: "(%s + %s)" % (self.list(d), self.list(d)),
            lambda: "(%s * %s)" % (self.list(d), self.choice(["0", "2", "-1"])),
            lambda: "%s%s" % (self.list(d), self.slice(d)),
            lambda: "(%s|%s)" % (self.list(d), self.fill(self.choice(LIST_FILTERS), d)),
            lambda: "(%s|list)" % self.any(d),
            lambda: "%s.%s" % (self.string(d), self.fill(self.choice(["split()", "split({S})", "splitlines()"]), d)),
            lambda: "(%s, %s)" % (self.any(d), self.any(d)),
        )

    def dict(self, depth=0):
        d = depth + 1
        return self.atom(
            DICTS, depth,
            lambda: "{%s: %s, 'k': %s}" % (self.any(d), self.any(d), self.any(d)),
            lambda: "dict(%s, z=%s)" % (self.dict(d), self.any(d)),
            lambda: "%s.copy()" % self.dict(d),
            lambda: "dict(%s)" % self.choice(["[('a', 1)]", "d.items()", "[[1, 2]]", "['ab']"]),
        )

    def truth(self, depth=0):
        d = depth + 1
        return self.atom(
            ["true", "false", "t", "none"], depth,
            lambda: "(%s %s %s)" % (self.any(d), self.choice(["==", "!="]), self.any(d)),
            lambda: "(%s %s %s)" % (self.number(d), self.choice(["<", "<=", ">", ">=", "=="]), self.number(d)),
            lambda: "(%s < %s <= %s)" % (self.number(d), self.number(d), self.number(d)),
            lambda: "(%s %s %s)" % (self.string(d), self.choice(["<", ">", "in", "not in"]), self.string(d)),
            lambda: "(%s %s %s)" % (self.any(d), self.choice(["in", "not in"]), self.choice([self.list, self.dict, self.string])(d)),
            lambda: "(%s %s %s)" % (self.list(d), self.choice(["<", "==", ">="]), self.list(d)),
            lambda: "(%s is %s%s)" % (self.any(d), self.choice(["", "", "not "]), self.fill(self.choice(TESTS), d)),
            lambda: "(%s %s %s)" % (self.any(d), self.choice(["and", "or"]), self.any(d)),
            lambda: "(not %s)" % self.any(d),
        )

    def any(self, depth=0):
        d = depth + 1
        if depth > 2:
            return self.choice(self.choice([INTS, FLOATS, STRINGS, LISTS, DICTS, OTHERS]))
        return self.choice([
            lambda: self.integer(d), lambda: self.floating(d), lambda: self.string(d), lambda: self.list(d), lambda: self.dict(d),
            lambda: self.truth(d), lambda: self.choice(OTHERS),
            lambda: "(%s if %s else %s)" % (self.any(d), self.any(d), self.any(d)),
            lambda: "%s[%s]" % (self.list(d), self.any(d)),
            lambda: "%s.%s" % (self.dict(d), self.choice(["a", "b", "k", "items", "nope", "z"])),
            lambda: "%s[%s]" % (self.dict(d), self.any(d)),
        ])()

    def top(self):
        d = 0
        return self.choice([
            lambda: self.any(d), lambda: self.string(d), lambda: self.number(d), lambda: self.truth(d), lambda: self.list(d),
            lambda: "%s.%s" % (self.string(1), self.fill(self.choice(TEXT_METHODS), 1)),
            lambda: "%s|%s" % (self.string(1), self.fill(self.choice(TEXT_FILTERS), 1)),
            lambda: "%s|%s" % (self.list(1), self.fill(self.choice(LIST_FILTERS), 1)),
            lambda: "%s|%s" % (self.dict(1), self.fill(self.choice(DICT_FILTERS), 1)),
            lambda: "%s.%s" % (self.dict(1), self.fill(self.choice(DICT_METHODS), 1)),
            lambda: "%s.%s" % (self.list(1), self.fill(self.choice(LIST_METHODS), 1)),
            lambda: "%s|%s" % (self.number(1), self.fill(self.choice(NUMBER_FILTERS), 1)),
            lambda: "%s|%s" % (self.any(1), self.fill(self.choice(self.choice([TEXT_FILTERS, LIST_FILTERS, DICT_FILTERS, NUMBER_FILTERS])), 1)),
            lambda: "%s is %s" % (self.any(1), self.fill(self.choice(TESTS), 1)),
            lambda: "'%s' %% %s" % (self.choice(FORMATS), self.any(1)),
            lambda: "'{:%s}'.format(%s)" % (self.choice(SPECS), self.any(1)),
        ])()


def shows_address(text):
    """Python's rendering holds a memory address, so it is not reproducible (and refused by isotherm)."""
    return " at 0x" in text


def cases(seed, count):
    generator = Expressions(seed)
    env = environment()
    seen = set()
    while len(seen) < count:
        expression = generator.top()
        if expression in seen or len(expression) > 150:
            continue
        try:
            result = env.from_string("{{ " + expression + " }}").render(**copy.deepcopy(VARIABLES))  # the indent filter changes lists
        except Exception:  # whatever Python raises, the golden says that it raised
            result = None
        if result is not None and (shows_address(result) or len(result) > 2000):
            continue
        seen.add(expression)
        yield expression, result


def main():
    warnings.simplefilter("ignore")
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261101
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    here = os.path.dirname(os.path.abspath(__file__))
    path = sys.argv[3] if len(sys.argv) > 3 else os.path.join(here, "../resources/golden/template/expressions.json")
    with open(path, "w", encoding="utf-8") as file:
        lines = [json.dumps([e, r], ensure_ascii=True) for e, r in cases(seed, count)]
        file.write('{"variables": %s,\n"cases": [\n%s\n]}\n' % (json.dumps(VARIABLES), ",\n".join(lines)))


if __name__ == "__main__":
    main()
