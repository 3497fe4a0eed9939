package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * A field of {@code generation_config.json}, or of {@code search} in {@code genai_config.json}, that sets a processor.
 *
 * @param name the field's name
 * @param reading what its values say
 */
public record ConfigurationKey(String name, Reading reading) {
    /** What a field's value says about a processor. */
    @FunctionalInterface
    public interface Reading {
        /**
         * The processor's parameters.
         *
         * @param value the field's value as Java makes of JSON: numbers, booleans, strings, lists, maps; not null
         * @param ends the ids that end a completion
         * @return the parameters, empty where the value means that there is no such processor
         */
        Optional<Map<String, Object>> parameters(Object value, List<Integer> ends);
    }

    /** A field whose value is one parameter's. */
    static ConfigurationKey sets(String name, String parameter) {
        return new ConfigurationKey(name, (value, ends) -> Optional.of(Map.of(parameter, value)));
    }

    /** A field whose value is a number of tokens: none below 1, and no bound where there is no such large number. */
    static ConfigurationKey counts(String name, String parameter) {
        return new ConfigurationKey(name, (value, ends) -> Optional.of(Map.of(parameter, bounded(value))))
                .offWhere(count -> count <= 0);
    }

    private static Object bounded(Object value) {
        boolean beyond = value instanceof Number number && number.doubleValue() > Integer.MAX_VALUE;
        return beyond ? (Object) Integer.MAX_VALUE : value;
    }

    /** A field that turns a processor without parameters on. */
    static ConfigurationKey turnsOn(String name) {
        return new ConfigurationKey(name, (value, ends) -> {
            if (!(value instanceof Boolean on)) {
                throw Checks.invalid(name, String.valueOf(value), "true or false");
            }
            return on ? Optional.of(Map.of()) : Optional.empty();
        });
    }

    /** A field that lists sequences of ids; one that is nothing but an end is left out. */
    static ConfigurationKey sequencesWithoutEnds(String name, String parameter) {
        return new ConfigurationKey(name, (value, ends) -> {
            if (!(value instanceof List<?> list)) {
                return Optional.of(Map.of(parameter, value));
            }
            List<Object> kept = new ArrayList<>(list);
            kept.removeIf(sequence -> ends.stream().anyMatch(end -> List.of(end).equals(sequence)));
            return Optional.of(Map.of(parameter, kept));
        });
    }

    /** A field that lists the values of several parameters, such as {@code [16, 1.05]}. */
    static ConfigurationKey lists(String name, String... parameters) {
        return new ConfigurationKey(name, (value, ends) -> Optional.of(listed(name, value, parameters)));
    }

    /** A field that lists pairs, such as {@code [[[64, 21], -5.0]]}, for a parameter that takes objects. */
    static ConfigurationKey pairs(String name, String parameter, String first, String second) {
        return new ConfigurationKey(name, (value, ends) -> {
            if (!(value instanceof List<?> list) || list.stream().anyMatch(Objects::isNull)) {
                throw Checks.invalid(name, String.valueOf(value), "a list of pairs of " + first + " and " + second);
            }
            return Optional.of(Map.of(
                    parameter,
                    list.stream()
                            .map(pair -> listed("an entry of " + name, pair, first, second))
                            .toList()));
        });
    }

    private static Map<String, Object> listed(String name, Object value, String... parameters) {
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
    }

    /** This field, whose numbers of a kind mean that there is no such processor. */
    ConfigurationKey offWhere(DoublePredicate off) {
        return new ConfigurationKey(
                name,
                (value, ends) -> value instanceof Number number && off.test(number.doubleValue())
                        ? Optional.empty()
                        : reading.parameters(value, ends));
    }
}
