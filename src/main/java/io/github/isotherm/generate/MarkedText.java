package io.github.isotherm.generate;

import java.util.List;

/**
 * The text of tokens with the names of special ones in it. Programs read it whole: a stop, or the marker of a tool's call,
 * may be a special token. People read it without. Immutable.
 *
 * @param whole the text, special tokens by their names
 * @param marks where those names are, in order
 */
public record MarkedText(String whole, List<Mark> marks) {
    /** Copies the list. */
    public MarkedText {
        marks = List.copyOf(marks);
    }

    /**
     * The name of one special token.
     *
     * @param start its first character
     * @param end behind its last one
     */
    public record Mark(int start, int end) {}

    /**
     * A text without special tokens.
     *
     * @param text the text
     * @return the same
     */
    public static MarkedText of(String text) {
        return new MarkedText(text, List.of());
    }

    /**
     * What people read.
     *
     * @return the text without special tokens
     */
    public String plain() {
        return marks.isEmpty() ? whole : plain(0, whole.length());
    }

    /**
     * The end of the text.
     *
     * @param start its first character in the whole, not inside a name
     * @return what stands from there on
     */
    public MarkedText from(int start) {
        return new MarkedText(
                whole.substring(start),
                marks.stream()
                        .filter(mark -> mark.end > start)
                        .map(mark -> new Mark(Math.max(0, mark.start - start), mark.end - start))
                        .toList());
    }

    /**
     * What people read of a part.
     *
     * @param from its first character in the whole
     * @param to behind its last one
     * @return the part without special tokens; a name that is cut is left out as far as it is in the part
     */
    public String plain(int from, int to) {
        StringBuilder plain = new StringBuilder(to - from);
        int at = from;
        for (Mark mark : marks) {
            if (mark.end > at && mark.start < to) {
                plain.append(whole, at, Math.max(at, mark.start));
                at = Math.min(to, mark.end);
            }
        }
        return plain.append(whole, at, to).toString();
    }
}
