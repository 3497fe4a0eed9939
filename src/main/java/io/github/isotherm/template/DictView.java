package io.github.isotherm.template;

import java.util.Iterator;

/** What {@code dict.keys()}, {@code values()} and {@code items()} return. */
record DictView(Dict dict, Kind kind) {
    enum Kind {
        KEYS("dict_keys"),
        VALUES("dict_values"),
        ITEMS("dict_items");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    Iterator<Object> elements() {
        return switch (kind) {
            case KEYS -> dict.keys();
            case VALUES -> dict.values();
            case ITEMS -> dict.entries();
        };
    }
}
