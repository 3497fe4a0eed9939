package io.github.isotherm.generate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A text with special tokens in it that grows at its end and is taken from its beginning. Mutable. */
final class MarkedBuffer {
    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder plain = new StringBuilder();
    private BitSet special = new BitSet();
    private BitSet begins = new BitSet();

    void append(String text) {
        whole.append(text);
        plain.append(text);
    }

    /** The name of one special token. */
    void appendSpecial(String name) {
        begins.set(whole.length());
        special.set(whole.length(), whole.length() + name.length());
        whole.append(name);
    }

    void append(MarkedText text) {
        int at = 0;
        for (MarkedText.Mark mark : text.marks()) {
            append(text.whole().substring(at, mark.start()));
            appendSpecial(text.whole().substring(mark.start(), mark.end()));
            at = mark.end();
        }
        append(text.whole().substring(at));
    }

    StringBuilder whole() {
        return whole;
    }

    /** Without special tokens. */
    StringBuilder plain() {
        return plain;
    }

    boolean hasMarks() {
        return !special.isEmpty();
    }

    /** Whether a place in the whole lies between two characters of one name. */
    boolean isInside(int at) {
        return at > 0 && special.get(at - 1) && special.get(at) && !begins.get(at);
    }

    /** Where in the whole a character of the plain text is. */
    int placeOf(int inPlain) {
        int at = special.nextClearBit(0);
        for (int left = inPlain; left > 0; ) {
            int end = special.nextSetBit(at);
            int run = end < 0 ? left : Math.min(left, end - at);
            at = special.nextClearBit(at + run);
            left -= run;
        }
        return at;
    }

    /** Takes so many characters of the whole off its beginning. */
    MarkedText take(int length) {
        if (length == 0) {
            return MarkedText.of("");
        }
        if (!hasMarks()) {
            String text = whole.substring(0, length);
            whole.delete(0, length);
            plain.delete(0, length);
            return MarkedText.of(text);
        }
        MarkedText text = first(length);
        int marked = special.get(0, length).cardinality();
        special = special.get(length, whole.length());
        begins = begins.get(length, whole.length());
        plain.delete(0, length - marked);
        whole.delete(0, length);
        return text;
    }

    void clear() {
        take(whole.length());
    }

    MarkedText all() {
        return first(whole.length());
    }

    private MarkedText first(int length) {
        List<MarkedText.Mark> marks = new ArrayList<>();
        for (int start = begins.nextSetBit(0); start >= 0 && start < length; start = begins.nextSetBit(start + 1)) {
            marks.add(new MarkedText.Mark(start, end(start, length)));
        }
        return new MarkedText(whole.substring(0, length), marks);
    }

    private int end(int start, int length) {
        int next = begins.nextSetBit(start + 1);
        int end = special.nextClearBit(start);
        return Math.min(length, next < 0 ? end : Math.min(end, next));
    }
}
