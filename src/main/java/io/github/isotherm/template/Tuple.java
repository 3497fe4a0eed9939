package io.github.isotherm.template;

import java.util.Arrays;
import java.util.List;

/**
 * A Python tuple.
 *
 * @param items the elements
 * @param group whether it is a group of the groupby filter, whose elements also go by {@code grouper} and {@code list}
 */
record Tuple(List<Object> items, boolean group) {
    static final Tuple EMPTY = new Tuple(List.of(), false);

    Tuple(List<Object> items) {
        this(items, false);
    }

    static Tuple of(Object... items) {
        return new Tuple(Arrays.asList(items), false);
    }
}
