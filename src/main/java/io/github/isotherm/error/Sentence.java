package io.github.isotherm.error;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong, in English, with a key and the values in it, so that a surface can say the same in another language.
 *
 * @param code the key, such as {@code chain.unknown-processor}; empty where a sentence has none
 * @param values what stands in the sentence, by the name of its place
 * @param text the English sentence
 */
public record Sentence(String code, Map<String, String> values, String text) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** Copies the values; the text is one line, whatever stands in it. */
    public Sentence {
        values = Map.copyOf(values);
        text = ShownText.sentence(text);
    }

    /**
     * A sentence with its places filled, each value as {@link ShownText#value} shows it.
     *
     * @param code the key
     * @param template the English sentence with {@code {place}}s; one that names no value stays as it is
     * @param namesAndValues the name of a place, its value, the next name, …
     * @return the sentence
     */
    public static Sentence of(String code, String template, Object... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), ShownText.value(String.valueOf(namesAndValues[i + 1])));
        }
        String text = PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
        return new Sentence(code, values, text);
    }

    /** A sentence that has no key. */
    static Sentence plain(String text) {
        return new Sentence("", Map.of(), text);
    }
}
