package io.github.isotherm.template;

/** Jinja2's {@code joiner}: nothing at its first call, the separator at every later one. */
final class Joiner implements Callable {
    private final Object separator;
    private boolean used;

    Joiner(Object separator) {
        this.separator = separator;
    }

    Object attribute(String name) {
        return switch (name) {
            case "sep" -> separator;
            case "used" -> used;
            default -> Missing.MISSING;
        };
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        arguments.positionalOnly("joiner", 0, 0);
        Object text = used ? separator : "";
        used = true;
        return text;
    }
}
