package io.github.isotherm.template;

/** A compiled expression. */
@FunctionalInterface
interface Evaluation {
    Object of(Activation activation);
}
