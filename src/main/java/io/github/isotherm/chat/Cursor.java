package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a text that is read from its beginning to its end, and may go on behind that. Mutable. */
final class Cursor {
    private final String text;
    private final boolean whole;
    private final String before;
    private final Map<String, Tool> tools;
    private int at;

    /**
     * A place in a text.
     *
     * @param whole whether nothing follows the text
     * @param before the last characters that people read before the place, blanks aside
     */
    Cursor(String text, int at, boolean whole, String before, Map<String, Tool> tools) {
        this.text = text;
        this.at = at;
        this.whole = whole;
        this.before = before;
        this.tools = tools;
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    /** Moves back unless what stood there may become a call. */
    void backTo(int place, NoCall no) {
        if (no.isUnfinished()) {
            throw no;
        }
        at = place;
    }

    /** Whether nothing stands here, now or ever. */
    boolean isAtEnd() {
        if (at == text.length() && !whole) {
            throw NoCall.unfinished();
        }
        return at == text.length();
    }

    Map<String, Tool> tools() {
        return tools;
    }

    String from(int start) {
        return text.substring(start, at);
    }

    /** The last characters that people read before the first place, blanks aside; two at most. */
    String before() {
        return before;
    }

    char peek() {
        if (isAtEnd()) {
            throw NoCall.broken();
        }
        return text.charAt(at);
    }

    char next() {
        char next = peek();
        at++;
        return next;
    }

    /** Blanks, and some characters. */
    void skip(String also) {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || also.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
    }

    void skip() {
        skip("");
    }

    /** Moves behind a text if it stands here. */
    boolean takes(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        if (!whole && isCut(expected)) {
            throw NoCall.unfinished();
        }
        return false;
    }

    /** Whether the text ends inside another. */
    private boolean isCut(String expected) {
        return text.length() - at < expected.length() && expected.startsWith(text.substring(at));
    }

    void expect(String expected) {
        if (!takes(expected)) {
            throw NoCall.broken();
        }
    }

    /** Moves behind blanks and a text if they stand here. */
    void takesBehindBlanks(String expected) {
        int from = at;
        skip();
        if (!takes(expected)) {
            at = from;
        }
    }

    /** Moves behind one of some texts, none of which begins another. */
    String expectOne(List<String> expected) {
        for (String one : expected) {
            if (text.startsWith(one, at)) {
                at += one.length();
                return one;
            }
        }
        throw !whole && expected.stream().anyMatch(this::isCut) ? NoCall.unfinished() : NoCall.broken();
    }

    /** Whether one of some texts stands here, or its beginning, where nothing follows. */
    boolean begins(Iterable<String> expected) {
        for (String one : expected) {
            if (text.startsWith(one, at)) {
                return true;
            }
        }
        for (String one : expected) {
            if (isCut(one)) {
                if (!whole) {
                    throw NoCall.unfinished();
                }
                return true;
            }
        }
        return false;
    }

    /** What stands before a text, and moves behind that. */
    String until(String end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw whole ? NoCall.broken() : NoCall.unfinished();
        }
        String passed = text.substring(at, found);
        at = found + end.length();
        return passed;
    }

    /** What stands before any of some characters. */
    String untilAny(String ends) {
        int from = at;
        while (ends.indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Letters, digits and underscores. */
    String word() {
        int from = at;
        while (!isAtEnd() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    /** The offered tool whose name stands here: the one of the longest name. */
    Tool tool() {
        Tool longest = null;
        for (Tool tool : tools.values()) {
            if (text.startsWith(tool.name(), at)
                    && (longest == null || tool.name().length() > longest.name().length())) {
                longest = tool;
            } else if (!whole && isCut(tool.name())) {
                throw NoCall.unfinished();
            }
        }
        if (longest == null) {
            throw NoCall.broken();
        }
        at += longest.name().length();
        return longest;
    }

    /** The value of a JSON object, array or string. */
    @Nullable
    Object json() {
        JsonReader.Beginning value = JsonReader.beginning(text, at);
        if (!value.isValue()) {
            throw value.isUnfinished() && !whole ? NoCall.unfinished() : NoCall.broken();
        }
        at = value.end();
        return value.value();
    }

    /** A JSON object, as text. */
    String object() {
        if (json() instanceof Map<?, ?> map) {
            return JsonWriter.text(map);
        }
        throw NoCall.broken();
    }
}
