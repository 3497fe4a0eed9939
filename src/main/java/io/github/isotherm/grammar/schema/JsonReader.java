package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) to the letter: one value, each name of an object once. */
public final class JsonReader {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final int DEEPEST = 500;
    private static final int LONGEST_EXPONENT = 9;

    /** What a text may end with that is malformed only because it ends: a number or a word that has just begun. */
    private static final Pattern BEGUN = Pattern.compile("-|\\.|[eE][-+]?|tr?u?|fa?l?s?|nu?l?");

    private final String text;
    private int at;
    private boolean namesMayRepeat;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * A value with which a text begins that may go on with anything.
     *
     * @param value maps in their order, lists, strings, big decimals, booleans, null
     * @param end behind its last character
     */
    public record Beginning(@Nullable Object value, int end) {
        /** There is none, but more text may complete one. */
        public static final Beginning UNFINISHED = new Beginning(null, -1);

        /** There is none, whatever follows. */
        public static final Beginning NONE = new Beginning(null, -2);

        /**
         * Whether there is a value.
         *
         * @return false for {@link #UNFINISHED} and {@link #NONE}
         */
        public boolean isValue() {
            return end >= 0;
        }

        /**
         * Whether more text may complete a value.
         *
         * @return true for {@link #UNFINISHED}
         */
        public boolean isUnfinished() {
            return equals(UNFINISHED);
        }
    }

    /**
     * Reads the object, array or string that begins at a place of a text.
     *
     * @param text the text
     * @param from where the value begins, without blanks before it
     * @return the value, or why there is none
     */
    public static Beginning beginning(String text, int from) {
        if (from < text.length() && "{[\"".indexOf(text.charAt(from)) < 0) {
            return Beginning.NONE;
        }
        JsonReader reader = new JsonReader(text);
        reader.at = from;
        try {
            return new Beginning(reader.value(), reader.at);
        } catch (GrammarException e) {
            boolean goesOn = reader.at >= text.length()
                    || BEGUN.matcher(text).region(reader.at, text.length()).matches();
            return goesOn ? Beginning.UNFINISHED : Beginning.NONE;
        }
    }

    /**
     * Reads a text that is one value.
     *
     * @param text the text; blanks may stand around the value
     * @return maps in their order, lists, strings, big decimals, booleans, null
     * @throws GrammarException when it is malformed
     */
    public static @Nullable Object read(String text) {
        return whole(new JsonReader(text));
    }

    /**
     * The same, where a name that comes again in an object stands for the last of its members.
     *
     * @param text the text; blanks may stand around the value
     * @return maps in their order, lists, strings, big decimals, booleans, null
     * @throws GrammarException when it is malformed
     */
    public static @Nullable Object lenient(String text) {
        JsonReader reader = new JsonReader(text);
        reader.namesMayRepeat = true;
        return whole(reader);
    }

    private static @Nullable Object whole(JsonReader reader) {
        reader.skipBlanks();
        Object value = reader.value();
        reader.skipBlanks();
        if (reader.at < reader.text.length()) {
            throw reader.malformed("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        char first = at < text.length() ? text.charAt(at) : 0;
        return switch (first) {
            case '{' -> deeper('}');
            case '[' -> deeper(']');
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object deeper(char close) {
        if (++depth > DEEPEST) {
            throw malformed("no more than " + DEEPEST + " brackets in each other");
        }
        at++;
        skipBlanks();
        Object value = close == '}' ? object() : array();
        depth--;
        return value;
    }

    private Object object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (takes('}')) {
            return members;
        }
        do {
            skipBlanks();
            String name = name(members);
            skipBlanks();
            expect(':');
            skipBlanks();
            members.put(name, value());
            skipBlanks();
        } while (takes(','));
        expect('}');
        return members;
    }

    private String name(Map<String, ?> members) {
        int from = at;
        String name = string();
        if (!namesMayRepeat && members.containsKey(name)) {
            at = from;
            throw malformed("each name once in an object");
        }
        return name;
    }

    private Object array() {
        List<@Nullable Object> items = new ArrayList<>();
        if (takes(']')) {
            return items;
        }
        do {
            skipBlanks();
            items.add(value());
            skipBlanks();
        } while (takes(','));
        expect(']');
        return items;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c < ' ') {
                throw malformed("control characters escaped in a string");
            }
            at++;
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw malformed("an escape of JSON behind a backslash");
        };
    }

    private char unit() {
        int value = 0;
        for (int n = 0; n < 4; n++, at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private Object number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw malformed("a JSON value");
        }
        String exponent = number.group(3);
        if (exponent != null && exponent.length() > LONGEST_EXPONENT) {
            throw malformed("an exponent of fewer digits");
        }
        at = number.end();
        return new BigDecimal(number.group());
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw malformed("a JSON value");
        }
        at += word.length();
        return value;
    }

    private boolean takes(char c) {
        if (at < text.length() && text.charAt(at) == c) {
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
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private GrammarException malformed(String expected) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = at - before.lastIndexOf('\n');
        String found =
                at < text.length() ? "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\"" : "the end";
        return new GrammarException(
                "The JSON is malformed at line " + line + ", column " + column + ": expected " + expected
                        + " but found " + found + "; write it as RFC 8259 says.",
                "",
                "line " + line + ", column " + column);
    }
}
