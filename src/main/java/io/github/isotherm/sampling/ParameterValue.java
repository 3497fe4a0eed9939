package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameter values as text and JSON give them (numbers, booleans, strings, lists, maps) made into what a record's
 * component takes. "-inf" stands for −infinity.
 */
final class ParameterValue {
    private ParameterValue() {}

    /** Converts a value to a component's type, given by its Java name. */
    static Object convert(String name, Object value, String type) {
        return switch (type) {
            case "double" -> number(name, value);
            case "int" -> whole(name, value);
            case "boolean" -> bool(name, value);
            case "java.util.List<java.lang.Integer>" -> wholes(name, value);
            case "java.util.List<java.lang.Double>" -> numbers(name, value);
            case "java.util.List<java.util.List<java.lang.Integer>>" -> wholeLists(name, value);
            case "java.util.List<io.github.isotherm.sampling.SequenceBias$Entry>" -> sequenceBiases(name, value);
            case "java.util.Map<java.lang.Integer, java.lang.Double>" -> biases(name, value);
            default -> throw new IllegalStateException(name + " is of type " + type);
        };
    }

    static double number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return switch (String.valueOf(value)) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> throw Checks.invalid(name, String.valueOf(value), "a number");
        };
    }

    static int whole(String name, Object value) {
        if (value instanceof Number number) {
            double exact = number.doubleValue();
            if (exact == Math.rint(exact) && Math.abs(exact) <= Integer.MAX_VALUE) {
                return (int) exact;
            }
        }
        throw Checks.invalid(name, String.valueOf(value), "a whole number");
    }

    private static boolean bool(String name, Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw Checks.invalid(name, String.valueOf(value), "true or false");
    }

    private static List<?> list(String name, Object value, String of) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Checks.invalid(name, String.valueOf(value), "a list of " + of);
    }

    static List<Integer> wholes(String name, Object value) {
        List<Integer> result = new ArrayList<>();
        for (Object item : list(name, value, "token ids")) {
            result.add(whole("an id of " + name, nonNull(name, item)));
        }
        return List.copyOf(result);
    }

    private static List<Double> numbers(String name, Object value) {
        List<Double> result = new ArrayList<>();
        for (Object item : list(name, value, "numbers")) {
            result.add(number("an entry of " + name, nonNull(name, item)));
        }
        return List.copyOf(result);
    }

    private static List<List<Integer>> wholeLists(String name, Object value) {
        List<List<Integer>> result = new ArrayList<>();
        for (Object item : list(name, value, "lists of token ids")) {
            result.add(wholes("an entry of " + name, nonNull(name, item)));
        }
        return List.copyOf(result);
    }

    private static Map<Integer, Double> biases(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw Checks.invalid(name, String.valueOf(value), "a map from token ids to numbers");
        }
        Map<Integer, Double> result = new LinkedHashMap<>();
        map.forEach((id, bias) -> result.put(key(name, nonNull(name, id)), number(name, nonNull(name, bias))));
        return result;
    }

    private static List<SequenceBias.Entry> sequenceBiases(String name, Object value) {
        List<SequenceBias.Entry> result = new ArrayList<>();
        for (Object item : list(name, value, "{ids, bias} entries")) {
            if (!(item instanceof Map<?, ?> map) || !map.keySet().equals(Set.of("ids", "bias"))) {
                throw Checks.invalid(
                        "an entry of " + name, String.valueOf(item), "an object of exactly \"ids\" and \"bias\"");
            }
            result.add(new SequenceBias.Entry(
                    wholes("the ids of " + name, nonNull(name, map.get("ids"))),
                    number("the bias of " + name, nonNull(name, map.get("bias")))));
        }
        return List.copyOf(result);
    }

    private static int key(String name, Object id) {
        try {
            return Integer.parseInt(String.valueOf(id));
        } catch (NumberFormatException e) {
            throw new InvalidValueException(Sentence.of(
                    "chain.key", "{name} has the key {key} but keys must be token ids.", "name", name, "key", id));
        }
    }

    private static <T> T nonNull(String name, @Nullable T item) {
        if (item == null) {
            throw Checks.invalid("an entry of " + name, "null", "a value");
        }
        return item;
    }
}
