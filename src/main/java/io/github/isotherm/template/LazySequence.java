package io.github.isotherm.template;

import java.util.Iterator;

/**
 * A Python generator or iterator: lazy, consumed by its one pass, always true, without a length.
 *
 * @param type Python's name of its type
 * @param iterator the pass
 */
record LazySequence(String type, Iterator<Object> iterator) {
    static LazySequence generator(Iterator<Object> iterator) {
        return new LazySequence("generator", iterator);
    }
}
