package io.github.isotherm.template;

/**
 * Jinja2's default {@code Undefined}: prints as nothing, is false, empty and iterable, equals any other; every other
 * use fails with the reason why it is undefined.
 *
 * @param reason the message of the error its use raises
 */
record Undefined(String reason) {
    static Undefined variable(String name) {
        return new Undefined(Repr.quote(name) + " is undefined");
    }

    static Undefined element(Object owner, Object key) {
        if (key instanceof String name) {
            return new Undefined("'" + TypeName.described(owner) + "' has no attribute " + Repr.brief(name));
        }
        return new Undefined(TypeName.described(owner) + " has no element of that " + TypeName.of(key));
    }

    static Undefined unsafe(Object owner, String name) {
        return new Undefined("access to attribute " + Repr.brief(name) + " of '" + TypeName.of(owner)
                + "' object is unsafe: chat templates are sandboxed and immutable");
    }

    Failure failure() {
        return Failure.of("%s", reason);
    }
}
