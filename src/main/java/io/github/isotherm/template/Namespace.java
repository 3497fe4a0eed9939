package io.github.isotherm.template;

/** Jinja2's {@code namespace}, as transformers restricts it: the one value whose attributes a template may set. */
final class Namespace {
    private final Dict attributes;

    Namespace(Dict attributes) {
        attributes.keys().forEachRemaining(Namespace::requirePublic);
        this.attributes = attributes;
    }

    Dict attributes() {
        return attributes;
    }

    void set(String name, Object value, Rendering rendering) {
        requirePublic(name);
        attributes.put(name, value, rendering);
    }

    private static void requirePublic(Object name) {
        if (name instanceof String text && text.startsWith("_")) {
            throw Failure.of(
                    "a namespace cannot hold %s: rename the attribute so that it does not begin with an underscore",
                    Repr.quote(text));
        }
    }
}
