package io.github.isotherm.template;

/**
 * A compiled function that needs nothing around it: the template itself, or one of its blocks.
 *
 * @param function its variables
 * @param entry what happens when it is entered
 * @param special sets the special names it uses
 * @param body its steps
 */
record BlockCode(FunctionScope function, ScopeEntry entry, Special special, Step body) {
    /** Sets {@code self} and {@code super} where they are used. */
    @FunctionalInterface
    interface Special {
        void set(Activation activation);
    }

    String render(Context context, Rendering rendering) {
        rendering.enter();
        Activation activation = function.activate(null, context, rendering);
        special.set(activation);
        entry.enter(activation);
        RenderedText output = new RenderedText(rendering);
        body.run(activation, output);
        rendering.leave();
        return output.toString();
    }
}
