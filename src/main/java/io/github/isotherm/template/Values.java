package io.github.isotherm.template;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the caller's Java values over into the values templates work with. */
final class Values {
    private static final int DEEPEST = 500;

    private Values() {}

    static Object of(@Nullable Object value, Rendering rendering) {
        return of(value, rendering, 0);
    }

    private static Object of(@Nullable Object value, Rendering rendering, int depth) {
        if (value == null) {
            return None.NONE;
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        rendering.step();
        if (depth > DEEPEST) {
            throw Failure.of("a variable is nested more than %d deep", DEEPEST);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map, rendering, depth);
        }
        if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> {
                rendering.step();
                list.add(of(item, rendering, depth + 1));
            });
            return list;
        }
        return value.getClass().isArray() ? ofArray(value, rendering, depth) : ofScalar(value);
    }

    private static Dict ofMap(Map<?, ?> map, Rendering rendering, int depth) {
        Dict dict = new Dict(map.size());
        map.forEach((key, item) -> dict.put(of(key, rendering, depth + 1), of(item, rendering, depth + 1), rendering));
        return dict;
    }

    private static List<Object> ofArray(Object array, Rendering rendering, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            rendering.step();
            list.add(of(Array.get(array, i), rendering, depth + 1));
        }
        return list;
    }

    private static Object ofScalar(Object value) {
        if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
            return value.toString();
        }
        if (value instanceof BigInteger big) {
            return Numbers.normal(big);
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof BigDecimal) {
            return Double.parseDouble(value.toString());
        }
        throw Failure.of(
                "a variable holds a %s; give strings, numbers, booleans, null, maps and lists",
                value.getClass().getName());
    }
}
