package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Filters over sequences as a whole. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Map<String, Callable> all) {
        all.put("list", (r, a) -> Iteration.list(a.bind("list", "value")[0], r));
        all.put("first", SequenceFilters::first);
        all.put("last", SequenceFilters::last);
        all.put("join", SequenceFilters::join);
        all.put("reverse", SequenceFilters::reverse);
        all.put("sort", SequenceFilters::sort);
        all.put("dictsort", SequenceFilters::dictSort);
        all.put("unique", SequenceFilters::unique);
        all.put("groupby", SequenceFilters::groupBy);
        all.put("sum", SequenceFilters::sum);
        all.put("min", (r, a) -> extreme("min", false, r, a));
        all.put("max", (r, a) -> extreme("max", true, r, a));
        all.put("items", SequenceFilters::items);
        all.put("batch", SequenceFilters::batch);
        all.put("slice", SequenceFilters::slice);
    }

    private static Object first(Rendering rendering, Arguments arguments) {
        Iterator<Object> iterator = Iteration.over(arguments.bind("first", "seq")[0]);
        return iterator.hasNext() ? iterator.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Object last(Rendering rendering, Arguments arguments) {
        Object value = arguments.bind("last", "seq")[0];
        List<Object> items = reversible(value, rendering);
        return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.get(items.size() - 1);
    }

    private static boolean isReversible(Object value) {
        return Truth.hasLength(value) && !(value instanceof LoopContext);
    }

    private static List<Object> reversible(Object value, Rendering rendering) {
        if (!isReversible(value)) {
            throw Failure.type("'%s' object is not reversible", TypeName.of(value));
        }
        return Iteration.list(value, rendering);
    }

    private static Object join(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("join", "value", "d?", "attribute?");
        String separator = Repr.str(Filters.or(bound[1], ""), rendering);
        Object attribute = Filters.orNone(bound[2]);
        AttributePath path = AttributePath.of(attribute, Missing.MISSING, false, rendering);
        StringBuilder out = new StringBuilder();
        String between = "";
        for (Iterator<Object> items = Iteration.over(bound[0]); items.hasNext(); ) {
            rendering.step();
            String shown = Repr.str(path.of(items.next()), rendering);
            rendering.produced(separator.length() + shown.length());
            out.append(between).append(shown);
            between = separator;
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        return out.toString();
    }

    private static Object reverse(Rendering rendering, Arguments arguments) {
        Object value = arguments.bind("reverse", "value")[0];
        if (ValueOrder.isText(value)) {
            Object minusOne = -1L;
            return Indexing.slice(value, None.NONE, None.NONE, minusOne, rendering);
        }
        if (!Iteration.possible(value)) {
            throw Failure.of("argument must be iterable");
        }
        List<Object> items = Iteration.list(value, rendering);
        Collections.reverse(items);
        return isReversible(value) ? new LazySequence("reversed", items.iterator()) : items;
    }

    private static Object sort(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("sort", "value", "reverse?", "case_sensitive?", "attribute?");
        Sorting.Key key = AttributePath.ofSeveral(Filters.orNone(bound[3]), !Filters.flag(bound[2]), rendering);
        return Sorting.sorted(Iteration.list(bound[0], rendering), key, Filters.flag(bound[1]), rendering);
    }

    private static Object dictSort(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("dictsort", "value", "case_sensitive?", "by?", "reverse?");
        Object by = Filters.or(bound[2], "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw Failure.of("You can only sort by either \"key\" or \"value\"");
        }
        if (!(bound[0] instanceof Dict dict)) {
            throw bound[0] instanceof Undefined undefined
                    ? undefined.failure()
                    : Failure.type("'%s' object has no attribute 'items'", TypeName.of(bound[0]));
        }
        int position = by.equals("key") ? 0 : 1;
        boolean caseSensitive = Filters.flag(bound[1]);
        Sorting.Key key = entry -> {
            Object value = ((Tuple) entry).items().get(position);
            return caseSensitive ? value : AttributePath.lowered(value, rendering);
        };
        return Sorting.sorted(
                Iteration.list(new DictView(dict, DictView.Kind.ITEMS), rendering),
                key,
                Filters.flag(bound[3]),
                rendering);
    }

    private static Object unique(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("unique", "value", "case_sensitive?", "attribute?");
        AttributePath path =
                AttributePath.of(Filters.orNone(bound[2]), Missing.MISSING, !Filters.flag(bound[1]), rendering);
        Set<Object> seen = new HashSet<>();
        return PythonGenerator.selecting(
                rendering,
                () -> Iteration.over(bound[0]),
                () -> item -> added(seen, path.of(item), rendering) ? item : Missing.MISSING);
    }

    private static boolean added(Set<Object> seen, Object value, Rendering rendering) {
        rendering.objects(2);
        return seen.add(HashKey.of(value, rendering));
    }

    private static Object groupBy(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("groupby", "value", "attribute", "default?", "case_sensitive?");
        Object otherwise = Filters.orNone(bound[2]);
        boolean caseSensitive = Filters.flag(bound[3]);
        AttributePath key = AttributePath.of(bound[1], otherwise, !caseSensitive, rendering);
        AttributePath shown = AttributePath.of(bound[1], otherwise, false, rendering);
        List<Object> groups = new ArrayList<>();
        List<Object> group = List.of();
        Object current = Missing.MISSING;
        for (Object item : Sorting.sorted(Iteration.list(bound[0], rendering), key, false, rendering)) {
            rendering.objects(4);
            Object itemKey = key.of(item);
            if (Missing.is(current) || !ValueOrder.equal(current, itemKey, rendering)) {
                current = itemKey;
                group = new ArrayList<>();
                groups.add(new Tuple(List.of(shown.of(item), group), true));
            }
            group.add(item);
        }
        return groups;
    }

    private static Object sum(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("sum", "iterable", "attribute?", "start?");
        AttributePath path = AttributePath.of(Filters.orNone(bound[1]), Missing.MISSING, false, rendering);
        Object sum = Filters.or(bound[2], 0L);
        if (ValueOrder.isText(sum)) {
            throw Failure.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        for (Iterator<Object> items = Iteration.over(bound[0]); items.hasNext(); ) {
            rendering.step();
            sum = Arithmetic.add(sum, path.of(items.next()), rendering);
        }
        return sum;
    }

    private static Object extreme(String name, boolean largest, Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind(name, "value", "case_sensitive?", "attribute?");
        AttributePath path =
                AttributePath.of(Filters.orNone(bound[2]), Missing.MISSING, !Filters.flag(bound[1]), rendering);
        Iterator<Object> items = Iteration.over(bound[0]);
        if (!items.hasNext()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Object best = items.next();
        Object bestKey = path.of(best);
        while (items.hasNext()) {
            rendering.step();
            Object item = items.next();
            Object key = path.of(item);
            boolean better = largest
                    ? ValueOrder.ordered(">", key, bestKey, rendering)
                    : ValueOrder.less(key, bestKey, rendering);
            best = better ? item : best;
            bestKey = better ? key : bestKey;
        }
        return best;
    }

    private static Object items(Rendering rendering, Arguments arguments) {
        Object value = arguments.bind("items", "value")[0];
        return PythonGenerator.of(() -> {
            if (value instanceof Undefined) {
                return Collections.emptyIterator();
            }
            if (value instanceof Dict dict) {
                return dict.entries();
            }
            throw Failure.type("Can only get item pairs from a mapping.");
        });
    }

    private static Object batch(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("batch", "value", "linecount", "fill_with?");
        return PythonGenerator.of(() -> batches(bound, rendering).iterator());
    }

    private static List<Object> batches(Object[] bound, Rendering rendering) {
        List<Object> batches = new ArrayList<>();
        List<Object> batch = new ArrayList<>();
        for (Object item : Iteration.list(bound[0], rendering)) {
            if (ValueOrder.equal((long) batch.size(), bound[1], rendering)) {
                batches.add(batch);
                rendering.objects(2);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            fill(batch, bound[1], Filters.orNone(bound[2]), rendering);
            batches.add(batch);
        }
        return batches;
    }

    private static void fill(List<Object> batch, Object size, Object filler, Rendering rendering) {
        if (filler != None.NONE && ValueOrder.less((long) batch.size(), size, rendering)) {
            int missing = Numbers.count(size, "the line count") - batch.size();
            rendering.listed(missing);
            batch.addAll(Collections.nCopies(missing, filler));
        }
    }

    private static Object slice(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("slice", "value", "slices", "fill_with?");
        return PythonGenerator.of(() -> slices(bound, rendering).iterator());
    }

    private static List<Object> slices(Object[] bound, Rendering rendering) {
        List<Object> items = Iteration.list(bound[0], rendering);
        int count = Numbers.count(bound[1], "the number of slices");
        if (count == 0) {
            throw Failure.of("integer division or modulo by zero");
        }
        rendering.objects(2L * count);
        rendering.listed(items.size());
        int each = Math.floorDiv(items.size(), count);
        int longer = Math.floorMod(items.size(), count);
        Object filler = Filters.orNone(bound[2]);
        List<Object> slices = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<Object> slice = new ArrayList<>(items.subList(from, to));
            if (filler != None.NONE && i >= longer) {
                slice.add(filler);
            }
            slices.add(slice);
            from = to;
        }
        return slices;
    }
}
