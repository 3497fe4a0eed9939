package io.github.isotherm.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters by name. Each takes the filtered value as its first argument. */
final class Filters {
    private static final Map<String, Callable> ALL = all();

    private Filters() {}

    private static Map<String, Callable> all() {
        Map<String, Callable> all = new HashMap<>();
        TextFilters.addTo(all);
        ValueFilters.addTo(all);
        SequenceFilters.addTo(all);
        SelectionFilters.addTo(all);
        HtmlFilters.addTo(all);
        all.put("tojson", JsonDump::dumps);
        return Map.copyOf(all);
    }

    static @Nullable Callable named(String name) {
        return ALL.get(name);
    }

    /** Applies a filter whose name is only known now, as map does. */
    static Object apply(Rendering rendering, Object name, Object value, Arguments arguments) {
        Callable filter = ValueOrder.isText(name) ? named(Repr.str(name)) : null;
        if (filter == null) {
            throw Failure.of("No filter named %s.", name instanceof Undefined ? "Undefined" : Repr.brief(name));
        }
        rendering.called();
        return filter.call(rendering, arguments.withFirst(value));
    }

    /** True if an optional flag was given and holds. */
    static boolean flag(Object option) {
        return !Missing.is(option) && Truth.of(option);
    }

    /** An optional argument for which Python's default is None. */
    static Object orNone(Object option) {
        return Missing.is(option) ? None.NONE : option;
    }

    static Object or(Object option, Object otherwise) {
        return Missing.is(option) ? otherwise : option;
    }
}
