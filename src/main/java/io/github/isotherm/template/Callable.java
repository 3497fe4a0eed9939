package io.github.isotherm.template;

/** Anything a template can call: functions, methods, macros, filters and tests. */
@FunctionalInterface
interface Callable {
    Object call(Rendering rendering, Arguments arguments);
}
