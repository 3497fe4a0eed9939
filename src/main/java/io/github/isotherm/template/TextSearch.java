package io.github.isotherm.template;

import org.jspecify.annotations.Nullable;

/**
 * Finds a text in another, again and again, in a time that grows with the sum of their lengths: the JDK's search for
 * short ones, Knuth, Morris and Pratt's for those with which that could take the product.
 */
final class TextSearch {
    private static final int SHORT = 32;

    private final String text;
    private final String wanted;
    private final boolean backwards;
    /** For each end of the wanted text, the longest of its beginnings that ends there; null for a short one. */
    private final int @Nullable [] borders;

    private TextSearch(String text, String wanted, boolean backwards, Rendering rendering) {
        this.text = text;
        this.wanted = wanted;
        this.backwards = backwards;
        boolean naive = wanted.length() <= SHORT || wanted.length() > text.length();
        rendering.compared(naive ? text.length() * (long) Math.max(1, wanted.length() >> 2) : 16L * text.length());
        rendering.charge(naive ? 0 : 4L * wanted.length());
        this.borders = naive ? null : borders();
    }

    static TextSearch forwards(String text, String wanted, Rendering rendering) {
        return new TextSearch(text, wanted, false, rendering);
    }

    static TextSearch backwards(String text, String wanted, Rendering rendering) {
        return new TextSearch(text, wanted, true, rendering);
    }

    private char wanted(int at) {
        return wanted.charAt(backwards ? wanted.length() - 1 - at : at);
    }

    private char text(int at) {
        return text.charAt(backwards ? text.length() - 1 - at : at);
    }

    private int[] borders() {
        int[] found = new int[wanted.length()];
        int length = 0;
        for (int i = 1; i < found.length; i++) {
            while (length > 0 && wanted(i) != wanted(length)) {
                length = found[length - 1];
            }
            length += wanted(i) == wanted(length) ? 1 : 0;
            found[i] = length;
        }
        return found;
    }

    /** The first place at or after an index, or -1. */
    int next(int from) {
        return borders == null ? text.indexOf(wanted, from) : found(borders, from);
    }

    /** The last place that ends at or before an index, or -1. */
    int previous(int end) {
        if (end < wanted.length()) {
            return -1;
        }
        if (borders == null) {
            return text.lastIndexOf(wanted, end - wanted.length());
        }
        int at = found(borders, text.length() - end);
        return at < 0 ? -1 : text.length() - at - wanted.length();
    }

    private int found(int[] table, int from) {
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text(i) != wanted(matched)) {
                matched = table[matched - 1];
            }
            matched += text(i) == wanted(matched) ? 1 : 0;
            if (matched == wanted.length()) {
                return i + 1 - matched;
            }
        }
        return -1;
    }
}
