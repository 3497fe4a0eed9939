package io.github.isotherm.template;

import java.util.List;

/** Jinja2's {@code cycler}: hands out its items in turn. */
final class Cycler {
    private final List<Object> items;
    private int position;

    Cycler(List<Object> items) {
        if (items.isEmpty()) {
            throw Failure.of("at least one item has to be provided to cycler");
        }
        this.items = items;
    }

    Object attribute(String name) {
        return switch (name) {
            case "current" -> current();
            case "next" -> Builtin.function((r, a) -> next(a));
            case "reset" -> Builtin.function((r, a) -> reset(a));
            case "items" -> new Tuple(items);
            case "pos" -> (long) position;
            default -> Missing.MISSING;
        };
    }

    private Object current() {
        return items.get(position);
    }

    private Object next(Arguments arguments) {
        arguments.positionalOnly("next", 0, 0);
        Object current = current();
        position = (position + 1) % items.size();
        return current;
    }

    private Object reset(Arguments arguments) {
        arguments.positionalOnly("reset", 0, 0);
        position = 0;
        return None.NONE;
    }
}
