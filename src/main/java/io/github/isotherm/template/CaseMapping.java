package io.github.isotherm.template;

import java.util.Locale;

/** Python's changes of case: Unicode's full mappings, in no locale. */
final class CaseMapping {
    private CaseMapping() {}

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        String all = lower(text);
        return titled(first) + all.substring(lower(Character.toString(first)).length());
    }

    private static String titled(int point) {
        String upper = upper(Character.toString(point));
        int title = Character.toTitleCase(point);
        if (upper.codePointCount(0, upper.length()) > 1) {
            int first = upper.codePointAt(0);
            return Character.toString(first) + lower(upper.substring(Character.charCount(first)));
        }
        return Character.toString(title);
    }

    /** {@code str.title}: a cased character after an uncased one is title case, every other lower case. */
    static String title(String text) {
        String lower = text.length() == lower(text).length() ? lower(text) : text;
        StringBuilder out = new StringBuilder(text.length());
        boolean afterCased = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            out.append(afterCased ? lowered(lower, text, i, next) : titled(point));
            afterCased = Characters.isCased(point);
            i = next;
        }
        return out.toString();
    }

    private static String lowered(String lower, String text, int from, int to) {
        return lower.equals(text) || lower.length() != text.length()
                ? lower(text.substring(from, to))
                : lower.substring(from, to);
    }

    static String swap(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            String one = Character.toString(point);
            out.append(Character.isUpperCase(point) ? lower(one) : Character.isLowerCase(point) ? upper(one) : one);
        });
        return out.toString();
    }

    /** {@code str.casefold}: lower case of upper case, which folding is but for the dotless i and Cherokee. */
    static String fold(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> out.append(folded(point)));
        return out.toString();
    }

    private static String folded(int point) {
        String one = Character.toString(point);
        boolean cherokee = point >= 0x13a0 && point <= 0x13f5;
        if (cherokee || point == 0x131) {
            return one;
        }
        if ((point >= 0xab70 && point <= 0xabbf) || (point >= 0x13f8 && point <= 0x13fd)) {
            return upper(one);
        }
        return point == 0x130 ? lower(one) : lower(upper(one));
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(p -> Character.isLowerCase(p) || Characters.isTitle(p));
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(p -> Character.isUpperCase(p) || Characters.isTitle(p));
    }

    static boolean isTitle(String text) {
        boolean cased = false;
        boolean afterCased = false;
        for (int point : text.codePoints().toArray()) {
            boolean starts = Character.isUpperCase(point) || Characters.isTitle(point);
            boolean goesOn = Character.isLowerCase(point);
            if ((starts && afterCased) || (goesOn && !afterCased)) {
                return false;
            }
            afterCased = starts || goesOn;
            cased |= afterCased;
        }
        return cased;
    }
}
