package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;

/**
 * The attribute argument of filters: a dotted path into each item, digits being indexes.
 *
 * @param parts the keys to follow
 * @param otherwise what stands in for an undefined part, or missing
 * @param ignoreCase whether strings are lowered at the end
 * @param rendering what pays for following them
 */
record AttributePath(List<Object> parts, Object otherwise, boolean ignoreCase, Rendering rendering)
        implements Sorting.Key {
    static AttributePath of(Object attribute, Object otherwise, boolean ignoreCase, Rendering rendering) {
        Object substitute = otherwise == None.NONE ? Missing.MISSING : otherwise;
        return new AttributePath(parts(attribute, rendering), substitute, ignoreCase, rendering);
    }

    /** Several paths separated by commas, whose values are compared as a list. */
    static Sorting.Key ofSeveral(Object attribute, boolean ignoreCase, Rendering rendering) {
        List<AttributePath> paths = new ArrayList<>();
        if (attribute instanceof String text) {
            Splitting.rsplit(text, ",", Integer.MAX_VALUE, rendering)
                    .forEach(path -> paths.add(of(path, Missing.MISSING, ignoreCase, rendering)));
        } else {
            paths.add(of(attribute, Missing.MISSING, ignoreCase, rendering));
        }
        return item -> {
            rendering.listed(paths.size());
            List<Object> values = new ArrayList<>(paths.size());
            paths.forEach(path -> values.add(path.of(item)));
            return values;
        };
    }

    private static List<Object> parts(Object attribute, Rendering rendering) {
        if (attribute == None.NONE || Missing.is(attribute)) {
            return List.of();
        }
        if (!(attribute instanceof String text)) {
            return List.of(attribute);
        }
        List<Object> parts = new ArrayList<>();
        for (Object part : Splitting.rsplit(text, ".", Integer.MAX_VALUE, rendering)) {
            String word = (String) part;
            boolean index = Characters.someAndAll(word, Characters::isDigit);
            parts.add(index ? NumberParsing.integer(word, 10) : word);
        }
        return parts;
    }

    @Override
    public Object of(Object item) {
        Object value = item;
        for (Object part : parts) {
            rendering.called();
            value = Indexing.item(value, part, rendering);
            if (value instanceof Undefined && !Missing.is(otherwise)) {
                value = otherwise;
            }
        }
        return ignoreCase ? lowered(value, rendering) : value;
    }

    static Object lowered(Object value, Rendering rendering) {
        if (!ValueOrder.isText(value)) {
            return value;
        }
        String text = Repr.str(value);
        rendering.produced(2L * text.length());
        return CaseMapping.lower(text);
    }
}
