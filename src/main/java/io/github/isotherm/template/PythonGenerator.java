package io.github.isotherm.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /** Elements that pass a test, which is prepared when the generator starts. */
    static LazySequence selecting(
            Rendering rendering, Supplier<Iterator<Object>> source, Supplier<Predicate<Object>> test) {
        return of(() -> new Selection(rendering, source.get(), test.get()));
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

    /** The elements of an iterator that pass a test, tested one at a time. */
    static final class Selection implements Iterator<Object> {
        private final Rendering rendering;
        private final Iterator<Object> items;
        private final Predicate<Object> test;
        private Object next = Missing.MISSING;

        Selection(Rendering rendering, Iterator<Object> items, Predicate<Object> test) {
            this.rendering = rendering;
            this.items = items;
            this.test = test;
        }

        @Override
        public boolean hasNext() {
            while (Missing.is(next) && items.hasNext()) {
                rendering.step();
                Object item = items.next();
                next = test.test(item) ? item : Missing.MISSING;
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
