package io.github.isotherm.grammar;

import org.jspecify.annotations.Nullable;

/** Reads what stands behind a backslash. */
final class RegexEscapes {
    private final RegexReader in;

    RegexEscapes(RegexReader in) {
        this.in = in;
    }

    /** A set that has a letter; null, and nothing read, where it is another escape. */
    @Nullable
    CodePoints classEscape() {
        int letter = in.ahead(0);
        CodePoints set = switch (letter) {
            case 'd', 'D' -> CharacterClasses.DIGITS;
            case 'w', 'W' -> CharacterClasses.WORD;
            case 's', 'S' -> CharacterClasses.SPACE;
            case 'p', 'P' -> property();
            default -> null;
        };
        if (set == null) {
            return null;
        }
        if (letter != 'p' && letter != 'P') {
            in.skip(1);
        }
        return Character.isUpperCase(letter) ? set.not() : set;
    }

    private CodePoints property() {
        int start = in.at() - 1;
        String escape = "\\" + in.shown();
        in.skip(1);
        if (!in.takes('{')) {
            throw in.wrong(escape, "has no name in braces; write " + escape + "{L} for letters");
        }
        StringBuilder name = new StringBuilder();
        while (in.ahead(0) != '}' && in.ahead(0) >= 0 && name.length() < 64) {
            name.appendCodePoint(in.take());
        }
        CodePoints set = CharacterClasses.property(name.toString());
        if (set == null || !in.takes('}')) {
            in.at(start);
            throw in.wrong(
                    escape + "{" + name + "}",
                    "names no general category such as L or Nd, no Script=… and none of the properties that are known;"
                            + " write one of these");
        }
        return set;
    }

    /** One character. */
    int character(boolean inClass) {
        int letter = in.take();
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 0x0B;
            case 'x' -> hex("\\x", 2);
            case 'u' -> unicode();
            case 'c' -> control();
            case '0' -> zero();
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                throw in.wrongBefore(
                        "\\" + Character.toString(letter),
                        "refers back to a group, which no automaton can follow; write out what may be there");
            case 'k' ->
                throw in.wrongBefore(
                        "\\k", "refers back to a group, which no automaton can follow; write out what may be there");
            case 'b' -> {
                if (!inClass) {
                    throw in.wrongBefore("\\b", "is no character here");
                }
                yield '\b';
            }
            default -> itself(letter);
        };
    }

    private int itself(int letter) {
        if (letter < 0x80 && Character.isLetter(letter)) {
            throw in.wrongBefore(
                    "\\" + Character.toString(letter),
                    "is no escape of ECMA-262; write the character itself or its \\x, \\u or \\p escape");
        }
        return letter;
    }

    private int zero() {
        if (in.ahead(0) >= '0' && in.ahead(0) <= '9') {
            throw in.wrongBefore("\\0", "is followed by a digit; write \\x and two hexadecimal digits");
        }
        return 0;
    }

    private int control() {
        int letter = in.ahead(0);
        if (letter < 'A' || letter > 'z' || !Character.isLetter(letter)) {
            throw in.wrong("\\c", "is followed by none of the letters A to Z; write one");
        }
        return in.take() & 31;
    }

    private int unicode() {
        if (in.takes('{')) {
            int point = 0;
            int digits = 0;
            while (Character.digit(Math.max(0, in.ahead(0)), 16) >= 0 && point <= Utf8.LAST) {
                point = point * 16 + Character.digit(in.take(), 16);
                digits++;
            }
            if (digits == 0 || point > Utf8.LAST || !in.takes('}')) {
                throw in.wrong("\\u{", "has no hexadecimal number up to 10FFFF and a }; write one");
            }
            return point;
        }
        int first = hex("\\u", 4);
        boolean pair = first >= 0xD800 && first < 0xDC00 && in.ahead(0) == '\\' && in.ahead(1) == 'u' && isLow();
        if (!pair) {
            return first;
        }
        in.skip(2);
        return Character.toCodePoint((char) first, (char) hex("\\u", 4));
    }

    /** Whether the low half of a pair stands behind the next backslash. */
    private boolean isLow() {
        int third = in.ahead(3);
        return (in.ahead(2) == 'd' || in.ahead(2) == 'D')
                && third >= 0
                && Character.digit(third, 16) >= 12
                && isHex(in.ahead(4))
                && isHex(in.ahead(5));
    }

    private static boolean isHex(int point) {
        return point >= 0 && point < 0x80 && Character.digit(point, 16) >= 0;
    }

    private int hex(String escape, int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (!isHex(in.ahead(0))) {
                throw in.wrong(escape, "is not followed by " + digits + " hexadecimal digits; write them");
            }
            number = number * 16 + Character.digit(in.take(), 16);
        }
        return number;
    }
}
