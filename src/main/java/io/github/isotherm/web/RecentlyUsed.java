package io.github.isotherm.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The few values used last. Thread-safe; a value that two ask for at once may be made twice. */
final class RecentlyUsed<K, V> {
    private final Map<K, V> known;

    RecentlyUsed(int most) {
        known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    V get(K key, Supplier<V> maker) {
        synchronized (known) {
            V value = known.get(key);
            if (value != null) {
                return value;
            }
        }
        V made = maker.get();
        synchronized (known) {
            known.put(key, made);
        }
        return made;
    }
}
