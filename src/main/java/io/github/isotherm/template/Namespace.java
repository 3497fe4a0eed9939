package io.github.isotherm.template;

/** Jinja2's {@code namespace}: the one value whose attributes a template may set. */
final class Namespace {
    private final Dict attributes;

    Namespace(Dict attributes) {
        this.attributes = attributes;
    }

    Dict attributes() {
        return attributes;
    }
}
