package io.github.isotherm.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was mapped in this process at a moment. Read at once, and understood when it is asked.
 *
 * @param text one line a mapping: addresses, permissions, offset, device, inode, and a name where it has one; empty where
 *     nothing is known
 */
record MemoryMap(String text) {
    static final MemoryMap NONE = new MemoryMap("");

    private static final Logger LOG = LoggerFactory.getLogger(MemoryMap.class);
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String PLAIN = "rw-p";
    private static final String RESERVED = "---p";
    private static final int NAME = 5;
    private static final long LARGE = 64L << 20;

    /** Linux only; nothing elsewhere. */
    static MemoryMap now() {
        try {
            return new MemoryMap(new String(Files.readAllBytes(MAPS), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("Nothing is known of this process's memory", e);
            return NONE;
        }
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** What was allocated between an earlier moment and this. */
    List<AddressRange> since(MemoryMap before) {
        List<AddressRange> used = before.used();
        return allocated().stream()
                .flatMap(range -> range.without(used).stream())
                .toList();
    }

    /**
     * What was in use by somebody: all mappings, and of those that are only reserved the large ones. Those of the Java heap
     * are; the C library reserves 64 MiB for a thread, and what it will allocate there is not yet in use.
     */
    private List<AddressRange> used() {
        return mappings()
                .filter(fields -> !RESERVED.equals(fields[1]) || range(fields).bytes() > LARGE)
                .map(MemoryMap::range)
                .toList();
    }

    /** What is mapped to no file, for this process alone, to read and write: heaps, stacks, whatever was allocated. */
    private List<AddressRange> allocated() {
        return mappings()
                .filter(fields -> fields.length <= NAME && PLAIN.equals(fields[1]))
                .map(MemoryMap::range)
                .toList();
    }

    private Stream<String[]> mappings() {
        return text.lines().map(line -> line.split(" +"));
    }

    private static AddressRange range(String[] fields) {
        String[] bounds = fields[0].split("-", 2);
        return new AddressRange(Long.parseUnsignedLong(bounds[0], 16), Long.parseUnsignedLong(bounds[1], 16));
    }
}
