"""Prints UnicodeTables.java: the character classes of Python's str methods that the JDK does not have.

Run with the Python whose behaviour is to be matched (3.11, Unicode 14):
    python3 src/test/python/unicode_tables.py > src/main/java/io/github/isotherm/template/UnicodeTables.java
"""


def ranges(predicate):
    out, start = [], None
    for point in range(0x110001):
        inside = point < 0x110000 and predicate(chr(point))
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            out.append((start, point - 1))
            start = None
    return out


def base36(number):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
        if not number:
            return text


def encoded(predicate):
    """Gap to the range and length of the range less one, alternately, in base 36."""
    words, at = [], 0
    for first, last in ranges(predicate):
        words += [base36(first - at), base36(last - first)]
        at = last + 1
    return words


def literal(words):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 95:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    return "\n                    + ".join('"%s"' % text for text in lines)


TABLES = [
    ("UNPRINTABLE", "Not printable (categories C* and Z*, less the space).", lambda c: not c.isprintable()),
    ("DIGITS", "isdigit() but not isdecimal(): superscripts and circled digits.", lambda c: c.isdigit() and not c.isdecimal()),
    ("NUMERIC", "isnumeric() but not isdigit(): fractions, ideographs.", lambda c: c.isnumeric() and not c.isdigit()),
]

print("package io.github.isotherm.template;\n")
print("/** Character classes of Python 3.11 (Unicode 14) that the JDK lacks; written by unicode_tables.py. */")
print("final class UnicodeTables {")
for name, comment, predicate in TABLES:
    print("    /** %s */" % comment)
    print("    static final CodePointSet %s = CodePointSet.decode(\n            %s);\n" % (name, literal(encoded(predicate))))
print("    private UnicodeTables() {}")
print("}")
