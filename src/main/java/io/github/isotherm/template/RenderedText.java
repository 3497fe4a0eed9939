package io.github.isotherm.template;

/** Text being rendered: the result, or what a macro, set or filter block captures. */
final class RenderedText {
    private final StringBuilder text = new StringBuilder();
    private final Rendering rendering;

    RenderedText(Rendering rendering) {
        this.rendering = rendering;
    }

    void append(String part) {
        rendering.produced(part.length());
        text.append(part);
        Rendering.requireLength(text.length(), rendering.limits().textLength());
    }

    void append(Object value) {
        append(Repr.str(value, rendering));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
