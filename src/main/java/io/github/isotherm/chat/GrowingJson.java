package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonWriter;

/** A JSON object while it is written, as {@link JsonWriter} has the whole: without blanks and needless escapes. Mutable. */
final class GrowingJson {
    private final StringBuilder text = new StringBuilder();
    /** A number, a word or an escape that is not whole yet. */
    private final StringBuilder begun = new StringBuilder();

    private boolean isString;
    private int depth;
    private int taken;

    /**
     * Takes what follows, up to the end of the object.
     *
     * @return how many characters were taken
     */
    int add(CharSequence more) {
        int at = 0;
        while (at < more.length() && !isWhole()) {
            add(more.charAt(at++));
        }
        return at;
    }

    boolean isWhole() {
        return depth == 0 && text.length() > 0;
    }

    /** The object so far. */
    String text() {
        return text.toString();
    }

    /** What is certain and was not taken yet: no half of a character, and blanks of a string with what follows them. */
    String take() {
        int end = text.length();
        while (end > taken
                && (Character.isWhitespace(text.charAt(end - 1)) || Character.isHighSurrogate(text.charAt(end - 1)))) {
            end--;
        }
        String piece = text.substring(taken, end);
        taken = end;
        return piece;
    }

    private void add(char c) {
        if (isString) {
            addToString(c);
        } else if ("{}[]:,\" \t\n\r".indexOf(c) < 0) {
            begun.append(c);
        } else {
            endWord();
            addMark(c);
        }
    }

    private void addMark(char c) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        isString = c == '"';
        text.append(c > ' ' ? String.valueOf(c) : "");
    }

    private void endWord() {
        if (begun.length() > 0) {
            text.append(JsonWriter.text(JsonReader.read(begun.toString())));
            begun.setLength(0);
        }
    }

    private void addToString(char c) {
        boolean isEscape = begun.length() > 0 || c == '\\';
        if (isEscape) {
            begun.append(c);
            if (begun.length() > 1 && (begun.charAt(1) != 'u' || begun.length() == "\\u0000".length())) {
                addCharacter(begun.toString());
                begun.setLength(0);
            }
        } else if (c == '"') {
            text.append(c);
            isString = false;
        } else {
            addCharacter(String.valueOf(c));
        }
    }

    private void addCharacter(String written) {
        String json = JsonWriter.text(JsonReader.read("\"" + written + "\""));
        text.append(json, 1, json.length() - 1);
    }
}
