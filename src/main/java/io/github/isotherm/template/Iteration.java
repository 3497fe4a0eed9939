package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Python's iteration over values: characters of strings, keys of dicts, elements of everything else. */
final class Iteration {
    private Iteration() {}

    static boolean possible(Object value) {
        return value instanceof LazySequence || Truth.hasLength(value);
    }

    static Iterator<Object> over(Object value) {
        if (value instanceof List<?> list) {
            return Collections.<Object>unmodifiableList(list).iterator();
        }
        if (value instanceof Dict dict) {
            return dict.keys();
        }
        if (value instanceof Tuple tuple) {
            return tuple.items().iterator();
        }
        if (value instanceof String text) {
            return characters(text);
        }
        if (value instanceof LazySequence lazy) {
            return lazy.iterator();
        }
        return overOther(value);
    }

    private static Iterator<Object> overOther(Object value) {
        if (value instanceof DictView view) {
            return view.elements();
        }
        if (value instanceof PythonRange range) {
            return range.iterator();
        }
        if (value instanceof SafeText safe) {
            return characters(safe.text());
        }
        if (value instanceof Undefined) {
            return Collections.emptyIterator();
        }
        if (value instanceof LoopContext loop) {
            return loop.pairs();
        }
        throw Failure.type("'%s' object is not iterable", TypeName.of(value));
    }

    private static Iterator<Object> characters(String text) {
        return text.codePoints()
                .mapToObj(point -> (Object) Character.toString(point))
                .iterator();
    }

    /** A new list of all elements. */
    static List<Object> list(Object value, Rendering rendering) {
        if (value instanceof List<?> list) {
            rendering.listed(list.size());
            return new ArrayList<>(list);
        }
        List<Object> all = new ArrayList<>();
        for (Iterator<Object> iterator = over(value); iterator.hasNext(); ) {
            rendering.objects(1);
            all.add(iterator.next());
            Rendering.requireLength(all.size(), rendering.limits().textLength());
        }
        return all;
    }

    /** The elements to unpack into so many targets. */
    static List<Object> unpack(Object value, int targets, Rendering rendering) {
        Iterator<Object> iterator = over(value);
        List<Object> items = new ArrayList<>(targets);
        while (iterator.hasNext()) {
            rendering.step();
            if (items.size() == targets) {
                throw Failure.value("too many values to unpack (expected %d)", targets);
            }
            items.add(iterator.next());
        }
        if (items.size() < targets) {
            throw Failure.value("not enough values to unpack (expected %d, got %d)", targets, items.size());
        }
        return items;
    }
}
