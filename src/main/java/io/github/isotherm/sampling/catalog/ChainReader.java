package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.sampling.ChainStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads the text form of a chain: {@code repetition-penalty=1.1 > top-k(k=40, keep-ties=true) > logit-bias={11:
 * -inf}}.
 *
 * <p>Grammar: steps are separated by {@code >}; a step is a name, {@code name=value} or {@code name(parameter=value, …)};
 * a value is a number, {@code -inf}, {@code true}, {@code false}, a quoted string ({@code \n}, {@code \r} and {@code \t} stand for line feed, return and tab, a backslash before anything else
 * for that character), a list {@code [a, b]}, a map {@code {key: value}}, or {@code @name} for the text of a file.
 */
final class ChainReader {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private static final int DEEPEST = 32;

    private final ProcessorCatalog catalog;
    private final String text;
    private final UnaryOperator<String> files;
    private int at;
    private int depth;

    ChainReader(ProcessorCatalog catalog, String text, UnaryOperator<String> files) {
        this.catalog = catalog;
        this.text = text;
        this.files = files;
    }

    List<ChainStep> read() {
        List<ChainStep> steps = new ArrayList<>();
        skipBlanks();
        if (at == text.length()) {
            return steps;
        }
        do {
            steps.add(step());
        } while (accept('>'));
        if (at < text.length()) {
            throw malformed("'>' or the end");
        }
        return steps;
    }

    private ChainStep step() {
        String name = word("a processor's name");
        if (accept('=')) {
            return catalog.step(name, value());
        }
        return catalog.step(name, accept('(') ? parameters() : Map.of());
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (accept(')')) {
            return parameters;
        }
        do {
            String name = word("a parameter's name");
            expect('=');
            if (parameters.put(name, value()) != null) {
                throw malformed("the parameter \"" + name + "\" only once");
            }
        } while (accept(','));
        expect(')');
        return parameters;
    }

    private Object value() {
        if (accept('[')) {
            return nested(this::list);
        }
        if (accept('{')) {
            return nested(this::map);
        }
        if (accept('"')) {
            return string();
        }
        if (at < text.length() && text.charAt(at) == '@') {
            return file();
        }
        String word = word("a value");
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "-inf", "inf", "nan" -> word;
            default -> number(word);
        };
    }

    private Object number(String word) {
        if (!NUMBER.matcher(word).matches()) {
            throw new InvalidValueException(Sentence.of(
                    "chain.value",
                    "The chain \"{chain}\" has the value \"{word}\" but a value must be a number, -inf, true, false, a"
                            + " \"string\", a [list] or a {map}.",
                    "chain",
                    text,
                    "word",
                    word));
        }
        return Double.valueOf(word);
    }

    private Object nested(Supplier<Object> value) {
        if (++depth > DEEPEST) {
            throw new InvalidValueException(Sentence.of(
                    "chain.deep",
                    "A value of the chain nests lists and maps deeper than {deepest} at character {at}, but no processor takes"
                            + " more than 3; write fewer brackets.",
                    "deepest",
                    DEEPEST,
                    "at",
                    at));
        }
        Object result = value.get();
        depth--;
        return result;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        if (accept(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (accept(','));
        expect(']');
        return list;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (accept('}')) {
            return map;
        }
        do {
            String key = accept('"') ? string() : word("a key");
            expect(':');
            map.put(key, value());
        } while (accept(','));
        expect('}');
        return map;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
            string.append(escaped ? QuotedText.unescaped(text.charAt(++at)) : text.charAt(at));
            at++;
        }
        expect('"');
        return string.toString();
    }

    /** The text of a file whose name stands behind an at sign, in quotes where it has blanks, brackets or commas. */
    private Object file() {
        at++;
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            return files.apply(string());
        }
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ",)]}>".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (from == at) {
            throw malformed("the name of a file behind \"@\"");
        }
        String name = text.substring(from, at);
        skipBlanks();
        return files.apply(name);
    }

    private String word(String what) {
        skipBlanks();
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw malformed(what);
        }
        String word = text.substring(from, at);
        skipBlanks();
        return word;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '+';
    }

    private boolean accept(char c) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            if (c != '"') {
                skipBlanks();
            }
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw malformed("'" + c + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private InvalidValueException malformed(String expected) {
        String found = at < text.length() ? "\"" + text.substring(at) + "\"" : "the end";
        return new InvalidValueException(Sentence.of(
                "chain.malformed",
                "The chain \"{chain}\" is malformed at character {at}: expected {expected} but found {found}; write it like"
                        + " \"temperature=0.7 > top-k=40 > top-p=0.95\".",
                "chain",
                text,
                "at",
                at + 1,
                "expected",
                expected,
                "found",
                found));
    }
}
