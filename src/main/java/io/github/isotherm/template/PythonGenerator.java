package io.github.isotherm.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Python generator function's result: nothing runs, and nothing fails, before the first element is asked for. */
final class PythonGenerator implements Iterator<Object> {
    private final Supplier<Iterator<Object>> source;
    private @Nullable Iterator<Object> iterator;

    private PythonGenerator(Supplier<Iterator<Object>> source) {
        this.source = source;
    }

    static LazySequence of(Supplier<Iterator<Object>> source) {
        return LazySequence.generator(new PythonGenerator(source));
    }

    /** What a choice, prepared when the generator starts, makes of the elements it does not pass over. */
    static LazySequence selecting(
            Rendering rendering, Supplier<Iterator<Object>> source, Supplier<UnaryOperator<Object>> choice) {
        return of(() -> new Selection(rendering, source.get(), choice.get()));
    }

    private Iterator<Object> started() {
        if (iterator == null) {
            iterator = source.get();
        }
        return iterator;
    }

    @Override
    public boolean hasNext() {
        return started().hasNext();
    }

    @Override
    public Object next() {
        return started().next();
    }

    /** What a choice makes of the elements of an iterator, one at a time, without those it calls missing. */
    static final class Selection implements Iterator<Object> {
        private final Rendering rendering;
        private final Iterator<Object> items;
        private final UnaryOperator<Object> choice;
        private Object next = Missing.MISSING;

        Selection(Rendering rendering, Iterator<Object> items, UnaryOperator<Object> choice) {
            this.rendering = rendering;
            this.items = items;
            this.choice = choice;
        }

        @Override
        public boolean hasNext() {
            while (Missing.is(next) && items.hasNext()) {
                rendering.step();
                next = choice.apply(items.next());
            }
            return !Missing.is(next);
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object item = next;
            next = Missing.MISSING;
            return item;
        }
    }
}
