package io.github.isotherm.template;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The methods of str that look for a substring. Positions are code points, as in Python. */
final class Searching {
    private Searching() {}

    /** A part of a text, with where it starts in code points; null where start lies beyond the end. */
    private record Window(String text, int start) {
        static @Nullable Window of(String text, Arguments arguments, Rendering rendering) {
            if (arguments.size() == 1) {
                return new Window(text, 0);
            }
            rendering.produced(text.length());
            int length = text.codePointCount(0, text.length());
            int start = bound(arguments.or(1, None.NONE), 0, length);
            int stop = Math.min(bound(arguments.or(2, None.NONE), length, length), length);
            if (start > stop) {
                return null;
            }
            int from = text.offsetByCodePoints(0, start);
            return new Window(text.substring(from, text.offsetByCodePoints(from, stop - start)), start);
        }

        private static int bound(Object bound, int absent, int length) {
            if (bound == None.NONE) {
                return absent;
            }
            int index = Numbers.clampedInt(bound, "a slice index");
            return index < 0 ? Math.max(0, index + length) : index;
        }
    }

    static Object find(String name, Rendering rendering, String text, Arguments arguments) {
        String wanted = StringMethods.text(arguments.positionalOnly(name, 1, 3).at(0), name);
        Window window = Window.of(text, arguments, rendering);
        if (window == null) {
            return -1L;
        }
        int at = name.startsWith("r")
                ? TextSearch.backwards(window.text(), wanted, rendering)
                        .previous(window.text().length())
                : TextSearch.forwards(window.text(), wanted, rendering).next(0);
        return at < 0 ? -1L : (long) window.start() + window.text().codePointCount(0, at);
    }

    static Object index(String name, Rendering rendering, String text, Arguments arguments) {
        Object found = find(name, rendering, text, arguments);
        if (found.equals(-1L)) {
            throw Failure.value("substring not found");
        }
        return found;
    }

    static Object count(Rendering rendering, String text, Arguments arguments) {
        String wanted =
                StringMethods.text(arguments.positionalOnly("count", 1, 3).at(0), "count");
        Window window = Window.of(text, arguments, rendering);
        if (window == null) {
            return 0L;
        }
        if (wanted.isEmpty()) {
            return window.text().codePointCount(0, window.text().length()) + 1L;
        }
        long count = 0;
        TextSearch search = TextSearch.forwards(window.text(), wanted, rendering);
        for (int at = search.next(0); at >= 0; at = search.next(at + wanted.length())) {
            count++;
        }
        return count;
    }

    static Object startsWith(Rendering rendering, String text, Arguments arguments) {
        return affixed("startswith", rendering, text, arguments);
    }

    static Object endsWith(Rendering rendering, String text, Arguments arguments) {
        return affixed("endswith", rendering, text, arguments);
    }

    private static boolean affixed(String name, Rendering rendering, String text, Arguments arguments) {
        arguments.positionalOnly(name, 1, 3);
        Window window = Window.of(text, arguments, rendering);
        Predicate<String> test = affix -> {
            rendering.compared(affix.length());
            return window != null
                    && (name.startsWith("s")
                            ? window.text().startsWith(affix)
                            : window.text().endsWith(affix));
        };
        if (arguments.at(0) instanceof Tuple affixes) {
            return any(affixes.items(), name, test);
        }
        return test.test(StringMethods.text(arguments.at(0), name));
    }

    private static boolean any(List<Object> affixes, String name, Predicate<String> test) {
        for (Object affix : affixes) {
            if (test.test(StringMethods.text(affix, name))) {
                return true;
            }
        }
        return false;
    }

    static Object replace(Rendering rendering, String text, Arguments arguments) {
        arguments.positionalOnly("replace", 2, 3);
        int count = Numbers.count(arguments.or(2, -1L), "the count");
        String old = StringMethods.text(arguments.at(0), "replace");
        return replace(text, old, StringMethods.text(arguments.at(1), "replace"), count, rendering);
    }

    static String replace(String text, String old, String with, int count, Rendering rendering) {
        if (old.isEmpty()) {
            return interleaved(text, with, count, rendering);
        }
        TextSearch search = TextSearch.forwards(text, old, rendering);
        int at = count == 0 ? -1 : search.next(0);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (int done = 0; at >= 0 && done != count; done++) {
            rendering.produced(at - from + with.length());
            out.append(text, from, at).append(with);
            Rendering.requireLength(out.length(), rendering.limits().textLength());
            from = at + old.length();
            at = search.next(from);
        }
        rendering.produced(text.length() - from);
        return out.append(text, from, text.length()).toString();
    }

    private static String interleaved(String text, String with, int count, Rendering rendering) {
        StringBuilder out = new StringBuilder(text.length());
        int left = count < 0 ? Integer.MAX_VALUE : count;
        for (int i = 0; i < text.length(); ) {
            int next = text.offsetByCodePoints(i, 1);
            rendering.produced(left > 0 ? with.length() + 1L : 1);
            out.append(left-- > 0 ? with : "").append(text, i, next);
            Rendering.requireLength(out.length(), rendering.limits().textLength());
            i = next;
        }
        return out.append(left > 0 ? with : "").toString();
    }
}
