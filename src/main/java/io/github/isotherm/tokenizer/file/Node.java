package io.github.isotherm.tokenizer.file;

import io.github.isotherm.error.ShownText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file, with its place.
 *
 * @param place such as {@code normalizer.normalizers[1].content}
 * @param value a map, list, string, {@link Long}, {@link Double}, {@link Boolean} or null; null, too, where there is none
 */
record Node(String place, @Nullable Object value) {
    private static final int SHOWN = 60;

    static final long MOST_ID = (1 << 24) - 1;

    /** On one line, by its first characters, as a message shows it. */
    static String shown(String text) {
        return text.length() > SHOWN
                ? ShownText.line(text.substring(
                                0, Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN))
                        + "…"
                : ShownText.line(text);
    }

    Node at(String field) {
        Object member = value instanceof Map<?, ?> map ? map.get(field) : null;
        return new Node(place.isEmpty() ? field : place + "." + field, member);
    }

    boolean isMissing() {
        return value == null;
    }

    boolean isObject() {
        return value instanceof Map;
    }

    /** The items of an array of at most so many. */
    List<Node> items(int most) {
        if (!(value instanceof List<?> list)) {
            throw not("an array");
        }
        if (list.size() > most) {
            throw refused("has " + list.size() + " items but must have at most " + most);
        }
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            items.add(new Node(place + "[" + i + "]", list.get(i)));
        }
        return items;
    }

    /** The members of an object. */
    List<Node> members() {
        List<Node> members = new ArrayList<>();
        for (String name : names()) {
            members.add(at(name));
        }
        return members;
    }

    /** The names of the members of an object. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Object name : requireMap().keySet()) {
            names.add((String) name);
        }
        return names;
    }

    private Map<?, ?> requireMap() {
        if (!(value instanceof Map<?, ?> map)) {
            throw not("an object");
        }
        return map;
    }

    /** The {@code type} of an object. */
    String type() {
        requireMap();
        return at("type").text();
    }

    String text() {
        if (!(value instanceof String text)) {
            throw not("a text");
        }
        return text;
    }

    /** A text of at most so many characters. */
    String text(int most) {
        String text = text();
        if (text.length() > most) {
            throw refused("has " + text.length() + " characters but must have at most " + most);
        }
        return text;
    }

    /** A text that is one character. */
    void requireCharacter() {
        String text = text();
        if (text.codePointCount(0, text.length()) != 1) {
            throw not("exactly one character");
        }
    }

    void requireFlags(String... fields) {
        for (String field : fields) {
            if (!(at(field).value instanceof Boolean)) {
                throw at(field).not("true or false");
            }
        }
    }

    /** Fields that are true, false or not there. */
    void requireFlagsIfAny(String... fields) {
        for (String field : fields) {
            Node flag = at(field);
            if (!flag.isMissing() && !(flag.value instanceof Boolean)) {
                throw flag.not("true or false");
            }
        }
    }

    long whole(long least, long most) {
        if (!(value instanceof Long whole) || whole < least || whole > most) {
            throw not("a whole number from " + least + " to " + most);
        }
        return whole;
    }

    double number() {
        if (!(value instanceof Number number)) {
            throw not("a number");
        }
        return number.doubleValue();
    }

    /** A text that is one of some. */
    String oneOf(List<String> allowed) {
        if (!(value instanceof String text) || !allowed.contains(text)) {
            throw not("one of " + String.join(", ", allowed));
        }
        return text;
    }

    /** What else must stand here. */
    Refused not(String allowed) {
        return refused(
                isMissing()
                        ? "is missing or null but must be " + allowed
                        : "is " + literal() + " but must be " + allowed);
    }

    Refused refused(String fault) {
        return new Refused(place + " " + fault);
    }

    private String literal() {
        if (value instanceof String text) {
            return "\"" + shown(text) + "\"";
        }
        return value instanceof Map ? "an object" : value instanceof List ? "an array" : String.valueOf(value);
    }
}
