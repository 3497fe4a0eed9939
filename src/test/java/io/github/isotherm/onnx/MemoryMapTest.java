package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryMapTest {
    /** A Java heap of which part is committed, a thread's arena of the C library, a library, a stack. */
    private static final MemoryMap BEFORE = new MemoryMap("""
            600000000-610000000 rw-p 00000000 00:00 0
            610000000-700000000 ---p 00000000 00:00 0
            7f0000000000-7f0000100000 rw-p 00000000 00:00 0
            7f0000100000-7f0004000000 ---p 00000000 00:00 0
            7f0010000000-7f0010100000 r-xp 00000000 08:01 131 /usr/lib/libc.so.6
            7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]
            """);

    private static final MemoryMap AFTER = new MemoryMap("""
            600000000-620000000 rw-p 00000000 00:00 0
            620000000-700000000 ---p 00000000 00:00 0
            7f0000000000-7f0002000000 rw-p 00000000 00:00 0
            7f0002000000-7f0004000000 ---p 00000000 00:00 0
            7f0005000000-7f0006000000 rw-p 00000000 00:00 0
            7f0006000000-7f0006100000 rw-s 00000000 00:00 0
            7f0010000000-7f0010100000 r-xp 00000000 08:01 131 /usr/lib/libc.so.6
            7f0020000000-7f0021000000 rw-p 00000000 08:01 135 /models/model.onnx.data
            7ffc00000000-7ffc00041000 rw-p 00000000 00:00 0 [stack]
            """);

    @Test
    void whatIsNewIsWhatTheCLibraryAllocated() {
        assertThat(AFTER.since(BEFORE))
                .containsExactly(
                        new AddressRange(0x7f0000100000L, 0x7f0002000000L),
                        new AddressRange(0x7f0005000000L, 0x7f0006000000L));
        assertThat(AFTER.since(AFTER)).isEmpty();
        assertThat(MemoryMap.NONE.since(BEFORE)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBlockIsNew() {
        MemoryMap before = MemoryMap.now();
        try (StateBlock block = StateBlock.allocate(64L << 20, "a test")) {
            block.slice(0, 64).putLong(0, 1);
            long fresh = MemoryMap.now().since(before).stream()
                    .mapToLong(AddressRange::bytes)
                    .sum();
            assertThat(fresh).isBetween(64L << 20, 80L << 20);
        }
    }
}
