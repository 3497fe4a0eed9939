package io.github.isotherm.grammar;

/** Goes along a pattern, character by character, and says where something is wrong. */
final class RegexReader {
    /** Groups in groups. */
    static final int MOST_NESTED = 200;

    static final int MOST_CHARACTERS = 200_000;

    /** A repetition's bound. */
    static final int MOST_TIMES = 1_000_000_000;

    static final int NONE = -1;

    private final int[] points;
    private int at;

    RegexReader(String pattern) {
        if (pattern.length() > MOST_CHARACTERS) {
            throw new GrammarException(
                    "The pattern has " + pattern.length() + " characters, and may have " + MOST_CHARACTERS + ".",
                    "pattern",
                    "");
        }
        points = pattern.codePoints().toArray();
    }

    int at() {
        return at;
    }

    void at(int place) {
        at = place;
    }

    boolean atEnd() {
        return at == points.length;
    }

    /** The character here, {@link #NONE} at the end. */
    int peek() {
        return ahead(0);
    }

    /** A character further on, {@link #NONE} behind the end. */
    int ahead(int by) {
        return at + by < points.length ? points[at + by] : NONE;
    }

    void skip(int characters) {
        at += characters;
    }

    int take() {
        if (atEnd()) {
            throw wrong("end", "comes too early; finish what is before it");
        }
        return points[at++];
    }

    boolean takes(int point) {
        boolean there = ahead(0) == point;
        at += there ? 1 : 0;
        return there;
    }

    boolean takes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ahead(i) != text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    /** How many letters of modifiers follow, behind {@code (?} or at it. */
    int modifiersHere() {
        int from = ahead(0) == '(' && ahead(1) == '?' ? 2 : 0;
        int letters = 0;
        while (ahead(from + letters) == 'i' || ahead(from + letters) == 's' || ahead(from + letters) == 'm') {
            letters++;
        }
        return letters;
    }

    boolean isQuantifierAhead() {
        return isQuantifier(1);
    }

    boolean isQuantifierBehindBrace() {
        return isQuantifier(0);
    }

    /** Digits, perhaps a comma and digits, and a brace. */
    private boolean isQuantifier(int from) {
        int first = digits(from);
        int next = from + first;
        if (first > 0 && ahead(next) == ',') {
            next += 1 + digits(next + 1);
        }
        return first > 0 && ahead(next) == '}';
    }

    private int digits(int from) {
        int count = 0;
        while (ahead(from + count) >= '0' && ahead(from + count) <= '9') {
            count++;
        }
        return count;
    }

    int takeNumber() {
        long number = 0;
        while (ahead(0) >= '0' && ahead(0) <= '9') {
            number = Math.min(number * 10 + (take() - '0'), MOST_TIMES + 1L);
        }
        if (number > MOST_TIMES) {
            throw wrong("{", "repeats more than " + MOST_TIMES + " times; write a smaller number");
        }
        return (int) number;
    }

    /** A group's name, behind the {@code <}. */
    void takeName() {
        int from = at;
        while (Character.isUnicodeIdentifierPart(ahead(0) < 0 ? ' ' : ahead(0)) || ahead(0) == '$') {
            at++;
        }
        if (at == from || !takes('>')) {
            throw wrong("(?<", "has no name of letters and digits, and a > behind it; write one");
        }
    }

    void deeper(int depth) {
        if (depth > MOST_NESTED) {
            throw wrong(
                    "(", "is the " + depth + "th group in a group, and " + MOST_NESTED + " may be; write it flatter");
        }
    }

    /** The character here. */
    String shown() {
        return atEnd() ? "end" : Character.toString(points[at]);
    }

    /** Something at this place. */
    GrammarException wrong(String what, String why) {
        return new GrammarException(
                "In the pattern, " + what + " at column " + (at + 1) + " " + why + ".", what, "column " + (at + 1));
    }

    /** Something that ends before this place. */
    GrammarException wrongBefore(String what, String why) {
        at--;
        return wrong(what, why);
    }
}
