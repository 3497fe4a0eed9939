package io.github.isotherm.template;

/**
 * A function or type of the environment, or a method bound to its object.
 *
 * @param name the name it prints as, e.g. {@code <class 'dict'>}; empty if Python would print an address
 * @param body what it does
 */
record Builtin(String name, Callable body) implements Callable {
    static Builtin function(Callable body) {
        return new Builtin("", body);
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        return body.call(rendering, arguments);
    }
}
