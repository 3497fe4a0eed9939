package io.github.isotherm.template;

/** Python's {@code None}. */
enum None {
    NONE
}
