package io.github.isotherm.template;

/**
 * A slice laid over a sequence of known length, as Python's {@code slice.indices} does.
 *
 * @param start the index of the first element
 * @param stop where it ends, exclusive
 * @param step the distance between elements, not 0
 * @param count how many elements
 */
record SliceBounds(long start, long stop, long step, long count) {
    static SliceBounds of(Object from, Object to, Object by, long length) {
        long step = by == None.NONE ? 1 : index(by);
        if (step == 0) {
            throw Failure.value("slice step cannot be zero");
        }
        step = Math.max(step, -Long.MAX_VALUE);
        long lowest = step < 0 ? -1 : 0;
        long highest = step < 0 ? length - 1 : length;
        long start = from == None.NONE ? (step < 0 ? highest : lowest) : clamp(index(from), length, lowest, highest);
        long stop = to == None.NONE ? (step < 0 ? lowest : highest) : clamp(index(to), length, lowest, highest);
        return new SliceBounds(start, stop, step, count(start, stop, step));
    }

    private static long clamp(long index, long length, long lowest, long highest) {
        long absolute = index < 0 ? index + length : index;
        return Math.min(Math.max(absolute, lowest), highest);
    }

    private static long count(long start, long stop, long step) {
        if (step > 0) {
            return start < stop ? (stop - start - 1) / step + 1 : 0;
        }
        return stop < start ? (start - stop - 1) / -step + 1 : 0;
    }

    private static long index(Object bound) {
        if (!Numbers.isInteger(bound)) {
            throw Failure.type("slice indices must be integers or None or have an __index__ method");
        }
        return Numbers.clampedLong(bound);
    }
}
