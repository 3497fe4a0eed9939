package io.github.isotherm.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Methods of lists, tuples and ranges. */
final class ListMethods {
    static final Map<String, Method<Object>> ALL = methods();
    static final Map<String, Method<Tuple>> OF_TUPLES = Map.of(
            "count", (r, tuple, a) -> count(r, tuple.items(), a),
            "index", (r, tuple, a) -> index(r, tuple.items(), a));

    private ListMethods() {}

    private static Map<String, Method<Object>> methods() {
        Map<String, Method<Object>> all = new HashMap<>();
        all.put("count", (r, list, a) -> count(r, (List<?>) list, a));
        all.put("index", (r, list, a) -> index(r, (List<?>) list, a));
        all.put("copy", (r, list, a) -> copy(r, list, a));
        for (String name : List.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove")) {
            all.put(name, Method.unsafe());
        }
        return Map.copyOf(all);
    }

    private static Object copy(Rendering rendering, Object list, Arguments arguments) {
        arguments.positionalOnly("copy", 0, 0);
        return Iteration.list(list, rendering);
    }

    private static Object count(Rendering rendering, List<?> items, Arguments arguments) {
        Object wanted = arguments.positionalOnly("count", 1, 1).at(0);
        long count = 0;
        for (Object item : items) {
            rendering.step();
            count += item == wanted || ValueOrder.equal(item, wanted, rendering) ? 1 : 0;
        }
        return count;
    }

    private static Object index(Rendering rendering, List<?> items, Arguments arguments) {
        arguments.positionalOnly("index", 1, 3);
        Object wanted = arguments.at(0);
        int start = bound(arguments.or(1, 0L), items.size());
        int stop = bound(arguments.or(2, (long) items.size()), items.size());
        for (int i = start; i < stop; i++) {
            rendering.step();
            if (items.get(i) == wanted || ValueOrder.equal(items.get(i), wanted, rendering)) {
                return (long) i;
            }
        }
        throw Failure.value("%s is not in list", Repr.brief(wanted));
    }

    private static int bound(Object index, int size) {
        int value = Numbers.clampedInt(index, "a bound");
        return value < 0 ? Math.max(0, value + size) : Math.min(value, size);
    }

    static Object ofRange(PythonRange range, String name) {
        return switch (name) {
            case "start" -> range.start();
            case "stop" -> range.stop();
            case "step" -> range.step();
            case "count", "index" ->
                Builtin.function((r, a) -> {
                    List<Object> items = Iteration.list(range, r);
                    return name.equals("count") ? count(r, items, a) : index(r, items, a.positionalOnly(name, 1, 1));
                });
            default -> Missing.MISSING;
        };
    }
}
