package io.github.isotherm.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What references of a schema to places in itself stand for.
 *
 * @param root the whole schema
 */
record LocalReferences(Object root) {
    /** What {@code #/…} names; null for other references, and where nothing is. */
    @Nullable
    Object target(String reference) {
        if (!reference.startsWith("#")) {
            return null;
        }
        Object place = root;
        for (String part : reference.substring(1).split("/", -1)) {
            place = part.isEmpty() && place == root
                    ? place
                    : below(place, part.replace("~1", "/").replace("~0", "~"));
            if (place == null) {
                return null;
            }
        }
        return place;
    }

    private static @Nullable Object below(Object place, String part) {
        if (place instanceof Map<?, ?> map) {
            return map.get(part);
        }
        boolean index = place instanceof List<?> && part.matches("[0-9]{1,4}");
        return index && Integer.parseInt(part) < ((List<?>) place).size()
                ? ((List<?>) place).get(Integer.parseInt(part))
                : null;
    }
}
