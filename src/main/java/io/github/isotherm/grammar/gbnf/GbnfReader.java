package io.github.isotherm.grammar.gbnf;

import io.github.isotherm.grammar.GrammarException;

/** Goes along a grammar, character by character, and says in which line something is wrong. */
final class GbnfReader {
    static final int MOST_CHARACTERS = 1_000_000;

    /** A repetition's bound. */
    static final int MOST_TIMES = 1_000_000_000;

    static final int NONE = -1;

    private final int[] points;
    private int at;

    GbnfReader(String source) {
        if (source.length() > MOST_CHARACTERS) {
            throw new GrammarException(
                    "The grammar has " + source.length() + " characters, and may have " + MOST_CHARACTERS + ".",
                    "grammar",
                    "");
        }
        points = source.codePoints().toArray();
    }

    /** A character further on, {@link #NONE} behind the end. */
    int ahead(int by) {
        return at + by < points.length ? points[at + by] : NONE;
    }

    int at() {
        return at;
    }

    void at(int place) {
        at = place;
    }

    int peek() {
        return ahead(0);
    }

    boolean atEnd() {
        return at == points.length;
    }

    int take() {
        if (atEnd()) {
            throw wrong("end", "comes too early; finish what is before it");
        }
        return points[at++];
    }

    boolean takes(int point) {
        boolean there = peek() == point;
        at += there ? 1 : 0;
        return there;
    }

    boolean takesDefinition() {
        boolean there = peek() == ':' && ahead(1) == ':' && ahead(2) == '=';
        at += there ? 3 : 0;
        return there;
    }

    /** Blanks and comments, and ends of lines where a rule goes on. */
    void space(boolean lines) {
        while (true) {
            int next = peek();
            if (next == '#') {
                comment();
            } else if (next == ' ' || next == '\t' || (lines && (next == '\n' || next == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() {
        while (!atEnd() && peek() != '\n' && peek() != '\r') {
            at++;
        }
    }

    boolean isName() {
        return isNamePart(peek());
    }

    private static boolean isNamePart(int point) {
        return (point >= 'a' && point <= 'z')
                || (point >= 'A' && point <= 'Z')
                || (point >= '0' && point <= '9')
                || point == '-'
                || point == '_';
    }

    String name() {
        int from = at;
        while (isNamePart(peek())) {
            at++;
        }
        if (from == at) {
            throw wrong(shown(), "stands where a rule's name is expected; write name ::= and what it is");
        }
        return new String(points, from, at - from);
    }

    boolean isDigit() {
        return peek() >= '0' && peek() <= '9';
    }

    int number() {
        if (!isDigit()) {
            throw wrong(shown(), "stands where a number of times is expected; write {n}, {n,} or {n,m}");
        }
        long number = 0;
        while (isDigit()) {
            number = Math.min(number * 10 + (take() - '0'), MOST_TIMES + 1L);
        }
        if (number > MOST_TIMES) {
            throw wrong("{", "repeats more than " + MOST_TIMES + " times; write a smaller number");
        }
        return (int) number;
    }

    /** A character of a literal or a class, perhaps escaped. */
    int character() {
        int point = take();
        return point == '\\' ? escaped() : point;
    }

    private int escaped() {
        int letter = take();
        return switch (letter) {
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']', '-' -> letter;
            default -> {
                at--;
                throw wrong(
                        "\\" + Character.toString(letter),
                        "is no escape of GBNF; write one of \\n \\r \\t \\\\ \\\" \\[ \\] \\- \\x \\u \\U");
            }
        };
    }

    private int hex(int digits) {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = peek() >= 0 && peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw wrong(shown(), "stands where one of " + digits + " hexadecimal digits is expected; write it");
            }
            number = number * 16 + digit;
            at++;
        }
        if (number > Character.MAX_CODE_POINT) {
            throw wrong("\\U", "is no character; write a number up to 10FFFF");
        }
        return (int) number;
    }

    String shown() {
        return atEnd() ? "end" : peek() == '\n' || peek() == '\r' ? "end of line" : Character.toString(peek());
    }

    int line() {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += points[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private int column() {
        int column = 1;
        for (int i = at - 1; i >= 0 && points[i] != '\n'; i--) {
            column++;
        }
        return column;
    }

    GrammarException wrong(String what, String why) {
        String place = "line " + line() + ", column " + column();
        return new GrammarException("In the grammar, " + what + " at " + place + " " + why + ".", what, place);
    }
}
