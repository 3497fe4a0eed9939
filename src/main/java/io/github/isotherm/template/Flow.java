package io.github.isotherm.template;

/** How a statement ended. */
enum Flow {
    NEXT,
    BREAK,
    CONTINUE
}
