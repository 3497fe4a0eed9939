package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Whole numbers as configurations have them: {@code 64}, {@code 64.0}, {@code [64]}, {@code [64, 64]}. */
final class WholeNumber {
    private WholeNumber() {}

    /** Infinite ones included; empty for what is no whole number, or a list of different ones. */
    static OptionalDouble of(JsonNode node) {
        if (node.isArray()) {
            return ofAll(node);
        }
        double number = node.isNumber() ? node.doubleValue() : Double.NaN;
        return number == Math.rint(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    private static OptionalDouble ofAll(JsonNode list) {
        OptionalDouble first = list.isEmpty() ? OptionalDouble.empty() : of(list.get(0));
        for (JsonNode other : list) {
            if (!of(other).equals(first)) {
                return OptionalDouble.empty();
            }
        }
        return first;
    }

    /** Empty, too, for one that no int holds. */
    static OptionalInt asInt(JsonNode node) {
        OptionalDouble number = of(node);
        boolean fits = number.isPresent() && Math.abs(number.getAsDouble()) <= Integer.MAX_VALUE;
        return fits ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
    }
}
