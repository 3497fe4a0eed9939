package io.github.isotherm.template;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** A Python range. */
record PythonRange(long start, long stop, long step) {
    /** The longest range the sandbox of Jinja2 makes. */
    private static final long LONGEST = 100_000;

    static PythonRange checked(long start, long stop, long step) {
        if (step == 0) {
            throw Failure.value("range() arg 3 must not be zero");
        }
        PythonRange range = new PythonRange(start, stop, step);
        if (range.size() > LONGEST) {
            throw Failure.overflow("Range too big. The sandbox blocks ranges larger than %d", LONGEST);
        }
        return range;
    }

    long size() {
        if (step > 0) {
            return start >= stop ? 0 : 1 + floor(Math.subtractExact(stop, start) - 1, step);
        }
        return start <= stop ? 0 : 1 + floor(Math.subtractExact(start, stop) - 1, -step);
    }

    private static long floor(long length, long step) {
        return length / step;
    }

    long at(long index) {
        return start + index * step;
    }

    boolean contains(long value) {
        if (step > 0 ? value < start || value >= stop : value > start || value <= stop) {
            return false;
        }
        return (value - start) % step == 0;
    }

    /** The part a slice selects, which is a range again. */
    PythonRange slice(SliceBounds bounds) {
        return new PythonRange(at(bounds.start()), at(bounds.stop()), bounds.step() * step);
    }

    Iterator<Object> iterator() {
        long size = size();
        return new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return at(next++);
            }
        };
    }
}
