package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call, evaluated.
 *
 * @param positional by position
 * @param named by name
 */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    Arguments withFirst(Object first) {
        List<Object> all = new ArrayList<>(positional.size() + 1);
        all.add(first);
        all.addAll(positional);
        return new Arguments(all, named);
    }

    Arguments withoutFirst(int count) {
        return new Arguments(positional.subList(count, positional.size()), named);
    }

    int size() {
        return positional.size();
    }

    Object at(int index) {
        return positional.get(index);
    }

    /**
     * Lays the arguments over parameters as Python does. A parameter that ends in {@code ?} may be left out and is then
     * {@link Missing}.
     */
    Object[] bind(String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw Failure.type(
                    "%s takes at most %d argument(s), got %d", function, parameters.length, positional.size());
        }
        Map<String, Object> rest = named.isEmpty() ? Map.of() : new LinkedHashMap<>(named);
        Object[] values = new Object[parameters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(function, parameters[i], i, rest);
        }
        if (!rest.isEmpty()) {
            throw Failure.type(
                    "%s got an unexpected or repeated keyword argument '%s'",
                    function, rest.keySet().iterator().next());
        }
        return values;
    }

    private Object value(String function, String parameter, int index, Map<String, Object> rest) {
        boolean optional = parameter.endsWith("?");
        String name = optional ? parameter.substring(0, parameter.length() - 1) : parameter;
        if (index < positional.size()) {
            return positional.get(index);
        }
        if (rest.containsKey(name)) {
            return rest.remove(name);
        }
        if (!optional) {
            throw Failure.type("%s misses its argument '%s'", function, name);
        }
        return Missing.MISSING;
    }

    /** Checks a method that takes its arguments by position only. */
    Arguments positionalOnly(String function, int least, int most) {
        if (!named.isEmpty()) {
            throw Failure.type("%s() takes no keyword arguments", function);
        }
        if (positional.size() < least || positional.size() > most) {
            throw Failure.type("%s() takes %d to %d arguments, got %d", function, least, most, positional.size());
        }
        return this;
    }

    /** The argument at an index, or another value if it was left out. */
    Object or(int index, Object otherwise) {
        return index < positional.size() ? positional.get(index) : otherwise;
    }
}
