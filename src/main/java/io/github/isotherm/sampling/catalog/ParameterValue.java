package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.grammar.schema.JsonText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parameter values as text and JSON give them (numbers, booleans, strings, lists, maps) made into what a record's
 * component takes. "-inf" stands for −infinity.
 */
final class ParameterValue {
    private ParameterValue() {}

    /** Converts a value to a component's type. */
    static Object convert(String name, Object value, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(name, value, list.getActualTypeArguments()[0]);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return map(name, value, map.getActualTypeArguments());
        }
        if (type == double.class || type == Double.class) {
            return number(name, value);
        }
        if (type == int.class || type == Integer.class) {
            return whole(name, value);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(name, value);
        }
        if (type == String.class) {
            return text(name, value);
        }
        if (type == JsonText.class) {
            return value instanceof String json ? new JsonText(json) : JsonText.of(value);
        }
        if (type instanceof Class<?> one && one.isEnum()) {
            return constant(name, value, one);
        }
        if (type instanceof Class<?> entry && entry.isRecord()) {
            return entry(name, value, entry);
        }
        if (type instanceof Class<?> either && either.isSealed()) {
            return either(name, value, either);
        }
        throw new IllegalStateException(name + " is of type " + type);
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

    private static String text(String name, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Checks.invalid(name, String.valueOf(value), "a \"string\"");
    }

    /** Whether a type is a text, or a list of them. */
    static boolean isTexts(Type type) {
        return type == String.class
                || type == JsonText.class
                || (type instanceof ParameterizedType list && list.getActualTypeArguments()[0] == String.class);
    }

    private static Object constant(String name, Object value, Class<?> type) {
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (constant == value || name((Enum<?>) constant).equals(value)) {
                return constant;
            }
            known.add('"' + name((Enum<?>) constant) + '"');
        }
        throw Checks.invalid(name, String.valueOf(value), String.join(" or ", known));
    }

    /** How a constant is written. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<Object> list(String name, Object value, Type of) {
        if (!(value instanceof List<?> list)) {
            throw Checks.invalid(name, String.valueOf(value), "a list of " + manyOf(of));
        }
        String what = (of == Integer.class ? "an id of " : "an entry of ") + name;
        List<Object> result = new ArrayList<>();
        for (Object item : list) {
            result.add(convert(what, nonNull(name, item), of));
        }
        return List.copyOf(result);
    }

    private static String manyOf(Type type) {
        if (type == Integer.class) {
            return "token ids";
        }
        if (type == String.class) {
            return "\"strings\"";
        }
        if (type instanceof Class<?> either && either.isSealed()) {
            return forms(either).map(form -> manyOf(form.getGenericType())).collect(Collectors.joining(" or "));
        }
        if (type instanceof ParameterizedType list) {
            return "lists of " + manyOf(list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> entry && entry.isRecord() ? componentsOf(entry) + " entries" : "numbers";
    }

    private static Map<Object, Object> map(String name, Object value, Type[] of) {
        if (!(value instanceof Map<?, ?> map)) {
            throw Checks.invalid(
                    name,
                    String.valueOf(value),
                    "a map from " + (of[0] == Integer.class ? "token ids" : "names") + " to numbers");
        }
        Map<Object, Object> result = new LinkedHashMap<>();
        map.forEach((key, item) -> result.put(
                of[0] == Integer.class ? key(name, nonNull(name, key)) : String.valueOf(key),
                convert(name, nonNull(name, item), of[1])));
        return result;
    }

    private static Object entry(String name, Object value, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent component : components) {
            names.add(component.getName());
        }
        if (!(value instanceof Map<?, ?> map) || !map.keySet().equals(names)) {
            throw Checks.invalid(
                    name, String.valueOf(value), "an object of exactly \"" + String.join("\" and \"", names) + "\"");
        }
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String component = components[i].getName();
            types[i] = components[i].getType();
            arguments[i] = convert(
                    "the " + component + " of " + name,
                    nonNull(name, map.get(component)),
                    components[i].getGenericType());
        }
        return Construction.of(type, types, arguments);
    }

    /** A sealed interface of records with one component each: what is written is the component, and its kind tells which. */
    private static Object either(String name, Object value, Class<?> type) {
        RecordComponent form = forms(type)
                .filter(one -> takes(one.getType(), value))
                .findFirst()
                .orElseThrow(() -> Checks.invalid(
                        name,
                        String.valueOf(value),
                        forms(type).map(one -> oneOf(one.getGenericType())).collect(Collectors.joining(" or "))));
        return Construction.of(form.getDeclaringRecord(), new Class<?>[] {form.getType()}, new Object[] {
            convert(name, value, form.getGenericType())
        });
    }

    private static Stream<RecordComponent> forms(Class<?> either) {
        return Stream.of(either.getPermittedSubclasses()).map(form -> form.getRecordComponents()[0]);
    }

    private static boolean takes(Class<?> type, Object value) {
        return type.isInstance(value);
    }

    private static String oneOf(Type type) {
        return type instanceof ParameterizedType list
                ? "a list of " + manyOf(list.getActualTypeArguments()[0])
                : "a \"string\"";
    }

    private static String componentsOf(Class<?> entry) {
        return Stream.of(entry.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", ", "{", "}"));
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
