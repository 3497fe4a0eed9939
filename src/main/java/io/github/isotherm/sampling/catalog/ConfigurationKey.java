package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A field of {@code generation_config.json}, or of {@code search} in {@code genai_config.json}, that sets a processor.
 *
 * @param name the field's name
 * @param parameters the processor's parameters, of the field's value as Java makes of JSON (numbers, booleans, strings,
 *     lists, maps)
 */
public record ConfigurationKey(String name, Function<Object, Map<String, Object>> parameters) {
    /** A field whose value is one parameter's. */
    static ConfigurationKey sets(String name, String parameter) {
        return new ConfigurationKey(name, value -> Map.of(parameter, value));
    }

    /** A field that lists the values of several parameters, such as {@code [16, 1.05]}. */
    static ConfigurationKey lists(String name, String... parameters) {
        return new ConfigurationKey(name, value -> {
            if (!(value instanceof List<?> list)
                    || list.size() != parameters.length
                    || list.stream().anyMatch(Objects::isNull)) {
                throw Checks.invalid(name, String.valueOf(value), "a list of " + String.join(" and ", parameters));
            }
            Map<String, Object> given = new LinkedHashMap<>();
            for (int i = 0; i < parameters.length; i++) {
                given.put(parameters[i], list.get(i));
            }
            return given;
        });
    }

    /** A field that lists pairs, such as {@code [[[64, 21], -5.0]]}, for a parameter that takes objects. */
    static ConfigurationKey pairs(String name, String parameter, String first, String second) {
        ConfigurationKey pair = lists("an entry of " + name, first, second);
        return new ConfigurationKey(name, value -> {
            if (!(value instanceof List<?> list) || list.stream().anyMatch(Objects::isNull)) {
                throw Checks.invalid(name, String.valueOf(value), "a list of pairs of " + first + " and " + second);
            }
            return Map.of(parameter, list.stream().map(pair.parameters()).toList());
        });
    }
}
