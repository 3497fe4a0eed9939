package io.github.isotherm.onnx;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A range of this process's addresses.
 *
 * @param from the first
 * @param to behind the last
 */
record AddressRange(long from, long to) {
    long bytes() {
        return to - from;
    }

    /** What of this is in none of the others. */
    List<AddressRange> without(List<AddressRange> others) {
        List<AddressRange> left = List.of(this);
        for (AddressRange other : others) {
            if (other.from < to && from < other.to) {
                left = left.stream().flatMap(range -> range.without(other)).toList();
            }
        }
        return left;
    }

    private Stream<AddressRange> without(AddressRange other) {
        return Stream.of(
                        new AddressRange(from, Math.min(to, other.from)),
                        new AddressRange(Math.max(from, other.to), to))
                .filter(range -> range.from < range.to);
    }

    /** The whole pages in it of so many bytes. */
    List<AddressRange> pages(long size) {
        return LongStream.iterate((from + size - 1) / size * size, start -> start + size <= to, start -> start + size)
                .mapToObj(start -> new AddressRange(start, start + size))
                .toList();
    }
}
