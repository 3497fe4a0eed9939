package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * One character of a set: as few expressions as there are different ends of it.
     *
     * @param table makes the expression
     * @param set which; surrogates in it are left out
     * @return the expression
     */
    public static Expression character(Expressions table, CodePoints set) {
        CodePoints written = set.and(CodePoints.range(0xD800, 0xDFFF).not());
        List<Expression> parts = new ArrayList<>();
        parts.add(leads(table, written, 0, 0x80, 0, 0));
        parts.add(leads(table, written, 0xC2, 0xE0, 0xC0, 1));
        parts.add(leads(table, written, 0xE0, 0xF0, 0xE0, 2));
        parts.add(leads(table, written, 0xF0, 0xF5, 0xF0, 3));
        return table.either(parts);
    }

    /** Characters whose first bytes are of a range, and that have so many more. */
    private static Expression leads(Expressions table, CodePoints set, int from, int to, int zero, int more) {
        Map<Expression, ByteSet> behind = new LinkedHashMap<>();
        for (int lead = from; lead < to; lead++) {
            Expression rest = rest(table, set, (lead - zero) << (6 * more), more);
            behind.merge(rest, ByteSet.of(lead), ByteSet::or);
        }
        return joined(table, behind);
    }

    private static Expression rest(Expressions table, CodePoints set, int start, int more) {
        // Longer than need be, as E0 80 80 would be, is not written.
        int least = more == 2 && start == 0 ? 0x800 : more == 3 && start == 0 ? 0x10000 : start;
        int end = Math.min(start + (1 << (6 * more)) - 1, LAST);
        int there = set.countIn(least, end);
        if (there == 0) {
            return table.nothing();
        }
        if (there == 1 << (6 * more)) {
            return table.repeat(table.bytes(ByteSet.range(0x80, 0xBF)), more, more);
        }
        Map<Expression, ByteSet> behind = new LinkedHashMap<>();
        for (int low = 0; low < 64; low++) {
            int first = start + (low << (6 * (more - 1)));
            if (first >= least && first <= end) {
                behind.merge(rest(table, set, first, more - 1), ByteSet.of(0x80 | low), ByteSet::or);
            }
        }
        return joined(table, behind);
    }

    private static Expression joined(Expressions table, Map<Expression, ByteSet> behind) {
        List<Expression> parts = new ArrayList<>();
        behind.forEach((rest, first) -> parts.add(table.then(table.bytes(first), rest)));
        return table.either(parts);
    }
}
