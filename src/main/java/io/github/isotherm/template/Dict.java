package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dict: insertion order, keys equal as Python equals them ({@code 1}, {@code 1.0}, {@code True}). */
final class Dict {
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

    void put(Object key, Object value) {
        Object hash = HashKey.of(key);
        Item old = items.get(hash);
        items.put(hash, new Item(old == null ? key : old.key(), value));
    }

    void putAll(Dict other) {
        for (Item item : other.items.values()) {
            put(item.key(), item.value());
        }
    }

    /** The value, or null if there is no such key; an unhashable key is a TypeError. */
    @Nullable
    Object get(Object key) {
        Item item = items.get(HashKey.of(key));
        return item == null ? null : item.value();
    }

    boolean contains(Object key) {
        return items.containsKey(HashKey.of(key));
    }

    int size() {
        return items.size();
    }

    List<Object> keys() {
        List<Object> keys = new ArrayList<>(items.size());
        items.values().forEach(item -> keys.add(item.key()));
        return keys;
    }

    List<Object> values() {
        List<Object> values = new ArrayList<>(items.size());
        items.values().forEach(item -> values.add(item.value()));
        return values;
    }

    List<Object> entries() {
        List<Object> entries = new ArrayList<>(items.size());
        items.values().forEach(item -> entries.add(Tuple.of(item.key(), item.value())));
        return entries;
    }
}
