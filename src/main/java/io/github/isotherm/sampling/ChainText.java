package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text form of a chain, both ways: {@code repetition-penalty=1.1 > top-k(k=40, keep-ties=true) > logit-bias={11:
 * -inf}}.
 *
 * <p>Grammar: steps are separated by {@code >}; a step is a name, {@code name=value} or {@code name(parameter=value, …)};
 * a value is a number, {@code -inf}, {@code true}, {@code false}, a quoted string, a list {@code [a, b]} or a map
 * {@code {key: value}}.
 */
final class ChainText {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final ProcessorCatalog catalog;
    private final String text;
    private int at;

    ChainText(ProcessorCatalog catalog, String text) {
        this.catalog = catalog;
        this.text = text;
    }

    /** A name in the spelling of JSON. */
    static String snake(String name) {
        return name.replace('-', '_');
    }

    /** A name in the spelling of the command line. */
    static String kebab(String name) {
        return name.replace('_', '-');
    }

    static String print(ChainStep step) {
        String name = kebab(step.name());
        Map<String, Object> shown = shown(step);
        if (shown.isEmpty()) {
            return name;
        }
        Map.Entry<String, Object> first = shown.entrySet().iterator().next();
        if (shown.size() == 1 && isFirst(step, first.getKey())) {
            return name + "=" + value(first.getValue());
        }
        return shown.entrySet().stream()
                .map(entry -> kebab(entry.getKey()) + "=" + value(entry.getValue()))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static boolean isFirst(ChainStep step, String parameter) {
        return BuiltInProcessors.named(step.name())
                .map(type -> type.parameters().get(0).equals(parameter))
                .orElse(parameter.equals("value"));
    }

    /** The first parameter, and those that differ from their defaults. */
    private static Map<String, Object> shown(ChainStep step) {
        Map<String, Object> shown = new LinkedHashMap<>();
        ProcessorType type = BuiltInProcessors.named(step.name()).orElse(null);
        if (type == null) {
            shown.putAll(new TreeMap<>(step.parameters()));
            return shown;
        }
        List<String> names = type.parameters();
        for (int i = 0; i < names.size(); i++) {
            Object value = Objects.requireNonNull(step.parameters().get(names.get(i)));
            Object usual = type.defaultOf(i);
            if (i == 0 || usual == null || !value(value).equals(value(usual))) {
                shown.put(names.get(i), value);
            }
        }
        return shown;
    }

    private static String value(Object value) {
        if (value instanceof Double number) {
            return number == Double.NEGATIVE_INFINITY ? "-inf" : Checks.number(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ChainText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof SequenceBias.Entry entry) {
            return "{ids: " + value(entry.ids()) + ", bias: " + value(entry.bias()) + "}";
        }
        if (value instanceof String string) {
            return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return String.valueOf(value);
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
            return list();
        }
        if (accept('{')) {
            return map();
        }
        if (accept('"')) {
            return string();
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
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            string.append(text.charAt(at++));
        }
        expect('"');
        return string.toString();
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
