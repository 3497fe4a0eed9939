package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/** The methods of str that take it apart. */
final class Splitting {
    /** So many characters to strip are looked through for each; more are made a set. */
    private static final int FEW = 8;

    private Splitting() {}

    static Object split(Rendering rendering, String text, Arguments arguments) {
        Object[] bound = arguments.bind("split", "sep?", "maxsplit?");
        rendering.scanned(text.length());
        int most = most(bound[1]);
        return isDefault(bound[0])
                ? words(text, most, rendering)
                : split(text, separator(bound[0], "split"), most, rendering);
    }

    static Object rsplit(Rendering rendering, String text, Arguments arguments) {
        Object[] bound = arguments.bind("rsplit", "sep?", "maxsplit?");
        rendering.scanned(text.length());
        int most = most(bound[1]);
        return isDefault(bound[0])
                ? lastWords(text, most, rendering)
                : rsplit(text, separator(bound[0], "rsplit"), most, rendering);
    }

    private static boolean isDefault(Object separator) {
        return Missing.is(separator) || separator == None.NONE;
    }

    private static int most(Object maxsplit) {
        int most = Missing.is(maxsplit) ? -1 : Numbers.count(maxsplit, "maxsplit");
        return most < 0 ? Integer.MAX_VALUE : most;
    }

    private static String separator(Object separator, String method) {
        String text = StringMethods.text(separator, method);
        if (text.isEmpty()) {
            throw Failure.value("empty separator");
        }
        return text;
    }

    private static List<Object> split(String text, String separator, int most, Rendering rendering) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        TextSearch search = TextSearch.forwards(text, separator, rendering);
        for (int at = search.next(0); at >= 0 && parts.size() < most; at = search.next(from)) {
            rendering.produced(at - from);
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        rendering.produced(text.length() - from);
        parts.add(text.substring(from));
        return parts;
    }

    static List<Object> rsplit(String text, String separator, int most, Rendering rendering) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        TextSearch search = TextSearch.backwards(text, separator, rendering);
        for (int at = search.previous(to); at >= 0 && parts.size() < most; at = search.previous(to)) {
            rendering.produced(to - at);
            parts.add(text.substring(at + separator.length(), to));
            to = at;
        }
        rendering.produced(to);
        parts.add(text.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Object> words(String text, int most, Rendering rendering) {
        List<Object> parts = new ArrayList<>();
        int from = firstNot(text, 0, Characters::isSpace);
        while (from < text.length()) {
            if (parts.size() == most) {
                rendering.produced(text.length() - from);
                parts.add(text.substring(from));
                break;
            }
            int to = firstNot(text, from, point -> !Characters.isSpace(point));
            rendering.produced(to - from);
            parts.add(text.substring(from, to));
            from = firstNot(text, to, Characters::isSpace);
        }
        return parts;
    }

    private static List<Object> lastWords(String text, int most, Rendering rendering) {
        List<Object> parts = new ArrayList<>();
        int to = lastNot(text, text.length(), Characters::isSpace);
        while (to > 0) {
            if (parts.size() == most) {
                rendering.produced(to);
                parts.add(text.substring(0, to));
                break;
            }
            int from = lastNot(text, to, point -> !Characters.isSpace(point));
            rendering.produced(to - from);
            parts.add(text.substring(from, to));
            to = lastNot(text, from, Characters::isSpace);
        }
        Collections.reverse(parts);
        return parts;
    }

    /** The first index from here on whose character is not of a class, or the length. */
    private static int firstNot(String text, int from, IntPredicate skipped) {
        int at = from;
        while (at < text.length() && skipped.test(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** One past the last index up to here whose character is not of a class, or 0. */
    private static int lastNot(String text, int to, IntPredicate skipped) {
        int at = to;
        while (at > 0 && skipped.test(text.codePointBefore(at))) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at;
    }

    static Object lines(Rendering rendering, String text, Arguments arguments) {
        Object keep = arguments.bind("splitlines", "keepends?")[0];
        rendering.scanned(text.length());
        if (!Missing.is(keep) && !Numbers.isInteger(keep)) {
            throw Failure.type("'%s' object cannot be interpreted as an integer", TypeName.of(keep));
        }
        return lines(text, !Missing.is(keep) && Truth.of(keep), rendering);
    }

    static List<Object> lines(String text, boolean keepEnds, Rendering rendering) {
        List<Object> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = firstNot(text, from, point -> !Characters.isLineBreak(point));
            int next = to == text.length() ? to : to + (text.startsWith("\r\n", to) ? 2 : 1);
            rendering.produced(next - from);
            lines.add(text.substring(from, keepEnds ? next : to));
            from = next;
        }
        return lines;
    }

    static Object partition(Rendering rendering, String text, Arguments arguments) {
        String separator = separator(arguments.positionalOnly("partition", 1, 1).at(0), "partition");
        rendering.produced(text.length());
        int at = TextSearch.forwards(text, separator, rendering).next(0);
        return at < 0 ? Tuple.of(text, "", "") : around(text, separator, at);
    }

    static Object rpartition(Rendering rendering, String text, Arguments arguments) {
        String separator =
                separator(arguments.positionalOnly("rpartition", 1, 1).at(0), "rpartition");
        rendering.produced(text.length());
        int at = TextSearch.backwards(text, separator, rendering).previous(text.length());
        return at < 0 ? Tuple.of("", "", text) : around(text, separator, at);
    }

    private static Tuple around(String text, String separator, int at) {
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    static Object strip(String name, Rendering rendering, String text, Arguments arguments) {
        Object chars = arguments.positionalOnly(name, 0, 1).or(0, None.NONE);
        return strip(text, chars, !name.equals("rstrip"), !name.equals("lstrip"), name, rendering);
    }

    /** A text without white space at its end. */
    static String strippedAtEnd(String text) {
        return text.substring(0, lastNot(text, text.length(), Characters::isSpace));
    }

    /** A text without white space at its ends. */
    static String stripped(String text) {
        int from = firstNot(text, 0, Characters::isSpace);
        return text.substring(from, Math.max(from, lastNot(text, text.length(), Characters::isSpace)));
    }

    static String strip(String text, Object chars, boolean left, boolean right, String name, Rendering rendering) {
        rendering.produced(text.length());
        IntPredicate skipped =
                chars == None.NONE ? Characters::isSpace : oneOf(StringMethods.text(chars, name), text, rendering);
        int from = left ? firstNot(text, 0, skipped) : 0;
        int to = right ? lastNot(text, text.length(), skipped) : text.length();
        return from >= to ? "" : text.substring(from, to);
    }

    private static IntPredicate oneOf(String set, String text, Rendering rendering) {
        if (set.length() <= FEW) {
            rendering.charge(((long) text.length() * set.length()) >> 1);
            return point -> set.indexOf(point) >= 0;
        }
        rendering.charge(set.length() + ((Character.MAX_CODE_POINT + 1) >> 3));
        BitSet points = new BitSet();
        set.codePoints().forEach(points::set);
        return points::get;
    }
}
