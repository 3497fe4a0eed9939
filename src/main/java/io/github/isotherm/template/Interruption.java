package io.github.isotherm.template;

/** Asked again and again while a template renders, at least each millisecond or so. It must be quick. */
@FunctionalInterface
public interface Interruption {
    /** Never interrupts. */
    Interruption NEVER = () -> {};

    /** Returns for the rendering to go on; what it throws ends the rendering and reaches whoever asked for it. */
    void check();
}
