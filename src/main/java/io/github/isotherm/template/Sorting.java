package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Python's {@code sorted}: stable, and asking only what comes before what. */
final class Sorting {
    private Sorting() {}

    /** What is sorted by a key that was worked out once. */
    private record Keyed(Object key, Object item) {}

    /** Gives the key an item is sorted or grouped by. */
    @FunctionalInterface
    interface Key {
        Object of(Object item);
    }

    static List<Object> sorted(List<Object> items, Key key, boolean reverse, Rendering rendering) {
        rendering.objects(2L * items.size());
        List<Object> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            keyed.add(new Keyed(key.of(item), item));
        }
        Comparator<Object> order = (left, right) -> order(((Keyed) left).key(), ((Keyed) right).key(), rendering);
        List<Object> result = new ArrayList<>(items.size());
        for (Object entry : sorted(keyed, reverse ? (a, b) -> order.compare(b, a) : order, rendering)) {
            result.add(((Keyed) entry).item());
        }
        return result;
    }

    private static int order(Object left, Object right, Rendering rendering) {
        return ValueOrder.less(left, right, rendering) ? -1 : ValueOrder.less(right, left, rendering) ? 1 : 0;
    }

    /** A merge sort: unlike the JDK's it takes an inconsistent order (NaN) without complaint, as Python does. */
    static List<Object> sorted(List<Object> items, Comparator<Object> order, Rendering rendering) {
        if (items.size() < 2) {
            return items;
        }
        rendering.listed(2L * items.size());
        int middle = items.size() / 2;
        List<Object> left = sorted(new ArrayList<>(items.subList(0, middle)), order, rendering);
        List<Object> right = sorted(new ArrayList<>(items.subList(middle, items.size())), order, rendering);
        List<Object> merged = new ArrayList<>(items.size());
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            rendering.step();
            merged.add(order.compare(right.get(r), left.get(l)) < 0 ? right.get(r++) : left.get(l++));
        }
        merged.addAll(left.subList(l, left.size()));
        merged.addAll(right.subList(r, right.size()));
        return merged;
    }
}
