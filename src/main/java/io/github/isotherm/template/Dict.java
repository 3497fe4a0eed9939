package io.github.isotherm.template;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Python dict: insertion order, keys equal as Python equals them ({@code 1}, {@code 1.0}, {@code True}). */
final class Dict {
    private static final long ENTRY = 120;

    private final Map<Object, Item> items;

    /** A key as it was first written, and its value. */
    private record Item(Object key, Object value) {}

    Dict() {
        this.items = new LinkedHashMap<>();
    }

    Dict(int capacity) {
        this.items = new LinkedHashMap<>(Math.max(16, capacity * 2));
    }

    Dict copy() {
        Dict copy = new Dict(size());
        copy.items.putAll(items);
        return copy;
    }

    void put(Object key, Object value, Rendering rendering) {
        rendering.charge(ENTRY);
        Object hash = HashKey.of(key, rendering);
        Item old = items.get(hash);
        items.put(hash, new Item(old == null ? key : old.key(), value));
    }

    void putAll(Dict other, Rendering rendering) {
        for (Item item : other.items.values()) {
            put(item.key(), item.value(), rendering);
        }
    }

    /** The value of a name the template spells out, or null. */
    @Nullable
    Object get(String name) {
        Item item = items.get(name);
        return item == null ? null : item.value();
    }

    /** The value, or null if there is no such key; an unhashable key is a TypeError. */
    @Nullable
    Object get(Object key, Rendering rendering) {
        Item item = items.get(HashKey.of(key, rendering));
        return item == null ? null : item.value();
    }

    boolean contains(Object key, Rendering rendering) {
        return items.containsKey(HashKey.of(key, rendering));
    }

    int size() {
        return items.size();
    }

    Iterator<Object> keys() {
        return each(Item::key);
    }

    Iterator<Object> values() {
        return each(Item::value);
    }

    Iterator<Object> entries() {
        return each(item -> Tuple.of(item.key(), item.value()));
    }

    private Iterator<Object> each(Function<Item, Object> part) {
        Iterator<Item> all = items.values().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Object next() {
                return part.apply(all.next());
            }
        };
    }
}
