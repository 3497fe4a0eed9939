package io.github.isotherm.template;

/**
 * Where a variable is: so many functions out, at this index.
 *
 * @param hops how many functions out
 * @param index the index there
 */
record Slot(int hops, int index) {
    Object get(Activation activation) {
        return activation.outer(hops).get(index);
    }

    void set(Activation activation, Object value) {
        activation.outer(hops).set(index, value);
    }
}
