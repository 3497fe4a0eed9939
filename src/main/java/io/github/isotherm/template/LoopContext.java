package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Jinja2's {@code loop}: the iteration it counts, looking ahead only when asked to. */
final class LoopContext implements Callable {
    /** Renders the body of a recursive loop over inner items. */
    @FunctionalInterface
    interface Recursion {
        String render(Object iterable, int depth);
    }

    private final Object iterable;
    private final @Nullable Recursion recursion;
    private final int depth0;
    private final Rendering rendering;
    private Iterator<Object> iterator;
    private long index0 = -1;
    private long length = -1;
    private Object after = Missing.MISSING;
    private Object current = Missing.MISSING;
    private Object before = Missing.MISSING;
    private Object lastChanged = Missing.MISSING;

    LoopContext(Object iterable, @Nullable Recursion recursion, int depth0, Rendering rendering) {
        this.iterable = iterable;
        this.recursion = recursion;
        this.depth0 = depth0;
        this.rendering = rendering;
        this.iterator = Iteration.over(iterable);
    }

    boolean hasNext() {
        return !Missing.is(after) || iterator.hasNext();
    }

    Object next() {
        Object next = Missing.is(after) ? iterator.next() : after;
        after = Missing.MISSING;
        index0++;
        before = current;
        current = next;
        return next;
    }

    /** What iterating over the loop variable itself yields. */
    Iterator<Object> pairs() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return LoopContext.this.hasNext();
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return Tuple.of(LoopContext.this.next(), LoopContext.this);
            }
        };
    }

    long length() {
        if (length < 0) {
            length = Truth.hasLength(iterable) ? Truth.length(iterable) : rest();
        }
        return length;
    }

    private long rest() {
        List<Object> rest = new ArrayList<>();
        iterator.forEachRemaining(item -> {
            rendering.step();
            rest.add(item);
        });
        iterator = rest.iterator();
        return rest.size() + index0 + 1 + (Missing.is(after) ? 0 : 1);
    }

    private Object peek() {
        if (Missing.is(after) && iterator.hasNext()) {
            after = iterator.next();
        }
        return after;
    }

    Object attribute(String name) {
        return switch (name) {
            case "index" -> index0 + 1;
            case "index0" -> index0;
            case "revindex" -> length() - index0;
            case "revindex0" -> length() - index0 - 1;
            case "first" -> index0 == 0;
            case "last" -> Missing.is(peek());
            case "length" -> length();
            case "depth" -> depth0 + 1L;
            case "depth0" -> (long) depth0;
            case "previtem" -> index0 == 0 ? new Undefined("there is no previous item") : before;
            case "nextitem" -> Missing.is(peek()) ? new Undefined("there is no next item") : after;
            case "cycle" -> Builtin.function((r, a) -> cycle(a));
            case "changed" -> Builtin.function((r, a) -> changed(r, a));
            default -> Missing.MISSING;
        };
    }

    private Object cycle(Arguments arguments) {
        arguments.positionalOnly("cycle", 0, Integer.MAX_VALUE);
        if (arguments.size() == 0) {
            throw Failure.type("no items for cycling given");
        }
        return arguments.at((int) Math.floorMod(index0, (long) arguments.size()));
    }

    private Object changed(Rendering rendering, Arguments arguments) {
        arguments.positionalOnly("changed", 0, Integer.MAX_VALUE);
        Tuple value = new Tuple(arguments.positional());
        if (!Missing.is(lastChanged) && ValueOrder.equal(lastChanged, value, rendering)) {
            return false;
        }
        lastChanged = value;
        return true;
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        Object[] inner = arguments.bind("loop", "iterable");
        if (recursion == null) {
            throw Failure.type("the loop must have the 'recursive' marker to be called recursively");
        }
        return recursion.render(inner[0], depth0 + 1);
    }

    @Override
    public String toString() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
