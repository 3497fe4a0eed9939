package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import java.util.BitSet;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A character that stands in none of some texts, neither itself nor as JSON escapes it: what a text is marked with can be
 * told from what it said.
 *
 * @param character one that is private to applications
 */
record FreeMark(char character) {
    private static final char FIRST = '\uE000';
    private static final char LAST = '\uF8FF';

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    static FreeMark of(Collection<String> texts) {
        BitSet taken = new BitSet();
        for (String text : texts) {
            text.chars().filter(one -> one >= FIRST).forEach(taken::set);
            Matcher escapes = ESCAPE.matcher(text);
            while (escapes.find()) {
                taken.set(Integer.parseInt(escapes.group(1), 16));
            }
        }
        int free = taken.nextClearBit(FIRST);
        if (free > LAST) {
            throw new InvalidValueException(
                    "The conversation spells a special token and has all of the " + (LAST - FIRST + 1)
                            + " private characters from U+E000 on but must leave one free; leave one out.");
        }
        return new FreeMark((char) free);
    }

    /** The parts of a text between its marks; as JSON one may have been escaped, once or again. */
    String[] split(String text) {
        String escaped = String.format(Locale.ROOT, "\\\\+u%04x", (int) character);
        return Pattern.compile(character + "|" + escaped, Pattern.CASE_INSENSITIVE)
                .split(text, -1);
    }

    /** A text with marks at some places. */
    String into(String text, BitSet places) {
        StringBuilder marked = new StringBuilder(text.length() + places.cardinality());
        int at = 0;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            marked.append(text, at, place).append(character);
            at = place;
        }
        return marked.append(text, at, text.length()).toString();
    }
}
