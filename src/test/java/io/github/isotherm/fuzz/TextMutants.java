package io.github.isotherm.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that are nearly right: a sound one, changed in a few places by what parsers stumble over. */
final class TextMutants {
    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "\"",
            "\\",
            "'",
            ",",
            ":",
            "=",
            ">",
            "@",
            "@/etc/hostname",
            "%",
            "%s",
            "${x}",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u001b[31m",
            "\u202e",
            "\ud800",
            "é",
            "\uD83D\uDE00",
            "-",
            "--",
            "null",
            "true",
            "NaN",
            "-inf",
            "1e999",
            "-1",
            "0",
            "99999999999999999999",
            "2147483648",
            "0.5",
            "1e-400",
            "*",
            "+",
            "?",
            "|",
            "^",
            "$",
            "{{",
            "}}",
            "{%",
            "%}",
            "_NULL_");
    private static final List<String> NESTING =
            List.of("[", "{\"a\":", "(", "[{\"a\":[", "{{ ", "{% if 1 %}", "not ", "\"");
    private static final int DEEPEST = 30_000;

    private final Random random;

    TextMutants(Random random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One to four changes. */
    String of(String sound) {
        String text = sound;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            text = changed(text);
        }
        return text;
    }

    private String changed(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(8));
        String before = text.substring(0, from);
        return switch (random.nextInt(8)) {
            case 0 -> before + text.substring(to);
            case 1 -> before + one(PIECES) + text.substring(from);
            case 2 -> before + one(PIECES) + text.substring(to);
            case 3 -> before + text.substring(from, to) + text.substring(from);
            case 4 -> before;
            case 5 -> before + (char) random.nextInt(0x3000) + text.substring(from);
            case 6 ->
                before
                        + one(NESTING).repeat(1 + random.nextInt(random.nextInt(10) == 0 ? DEEPEST : 40))
                        + text.substring(from);
            default -> swapped(text, from);
        };
    }

    private String swapped(String text, int at) {
        int other = random.nextInt(text.length() + 1);
        int low = Math.min(at, other);
        int high = Math.max(at, other);
        return text.substring(high) + text.substring(low, high) + text.substring(0, low);
    }
}
