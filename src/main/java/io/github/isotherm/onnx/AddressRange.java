package io.github.isotherm.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    /** One line a mapping: addresses, permissions, offset, device, inode, and a name where it has one. */
    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final String PLAIN = "rw-p";
    private static final String RESERVED = "---p";
    private static final int NAME = 5;
    private static final long LARGE = 64L << 20;

    /**
     * What is in use by somebody: all mappings, and of those that are only reserved the large ones. Those of the Java heap are;
     * the C library reserves 64 MiB for a thread, and what it allocates there is not yet in use. Linux only.
     */
    static List<AddressRange> used() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(line -> line.split(" +"))
                    .filter(fields -> !RESERVED.equals(fields[1]) || of(fields).bytes() > LARGE)
                    .map(AddressRange::of)
                    .toList();
        }
    }

    /** What is mapped to no file, for this process alone, to read and write: heaps, stacks, whatever was allocated. */
    static List<AddressRange> allocated() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(line -> line.split(" +"))
                    .filter(fields -> fields.length <= NAME && PLAIN.equals(fields[1]))
                    .map(AddressRange::of)
                    .toList();
        }
    }

    private static AddressRange of(String[] fields) {
        String[] bounds = fields[0].split("-", 2);
        return new AddressRange(Long.parseUnsignedLong(bounds[0], 16), Long.parseUnsignedLong(bounds[1], 16));
    }

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
