package io.github.isotherm.template;

/** A method of a builtin type. */
@FunctionalInterface
interface Method<T> {
    /** Stands for every method that would change its object, which the sandbox does not let happen. */
    Method<Object> UNSAFE = (rendering, owner, arguments) -> {
        throw Failure.of("the sandbox is immutable");
    };

    Object call(Rendering rendering, T owner, Arguments arguments);

    @SuppressWarnings("unchecked") // it never looks at its owner
    static <T> Method<T> unsafe() {
        return (Method<T>) UNSAFE;
    }

    static <T> Method<T> unsupported(String name) {
        return (rendering, owner, arguments) -> {
            throw Failure.unsupported("the method '" + name + "'");
        };
    }
}
