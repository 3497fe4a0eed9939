package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.CodePoints;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands between the quotes of strings. Control characters, the quote and the backslash are escaped and others are
 * not, except that a slash may be: there is no way around what a schema says about a string.
 */
final class Texts {
    private static final String SHORT = "\b\f\n\r\t";
    private static final String LETTERS = "bfnrt";

    private final Expressions table;
    private final Spelling spelling;
    private final Expression any;
    private final Expression character;

    Texts(Expressions table, Spelling spelling) {
        this.table = table;
        this.spelling = spelling;
        character = range(0, Utf8.LAST);
        any = table.repeat(character, 0, Expressions.UNBOUNDED);
    }

    Expression any() {
        return any;
    }

    /** Strings of so many characters. */
    Expression counted(int min, int max) {
        return min == 0 && max == Expressions.UNBOUNDED ? any : table.repeat(character, min, max);
    }

    Expression without(Expression part) {
        return part == table.nothing() ? any : part == any ? table.nothing() : table.all(List.of(any, table.not(part)));
    }

    /** One character of a range, in every spelling. */
    Expression range(int from, int to) {
        if (spelling == Spelling.BARE) {
            return Utf8.range(table, Math.max(from, 0), to);
        }
        if (from == to && from >= 0x20 && from < 0x80 && spelling.escaped().indexOf(from) < 0) {
            return table.bytes(ByteSet.of(from));
        }
        List<Expression> ways = new ArrayList<>();
        int at = Math.max(from, 0x20);
        for (int escaped : new int[] {spelling.quote(), '\\', Utf8.LAST + 1}) {
            int end = Math.min(to, escaped - 1);
            if (at <= end) {
                ways.add(Utf8.range(table, at, end));
            }
            at = Math.max(at, escaped + 1);
        }
        for (char escaped : spelling.escaped().toCharArray()) {
            if (escaped >= from && escaped <= to) {
                ways.add(table.text("\\" + escaped));
            }
        }
        for (int i = 0; i < SHORT.length(); i++) {
            if (SHORT.charAt(i) >= from && SHORT.charAt(i) <= to) {
                ways.add(table.text("\\" + LETTERS.charAt(i)));
            }
        }
        for (int control = Math.max(from, 0); control <= Math.min(to, 0x1F); control++) {
            ways.add(control(control));
        }
        return table.either(ways);
    }

    /** One character of a set, in every spelling. */
    Expression character(CodePoints set) {
        List<Expression> ways = new ArrayList<>();
        for (int i = 0; i < set.ranges(); i++) {
            ways.add(range(set.first(i), set.last(i)));
        }
        return table.either(ways);
    }

    private Expression control(int point) {
        int low = Character.toLowerCase(Character.forDigit(point & 15, 16));
        ByteSet last = ByteSet.of(low).or(ByteSet.of(Character.toUpperCase(low)));
        return table.sequence(table.text("\\u00" + (point >> 4)), table.bytes(last));
    }

    /** A text in every spelling. */
    Expression spelled(String text) {
        int[] points = text.codePoints().toArray();
        Expression[] parts = new Expression[points.length];
        for (int i = 0; i < points.length; i++) {
            parts[i] = points[i] >= 0xD800 && points[i] <= 0xDFFF ? table.nothing() : range(points[i], points[i]);
        }
        return table.sequence(parts);
    }

    /** A text as it is usually written. */
    String usual(String text) {
        if (spelling == Spelling.BARE) {
            return text;
        }
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            int letter = SHORT.indexOf(at);
            if (letter >= 0) {
                written.append('\\').append(LETTERS.charAt(letter));
            } else if (at < 0x20) {
                written.append(String.format(Locale.ROOT, "\\u%04x", (int) at));
            } else {
                written.append(at == spelling.quote() || at == '\\' ? "\\" : "").append(at);
            }
        }
        return written.toString();
    }
}
