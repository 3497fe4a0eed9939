package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.List;

/** Characters as bytes: ranges of code points in UTF-8, without surrogates. */
public final class Utf8 {
    /** The last code point. */
    public static final int LAST = Character.MAX_CODE_POINT;

    private static final int[] LENGTHS_END = {0x7F, 0x7FF, 0xFFFF, LAST};

    private Utf8() {}

    /**
     * One character of a range.
     *
     * @param table makes the expression
     * @param from the first code point, ≥ 0
     * @param to the last one, ≤ {@link #LAST}; surrogates between them are left out
     * @return the expression
     */
    public static Expression range(Expressions table, int from, int to) {
        List<Expression> parts = new ArrayList<>();
        add(parts, table, from, Math.min(to, 0xD7FF));
        add(parts, table, Math.max(from, 0xE000), to);
        return table.either(parts);
    }

    private static void add(List<Expression> parts, Expressions table, int from, int to) {
        int start = from;
        for (int length = 1; length <= 4 && start <= to; length++) {
            int end = Math.min(to, LENGTHS_END[length - 1]);
            if (start <= end) {
                parts.add(between(table, encoded(start, length), encoded(end, length), 0, true, true));
                start = end + 1;
            }
        }
    }

    private static int[] encoded(int point, int length) {
        int[] bytes = new int[length];
        int left = point;
        for (int i = length - 1; i > 0; i--) {
            bytes[i] = 0x80 | (left & 0x3F);
            left >>>= 6;
        }
        int[] leads = {0, 0xC0, 0xE0, 0xF0};
        bytes[0] = leads[length - 1] | left;
        return bytes;
    }

    /** Byte strings between two of one length whose further bytes are all continuations. */
    private static Expression between(Expressions table, int[] low, int[] high, int at, boolean atLow, boolean atHigh) {
        if (at == low.length) {
            return table.empty();
        }
        int least = atLow ? low[at] : 0x80;
        int most = atHigh ? high[at] : 0xBF;
        return split(table, low, high, at, atLow, atHigh, least, most);
    }

    private static Expression split(
            Expressions table, int[] low, int[] high, int at, boolean atLow, boolean atHigh, int least, int most) {
        if (least == most) {
            return table.then(table.bytes(ByteSet.of(least)), between(table, low, high, at + 1, atLow, atHigh));
        }
        List<Expression> ways = new ArrayList<>();
        int from = least;
        int to = most;
        if (atLow) {
            ways.add(table.then(table.bytes(ByteSet.of(least)), between(table, low, high, at + 1, true, false)));
            from++;
        }
        if (atHigh) {
            ways.add(table.then(table.bytes(ByteSet.of(most)), between(table, low, high, at + 1, false, true)));
            to--;
        }
        if (from <= to) {
            ways.add(table.then(table.bytes(ByteSet.range(from, to)), between(table, low, high, at + 1, false, false)));
        }
        return table.either(ways);
    }
}
