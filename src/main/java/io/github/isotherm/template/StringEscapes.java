package io.github.isotherm.template;

import java.util.Locale;

/** Backslash escapes of string literals: Python's {@code unicode-escape} codec over {@code backslashreplace}d ASCII. */
final class StringEscapes {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private StringEscapes(String text) {
        this.text = text;
    }

    static String decode(String raw) {
        StringEscapes decoder = new StringEscapes(ascii(raw));
        while (decoder.at < decoder.text.length()) {
            decoder.next();
        }
        return decoder.out.toString();
    }

    private static String ascii(String raw) {
        StringBuilder ascii = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> {
            if (point < 0x80) {
                ascii.append((char) point);
            } else {
                String format = point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x";
                ascii.append(String.format(Locale.ROOT, format, point));
            }
        });
        return ascii.toString();
    }

    private void next() {
        char c = text.charAt(at++);
        if (c != '\\') {
            out.append(c);
            return;
        }
        char escape = text.charAt(at++);
        switch (escape) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(escape);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case 'N' -> named();
            default -> out.append('\\').append(escape);
        }
    }

    private void octal() {
        int from = at - 1;
        while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            at++;
        }
        out.appendCodePoint(Integer.parseInt(text.substring(from, at), 8));
    }

    private void hexadecimal(int digits) {
        int from = at;
        while (at < text.length() && at < from + digits && Character.digit(text.charAt(at), 16) >= 0) {
            at++;
        }
        if (at < from + digits) {
            throw Failure.of("truncated \\%s escape", digits == 2 ? "xXX" : digits == 4 ? "uXXXX" : "UXXXXXXXX");
        }
        long point = Long.parseLong(text.substring(from, at), 16);
        if (point > Character.MAX_CODE_POINT) {
            throw Failure.of("illegal Unicode character");
        }
        out.appendCodePoint((int) point);
    }

    private void named() {
        int end = text.startsWith("{", at) ? text.indexOf('}', at) : -1;
        if (end < 0) {
            throw Failure.of("malformed \\N character escape");
        }
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(at + 1, end)));
        } catch (IllegalArgumentException unknown) {
            throw Failure.of("unknown Unicode character name");
        }
        at = end + 1;
    }
}
