package io.github.isotherm.template;

import java.util.Locale;

/** Python's changes of case: Unicode's full mappings, in no locale. */
final class CaseMapping {
    private static final int PIECE = 48;
    private static final int DOTTED_I = 0x130;
    private static final int N_AFTER_APOSTROPHE = 0x149;
    private static final int CAPITAL_SHARP_S = 0x1e9e;
    private static final char SIGMA = '\u03a3';
    private static final char SMALL_SIGMA = '\u03c3';
    private static final char FINAL_SIGMA = '\u03c2';
    private static final String CAPITAL_IOTA = "\u0399";
    private static final String IOTA_BELOW = "\u0345";

    private CaseMapping() {}

    /** Piece by piece: where characters become several, the JDK takes the square of the length. */
    static String upper(String text) {
        if (text.length() <= PIECE) {
            return text.toUpperCase(Locale.ROOT);
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + PIECE);
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            out.append(text.substring(from, to).toUpperCase(Locale.ROOT));
            from = to;
        }
        return out.toString();
    }

    /** The one character that becomes two is replaced before, which changes nothing for those around it. */
    static String lower(String text) {
        return withSmallSigmas(text).replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT);
    }

    /**
     * Each capital sigma becomes the small one of its place: final after a cased character where none follows, those between
     * that are ignored left out. Done here in two passes, as the JDK looks for the ends of the word again at each.
     */
    private static String withSmallSigmas(String text) {
        if (text.indexOf(SIGMA) < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        boolean afterCased = false;
        for (int i = 0, point; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if (point == SIGMA) {
                out.setCharAt(i, afterCased ? FINAL_SIGMA : SMALL_SIGMA);
            }
            afterCased = Characters.isCaseIgnorable(point) ? afterCased : Characters.isCased(point);
        }
        boolean beforeCased = false;
        for (int i = text.length(), point; i > 0; i -= Character.charCount(point)) {
            point = text.codePointBefore(i);
            if (point == SIGMA && beforeCased) {
                out.setCharAt(i - 1, SMALL_SIGMA);
            }
            beforeCased = Characters.isCaseIgnorable(point) ? beforeCased : Characters.isCased(point);
        }
        return out.toString();
    }

    /** What becomes of a character, given its lower case in its place and what stands before it. */
    @FunctionalInterface
    private interface Change {
        String of(int point, String lower, boolean first, boolean afterCased);
    }

    /** Only the dotted capital I takes more room in lower case, so a place in one text is known in the other. */
    private static String changed(String text, Change change) {
        String lower = lower(text);
        StringBuilder out = new StringBuilder(text.length());
        boolean afterCased = false;
        int low = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int end = low + (point == DOTTED_I ? 2 : Character.charCount(point));
            out.append(change.of(point, lower.substring(low, end), i == 0, afterCased));
            afterCased = Characters.isCased(point);
            i += Character.charCount(point);
            low = end;
        }
        return out.toString();
    }

    static String capitalize(String text) {
        return changed(text, (point, lower, first, afterCased) -> first ? titled(point) : lower);
    }

    /** {@code str.title}: a cased character after an uncased one is title case, every other lower case. */
    static String title(String text) {
        return changed(text, (point, lower, first, afterCased) -> afterCased ? lower : titled(point));
    }

    static String swap(String text) {
        return changed(text, (point, lower, first, afterCased) -> {
            String one = Character.toString(point);
            return Character.isUpperCase(point) ? lower : Character.isLowerCase(point) ? upper(one) : one;
        });
    }

    /** Unicode's full title case of one character. */
    private static String titled(int point) {
        String upper = upper(Character.toString(point));
        int title = Character.toTitleCase(point);
        if (title != point || Characters.isTitle(point) || upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(title);
        }
        if (point == N_AFTER_APOSTROPHE) {
            return upper;
        }
        if (upper.endsWith(CAPITAL_IOTA)) {
            return upper.substring(0, upper.length() - 1) + IOTA_BELOW;
        }
        return upper.charAt(0) + lower(upper.substring(1));
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
        if (point == CAPITAL_SHARP_S) {
            return "ss";
        }
        return point == DOTTED_I ? lower(one) : lower(upper(one));
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
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
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
