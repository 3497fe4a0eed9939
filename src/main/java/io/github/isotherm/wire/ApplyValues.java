package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values as plain Java ones; the strings "-inf", "inf" and "nan" stand for those numbers. */
final class ApplyValues {
    private ApplyValues() {}

    static double[] numbers(String name, JsonNode node) {
        if (!node.isArray()) {
            throw Checks.invalid(name, node.toString(), "a list of numbers");
        }
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number("an entry of " + name, node.get(i));
        }
        return values;
    }

    private static double number(String name, JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.asText()) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> throw Checks.invalid(name, node.toString(), "a number, \"-inf\", \"inf\" or \"nan\"");
        };
    }

    static int whole(String name, JsonNode node) {
        long value = longWhole(name, node);
        if (value != (int) value) {
            throw Checks.invalid(name, node.toString(), "a whole number that fits 32 bits");
        }
        return (int) value;
    }

    static long longWhole(String name, JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (value != Math.rint(value) || Math.abs(value) > 0x1p62) {
            throw Checks.invalid(name, node.toString(), "a whole number");
        }
        return node.isIntegralNumber() ? node.longValue() : (long) value;
    }

    /** Numbers, booleans, strings, lists and maps. */
    static Object plain(String name, JsonNode node) {
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(name, item)));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getKey(), entry.getValue())));
            return map;
        }
        throw Checks.invalid(name, "null", "a value");
    }

    static Map<String, Object> parameters(Map<?, ?> plain) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        plain.forEach((key, value) -> parameters.put(String.valueOf(key), value));
        return parameters;
    }
}
