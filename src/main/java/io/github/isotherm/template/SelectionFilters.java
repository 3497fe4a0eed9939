package io.github.isotherm.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The lazy filters that apply another filter or a test to each item: map, select, reject and their attr forms. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void addTo(Map<String, Callable> all) {
        all.put("map", SelectionFilters::map);
        all.put("select", (r, a) -> select("select", r, a, false, true));
        all.put("reject", (r, a) -> select("reject", r, a, false, false));
        all.put("selectattr", (r, a) -> select("selectattr", r, a, true, true));
        all.put("rejectattr", (r, a) -> select("rejectattr", r, a, true, false));
    }

    private static Object value(String filter, Arguments arguments) {
        if (arguments.size() == 0) {
            throw Failure.type("%s misses its argument 'value'", filter);
        }
        return arguments.at(0);
    }

    private static Object map(Rendering rendering, Arguments arguments) {
        Object value = value("map", arguments);
        return PythonGenerator.of(() -> {
            if (!Truth.of(value)) {
                return Collections.emptyIterator();
            }
            UnaryOperator<Object> mapping = mapping(rendering, arguments.withoutFirst(1));
            return mapped(rendering, Iteration.over(value), mapping);
        });
    }

    private static Iterator<Object> mapped(Rendering rendering, Iterator<Object> items, UnaryOperator<Object> mapping) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                rendering.objects(1);
                return mapping.apply(items.next());
            }
        };
    }

    private static UnaryOperator<Object> mapping(Rendering rendering, Arguments arguments) {
        Map<String, Object> named = new HashMap<>(arguments.named());
        if (arguments.size() == 0 && named.containsKey("attribute")) {
            Object attribute = Filters.or(named.getOrDefault("attribute", None.NONE), None.NONE);
            Object otherwise = named.getOrDefault("default", None.NONE);
            named.remove("attribute");
            named.remove("default");
            if (!named.isEmpty()) {
                throw Failure.of(
                        "Unexpected keyword argument '%s'",
                        named.keySet().iterator().next());
            }
            AttributePath path = AttributePath.of(attribute, otherwise, false, rendering);
            return path::of;
        }
        if (arguments.size() == 0) {
            throw Failure.of("map requires a filter argument");
        }
        Arguments rest = arguments.withoutFirst(1);
        return item -> Filters.apply(rendering, arguments.at(0), item, rest);
    }

    private static Object select(
            String filter, Rendering rendering, Arguments arguments, boolean byAttribute, boolean wanted) {
        Object value = value(filter, arguments);
        return PythonGenerator.of(() -> {
            if (!Truth.of(value)) {
                return Collections.emptyIterator();
            }
            Predicate<Object> test = test(rendering, arguments.withoutFirst(1), byAttribute);
            return new PythonGenerator.Selection(
                    rendering, Iteration.over(value), item -> test.test(item) == wanted ? item : Missing.MISSING);
        });
    }

    private static Predicate<Object> test(Rendering rendering, Arguments arguments, boolean byAttribute) {
        if (byAttribute && arguments.size() == 0) {
            throw Failure.of("Missing parameter for attribute name");
        }
        AttributePath path = byAttribute
                ? AttributePath.of(arguments.at(0), Missing.MISSING, false, rendering)
                : new AttributePath(List.of(), Missing.MISSING, false, rendering);
        Arguments rest = byAttribute ? arguments.withoutFirst(1) : arguments;
        if (rest.size() == 0) {
            return item -> Truth.of(path.of(item));
        }
        Arguments operands = rest.withoutFirst(1);
        return item -> Truth.of(Tests.apply(rendering, rest.at(0), path.of(item), operands));
    }
}
