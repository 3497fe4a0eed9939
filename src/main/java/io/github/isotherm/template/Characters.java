package io.github.isotherm.template;

import java.util.function.IntPredicate;

/** Python's classes of characters. */
final class Characters {
    /** The middle letters, middle stops of words and numbers, and single quotes of Unicode's word breaks. */
    private static final String STOPS_IN_WORDS =
            "':.\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private Characters() {}

    /** What {@code str.isspace}, {@code strip} and {@code \s} take for white space. */
    static boolean isSpace(int point) {
        if (point < 0x80) {
            return point == ' ' || (point >= 9 && point <= 13) || (point >= 0x1c && point <= 0x1f);
        }
        return point == 0x85
                || point == 0xa0
                || point == 0x1680
                || (point >= 0x2000 && point <= 0x200a)
                || point == 0x2028
                || point == 0x2029
                || point == 0x202f
                || point == 0x205f
                || point == 0x3000;
    }

    /** Where {@code str.splitlines} splits. */
    static boolean isLineBreak(int point) {
        return (point >= 10 && point <= 13)
                || (point >= 0x1c && point <= 0x1e)
                || point == 0x85
                || point == 0x2028
                || point == 0x2029;
    }

    static boolean isPrintable(int point) {
        return (point >= ' ' && point < 0x7f) || (point >= 0x7f && !UnicodeTables.UNPRINTABLE.contains(point));
    }

    static boolean isDecimal(int point) {
        return Character.isDigit(point);
    }

    static boolean isDigit(int point) {
        return Character.isDigit(point) || (point > 0x7f && UnicodeTables.DIGITS.contains(point));
    }

    static boolean isNumeric(int point) {
        return isDigit(point) || (point > 0x7f && UnicodeTables.NUMERIC.contains(point));
    }

    static boolean isAlphanumeric(int point) {
        return Character.isLetter(point) || isNumeric(point);
    }

    static boolean isTitle(int point) {
        return Character.getType(point) == Character.TITLECASE_LETTER;
    }

    static boolean isCased(int point) {
        return Character.isUpperCase(point) || Character.isLowerCase(point) || isTitle(point);
    }

    /** What stands inside words without a case of its own: marks, modifiers, formats, and the stops of UAX 29. */
    static boolean isCaseIgnorable(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> STOPS_IN_WORDS.indexOf(point) >= 0;
        };
    }

    /** A word character of Python's {@code \w}. */
    static boolean isWord(int point) {
        return point == '_' || isAlphanumeric(point);
    }

    static boolean isIdentifierStart(int point) {
        return point == '_' || Character.isUnicodeIdentifierStart(point);
    }

    static boolean isIdentifierPart(int point) {
        return isIdentifierStart(point)
                || (Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point));
    }

    static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && isIdentifierStart(text.codePointAt(0))
                && all(text.substring(Character.charCount(text.codePointAt(0))), Characters::isIdentifierPart);
    }

    static boolean all(String text, IntPredicate predicate) {
        return text.codePoints().allMatch(predicate);
    }

    /** How Python says it: not empty, and all of them. */
    static boolean someAndAll(String text, IntPredicate predicate) {
        return !text.isEmpty() && all(text, predicate);
    }
}
