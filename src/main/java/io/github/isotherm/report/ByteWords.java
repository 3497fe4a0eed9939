package io.github.isotherm.report;

import io.github.isotherm.grammar.ByteSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A set of bytes in words: characters in quotes, ranges of them, other bytes as numbers. */
final class ByteWords {
    private static final int FIRST_LETTER = 0x21;
    private static final int LAST_LETTER = 0x7E;

    /** Every byte that UTF-8 begins a longer character with. */
    private static final ByteSet BEGINNINGS = ByteSet.range(0xC2, 0xF4);

    private ByteWords() {}

    /** In the order of the bytes. */
    static List<String> of(ByteSet set) {
        boolean longer = set.and(BEGINNINGS).equals(BEGINNINGS);
        ByteSet named = longer ? set.and(BEGINNINGS.not()) : set;
        List<String> words = new ArrayList<>();
        for (int from = 0; from < 256; from++) {
            if (named.contains(from)) {
                int last = lastOfRun(named, from);
                addRun(words, from, last);
                from = last;
            }
        }
        if (longer) {
            words.add("any character beyond ASCII");
        }
        return words;
    }

    private static int lastOfRun(ByteSet set, int from) {
        int last = from;
        while (last < 255 && set.contains(last + 1) && isLetter(last + 1) == isLetter(from)) {
            last++;
        }
        return last;
    }

    private static void addRun(List<String> words, int from, int last) {
        if (last - from >= 2) {
            words.add(word(from) + "–" + word(last));
        } else {
            for (int value = from; value <= last; value++) {
                words.add(word(value));
            }
        }
    }

    private static boolean isLetter(int value) {
        return value >= FIRST_LETTER && value <= LAST_LETTER;
    }

    private static String word(int value) {
        return switch (value) {
            case ' ' -> "' '";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\'' -> "\"'\"";
            default -> isLetter(value) ? "'" + (char) value + "'" : String.format(Locale.ROOT, "byte 0x%02X", value);
        };
    }
}
