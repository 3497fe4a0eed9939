package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;

/** Python's subscripts, and Jinja2's rules for what {@code a.b} and {@code a['b']} look up first. */
final class Indexing {
    private Indexing() {}

    /** {@code owner[key]} as the sandbox evaluates it: the item, else the attribute, else undefined. */
    static Object item(Object owner, Object key, Rendering rendering) {
        if (owner instanceof Dict dict && key instanceof String) {
            Object value = dict.get(key, rendering);
            if (value != null) {
                return value;
            }
        } else {
            Object value = itemOrMissing(owner, key, rendering);
            if (!Missing.is(value)) {
                return value;
            }
        }
        if (key instanceof String name) {
            return Attributes.ofOrElseUndefined(owner, name);
        }
        return Undefined.element(owner, key);
    }

    /** {@code owner.name}: the attribute, else the item, else undefined. */
    static Object attribute(Object owner, String name, Rendering rendering) {
        Object value = Attributes.of(owner, name);
        if (!Missing.is(value)) {
            return value;
        }
        if (owner instanceof Dict dict) {
            Object found = dict.get(name, rendering);
            return found == null ? Undefined.element(owner, name) : found;
        }
        Object found = itemOrMissing(owner, name, rendering);
        return Missing.is(found) ? Undefined.element(owner, name) : found;
    }

    /** The item, or missing where Python raises a TypeError or LookupError. */
    private static Object itemOrMissing(Object owner, Object key, Rendering rendering) {
        if (owner instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (owner instanceof Dict dict) {
            return inDict(dict, key, rendering);
        }
        if (owner instanceof TemplateReference self) {
            return self.block(key);
        }
        if (!Numbers.isInteger(key)) {
            return Missing.MISSING;
        }
        long index = Numbers.clampedLong(key);
        if (owner instanceof List<?> list) {
            return at(list, index);
        }
        if (owner instanceof Tuple tuple) {
            return at(tuple.items(), index);
        }
        return inText(owner, index, rendering);
    }

    private static Object inDict(Dict dict, Object key, Rendering rendering) {
        try {
            Object value = dict.get(key, rendering);
            return value == null ? Missing.MISSING : value;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.TYPE) {
                return Missing.MISSING;
            }
            throw failure;
        }
    }

    private static Object at(List<?> items, long index) {
        long absolute = index < 0 ? index + items.size() : index;
        return absolute < 0 || absolute >= items.size() ? Missing.MISSING : items.get((int) absolute);
    }

    private static Object inText(Object owner, long index, Rendering rendering) {
        if (owner instanceof PythonRange range) {
            long absolute = index < 0 ? index + range.size() : index;
            return absolute < 0 || absolute >= range.size() ? Missing.MISSING : (Object) range.at(absolute);
        }
        if (!ValueOrder.isText(owner)) {
            return Missing.MISSING;
        }
        String text = Repr.str(owner);
        rendering.compared(text.length());
        long length = Truth.length(owner);
        rendering.counted(text, length);
        long absolute = index < 0 ? index + length : index;
        if (absolute < 0 || absolute >= length) {
            return Missing.MISSING;
        }
        int at = length == text.length() ? (int) absolute : text.offsetByCodePoints(0, (int) absolute);
        String character = Character.toString(text.codePointAt(at));
        return owner instanceof SafeText ? new SafeText(character) : character;
    }

    /** {@code owner[from:to:by]}; absent bounds are None. */
    static Object slice(Object owner, Object from, Object to, Object by, Rendering rendering) {
        if (owner instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (owner instanceof Dict) {
            throw Failure.type("unhashable type: 'slice'");
        }
        boolean sliceable = ValueOrder.isText(owner)
                || owner instanceof List
                || owner instanceof Tuple
                || owner instanceof PythonRange;
        if (!sliceable) {
            throw Failure.type("'%s' object is not subscriptable", TypeName.of(owner));
        }
        if (ValueOrder.isText(owner)) {
            rendering.compared(Repr.str(owner).length());
            rendering.counted(Repr.str(owner), Truth.length(owner));
        }
        SliceBounds bounds = SliceBounds.of(from, to, by, Truth.length(owner));
        if (owner instanceof PythonRange range) {
            return range.slice(bounds);
        }
        if (ValueOrder.isText(owner)) {
            rendering.charge(bounds.step() == 1 ? 0 : 8L * Repr.str(owner).length());
            rendering.produced(bounds.count());
        } else {
            rendering.listed(bounds.count());
        }
        if (owner instanceof List<?> list) {
            return slice(list, bounds);
        }
        if (owner instanceof Tuple tuple) {
            return new Tuple(slice(tuple.items(), bounds));
        }
        String part = slice(
                Repr.str(owner), bounds, Truth.length(owner) == Repr.str(owner).length());
        return owner instanceof SafeText ? new SafeText(part) : part;
    }

    private static List<Object> slice(List<?> items, SliceBounds bounds) {
        List<Object> part = new ArrayList<>((int) bounds.count());
        for (long i = 0; i < bounds.count(); i++) {
            part.add(items.get((int) (bounds.start() + i * bounds.step())));
        }
        return part;
    }

    static String slice(String text, SliceBounds bounds, boolean plain) {
        if (bounds.count() == 0) {
            return "";
        }
        if (bounds.step() == 1) {
            if (plain) {
                return text.substring((int) bounds.start(), (int) (bounds.start() + bounds.count()));
            }
            int start = text.offsetByCodePoints(0, (int) bounds.start());
            return text.substring(start, text.offsetByCodePoints(start, (int) bounds.count()));
        }
        int[] points = text.codePoints().toArray();
        StringBuilder part = new StringBuilder();
        for (long i = 0; i < bounds.count(); i++) {
            part.appendCodePoint(points[(int) (bounds.start() + i * bounds.step())]);
        }
        return part.toString();
    }
}
