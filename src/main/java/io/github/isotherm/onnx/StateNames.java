package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the output that continues a state input. Exporters name the two alike but for a word that tells past from present:
 * {@code past_key_values.3.key} and {@code present.3.key}, {@code past_conv.0} and {@code present_conv.0}.
 */
final class StateNames {
    private static final Pattern CACHE = Pattern.compile("(past|present|new|updated)_?key_?values?");
    private static final Pattern WORD = Pattern.compile("[a-z]+|[0-9]+");
    private static final Set<String> TENSES = Set.of(
            "past",
            "present",
            "in",
            "out",
            "input",
            "output",
            "new",
            "next",
            "prev",
            "previous",
            "old",
            "updated",
            "current",
            "cache",
            "state",
            "states");

    private final Map<String, Port> outputs;
    private final ModelHints hints;

    StateNames(Map<String, Port> outputs, ModelHints hints) {
        this.outputs = outputs;
        this.hints = hints;
    }

    /** The output, or null when there is none or more than one. */
    @Nullable
    Port continuation(String input) {
        Port named = configured(input);
        if (named != null) {
            return named;
        }
        for (String tense : List.of("present", "present_key_values")) {
            Port usual = outputs.get(input.replaceFirst("^past_key_values", tense));
            if (usual != null && !usual.name().equals(input)) {
                return usual;
            }
        }
        String kind = kind(input);
        List<Port> alike = outputs.values().stream()
                .filter(output -> kind(output.name()).equals(kind))
                .toList();
        return alike.size() == 1 ? alike.get(0) : null;
    }

    /** By onnxruntime-genai's templates: {@code past_key_names} and {@code present_key_names}. */
    private @Nullable Port configured(String input) {
        for (Map.Entry<String, String> role : hints.inputNames().entrySet()) {
            String output = hints.outputNames().get(role.getKey().replaceFirst("^past", "present"));
            if (role.getKey().startsWith("past") && output != null) {
                Matcher layer = template(role.getValue()).matcher(input);
                if (layer.matches()) {
                    return outputs.get(layer.groupCount() == 0 ? output : output.replace("%d", layer.group(1)));
                }
            }
        }
        return null;
    }

    private static Pattern template(String name) {
        return Pattern.compile(Pattern.quote(name).replace("%d", "\\E(\\d+)\\Q"));
    }

    /** Whether an output is a state to go on with, by its name. */
    static boolean isPresent(String output) {
        return output.startsWith("present") || output.startsWith("past");
    }

    /** The words of a name but those that tell past from present, in alphabetical order. */
    static String kind(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        Matcher words = WORD.matcher(CACHE.matcher(spaced).replaceAll(" "));
        List<String> kept = new ArrayList<>();
        while (words.find()) {
            if (!TENSES.contains(words.group())) {
                kept.add(singular(words.group()));
            }
        }
        kept.sort(null);
        return String.join(" ", kept);
    }

    private static String singular(String word) {
        return switch (word) {
            case "k", "keys" -> "key";
            case "v", "values" -> "value";
            default -> word;
        };
    }
}
