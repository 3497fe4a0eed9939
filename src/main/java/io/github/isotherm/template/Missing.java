package io.github.isotherm.template;

/** The value of a variable or argument nobody has set: Jinja2's {@code missing}, distinct from {@link Undefined}. */
enum Missing {
    MISSING;

    static boolean is(Object value) {
        return value == MISSING;
    }
}
