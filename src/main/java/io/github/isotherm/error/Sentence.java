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

    private static final int LONGEST = 1000;

    private static final int SHOWN = 200;

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** Copies the values. */
    public Sentence {
        values = Map.copyOf(values);
    }

    /**
     * A sentence with its places filled. A value of more than {@value #LONGEST} characters is shown by its first {@value
     * #SHOWN}.
     *
     * @param code the key
     * @param template the English sentence with {@code {place}}s; one that names no value stays as it is
     * @param namesAndValues the name of a place, its value, the next name, …
     * @return the sentence
     */
    public static Sentence of(String code, String template, Object... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), shortened(String.valueOf(namesAndValues[i + 1])));
        }
        String text = PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
        return new Sentence(code, values, text);
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST
                ? value
                : value.substring(0, value.offsetByCodePoints(0, SHOWN)) + "… (" + value.length() + " characters)";
    }

    /** A sentence that has no key. */
    static Sentence plain(String text) {
        return new Sentence("", Map.of(), text);
    }
}
