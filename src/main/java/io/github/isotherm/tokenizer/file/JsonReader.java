package io.github.isotherm.tokenizer.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON no less strictly than the native library does, which ends the process over some of what it cannot read. */
final class JsonReader {
    /** Half of what the native reader bears. */
    static final int DEEPEST = 64;

    private static final int LONGEST_NUMBER = 64;

    /** A whole number of fewer is a {@code long}. */
    private static final int MOST_DIGITS = 18;

    private final byte[] text;
    private int at;
    private int depth;

    JsonReader(byte[] text) {
        this.text = text;
    }

    /** That all of a text is UTF-8. */
    static void requireUtf8(byte[] text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(text);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                throw Refused.malformed("a byte near the " + in.position() + "th is not UTF-8");
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
        depth = 0;
    }

    /** Whether the next value begins so. */
    boolean begins(char c) {
        skipBlanks();
        return at < text.length && text[at] == c;
    }

    /** Into an object or array. */
    void enter(char open) {
        skipBlanks();
        expect(open);
        if (++depth > DEEPEST) {
            throw malformed("no more than " + DEEPEST + " brackets in each other");
        }
    }

    /** Whether an object or array that was entered has one more member; else it is left. */
    boolean hasNext(char close, boolean first) {
        skipBlanks();
        if (takes(close)) {
            depth--;
            return false;
        }
        if (!first) {
            expect(',');
            skipBlanks();
        }
        return true;
    }

    /** The name of a member, with the colon. */
    String name() {
        String name = string();
        skipBlanks();
        expect(':');
        skipBlanks();
        return name;
    }

    /** Only blanks may follow. */
    void end() {
        skipBlanks();
        if (at < text.length) {
            throw malformed("the end");
        }
    }

    /** The next value: a map, list, string, {@link Long}, {@link Double}, {@link Boolean} or null. */
    @Nullable
    Object value() {
        skipBlanks();
        char first = at < text.length ? (char) text[at] : 0;
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        enter('{');
        for (boolean first = true; hasNext('}', first); first = false) {
            String name = name();
            if (members.containsKey(name)) {
                throw malformed("each name once, not \"" + Node.shown(name) + "\" again");
            }
            members.put(name, value());
        }
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> items = new ArrayList<>();
        enter('[');
        for (boolean first = true; hasNext(']', first); first = false) {
            items.add(value());
        }
        return items;
    }

    /** Past the next value, of which only brackets and strings are looked at: it is read later. */
    void skip() {
        int open = 0;
        skipBlanks();
        do {
            int c = at < text.length ? text[at] : -1;
            if (c < 0) {
                throw malformed("the rest");
            } else if (c == '"') {
                skipString();
            } else {
                open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
            skipBlanks();
        } while (open > 0 || (at < text.length && ",}]".indexOf(text[at]) < 0));
    }

    private void skipString() {
        at++;
        while (at < text.length && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    String string() {
        expect('"');
        int from = at;
        while (at < text.length && text[at] != '"' && text[at] != '\\') {
            if (text[at] >= 0 && text[at] < ' ') {
                throw malformed("control characters escaped in a string");
            }
            at++;
        }
        String plain = new String(text, from, at - from, StandardCharsets.UTF_8);
        if (takes('"')) {
            return plain;
        }
        return escaped(new StringBuilder(plain));
    }

    private String escaped(StringBuilder string) {
        while (at < text.length && text[at] == '\\') {
            at++;
            escape(string);
            int from = at;
            while (at < text.length && text[at] != '"' && text[at] != '\\') {
                if (text[at] >= 0 && text[at] < ' ') {
                    throw malformed("control characters escaped in a string");
                }
                at++;
            }
            string.append(new String(text, from, at - from, StandardCharsets.UTF_8));
        }
        expect('"');
        return string.toString();
    }

    private void escape(StringBuilder string) {
        char c = at < text.length ? (char) text[at++] : 0;
        switch (c) {
            case '"', '\\', '/' -> string.append(c);
            case 'b' -> string.append('\b');
            case 'f' -> string.append('\f');
            case 'n' -> string.append('\n');
            case 'r' -> string.append('\r');
            case 't' -> string.append('\t');
            case 'u' -> unit(string);
            default -> throw malformed("an escape of JSON behind a backslash");
        }
    }

    private void unit(StringBuilder string) {
        char first = hexadecimal();
        if (Character.isHighSurrogate(first) && at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u') {
            at += 2;
            char second = hexadecimal();
            if (Character.isLowSurrogate(second)) {
                string.append(first).append(second);
                return;
            }
        }
        if (Character.isSurrogate(first)) {
            throw malformed("both halves of a surrogate pair");
        }
        string.append(first);
    }

    private char hexadecimal() {
        int value = 0;
        for (int n = 0; n < 4; n++, at++) {
            int digit = at < text.length ? Character.digit((char) text[at], 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private Object number() {
        int from = at;
        takes('-');
        if (!takes('0')) {
            digits();
        }
        boolean whole = true;
        if (takes('.')) {
            whole = false;
            digits();
        }
        if (takes('e') || takes('E')) {
            whole = false;
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
        if (at - from > LONGEST_NUMBER) {
            throw malformed("a number of fewer digits");
        }
        if (whole && at - from < MOST_DIGITS) {
            return whole(from);
        }
        return real(from);
    }

    /** A file has one for each token, so no text is made of it. */
    private Long whole(int from) {
        boolean negative = text[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < at; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return negative ? -value : value;
    }

    private Double real(int from) {
        double value = Double.parseDouble(new String(text, from, at - from, StandardCharsets.US_ASCII));
        if (Double.isInfinite(value)) {
            throw malformed("a number of at most 1.8e308");
        }
        return value;
    }

    private void digits() {
        int from = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed("a JSON value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= text.length || text[at] != word.charAt(i)) {
                throw malformed("a JSON value");
            }
        }
        return value;
    }

    private boolean takes(char c) {
        if (at < text.length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!takes(c)) {
            throw malformed("'" + c + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
    }

    private Refused malformed(String expected) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length); i++) {
            column = text[i] == '\n' ? 1 : column + 1;
            line += text[i] == '\n' ? 1 : 0;
        }
        return Refused.malformed("line " + line + ", byte " + column + " must be " + expected);
    }
}
