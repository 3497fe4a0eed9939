package io.github.isotherm.report;

import io.github.isotherm.grammar.ByteSet;
import java.nio.charset.StandardCharsets;

/** How far a text fits a grammar, and what may stand behind that. */
final class TextCheck {
    /** Characters shown on each side of a place. */
    private static final int AROUND = 36;

    private final byte[] text;
    private final int fitting;
    private final boolean mayEnd;
    private final ByteSet next;

    TextCheck(byte[] text, int fitting, boolean mayEnd, ByteSet next) {
        this.text = text;
        this.fitting = fitting;
        this.mayEnd = mayEnd;
        this.next = next;
    }

    String text() {
        return string(0, text.length);
    }

    /** All of it fits, and it may end there. */
    boolean isWhole() {
        return mayEnd && fitting == text.length;
    }

    /** All of it fits, and more must follow. */
    boolean isBeginning() {
        return !mayEnd && fitting == text.length;
    }

    /** Whether a text may end behind the bytes that fit. */
    boolean mayEnd() {
        return mayEnd;
    }

    /** Bytes that fit. */
    int fitting() {
        return fitting;
    }

    /** What may stand behind them. */
    ByteSet next() {
        return next;
    }

    /** The line of the first byte that does not fit, from 1. */
    int line() {
        int line = 1;
        for (int i = 0; i < fitting; i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** Its character in that line, from 1. */
    int column() {
        String before = string(lineStart(), character());
        return before.codePointCount(0, before.length()) + 1;
    }

    private int lineStart() {
        int start = fitting;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    /** Where the character begins that the byte is in. */
    private int character() {
        int start = fitting;
        while (start > lineStart() && start < text.length && (text[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }

    private String string(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Its line, or what is around it there, and a caret below it; two lines, none of an empty text. */
    String excerpt(String indent) {
        if (text.length == 0) {
            return "";
        }
        int end = fitting;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        String before = escaped(string(lineStart(), character()));
        String behind = escaped(string(character(), Math.min(end + 1, text.length)));
        String shown = TerminalText.tail(before, AROUND);
        return indent + shown + TerminalText.cut(behind, AROUND) + "\n" + indent + " ".repeat(TerminalText.width(shown))
                + "^\n";
    }

    /** What a terminal would obey is written out. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.appendCodePoint(c);
            } else {
                String quoted = QuotedText.of(Character.toString(c));
                escaped.append(quoted, 1, quoted.length() - 1);
            }
        });
        return escaped.toString();
    }
}
