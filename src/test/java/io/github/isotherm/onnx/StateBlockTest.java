package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The memory of a row. */
class StateBlockTest {
    private static final String USE = "the key/value cache of a row";
    private static final long MIB = 1L << 20;

    /** The state of the bundled model: 60 tensors, 3 heads, 8,193 positions of 64 floats. */
    private static final long WHOLE_CONTEXT = 60L * 3 * 8193 * 64 * 4;

    @Test
    @EnabledOnOs(OS.LINUX)
    void isResidentAsItFillsAndGoneWhenClosed() throws IOException {
        StateBlock block = StateBlock.allocate(WHOLE_CONTEXT, USE);
        long address = addressOf(block.slice(0, 64));
        assertThat(address % (2 * MIB)).isZero();
        assertThat(resident(address, WHOLE_CONTEXT)).isLessThan(4 * MIB);
        writePositions(block, 1024);
        long written = 60L * 3 * 1024 * 64 * 4;
        assertThat(resident(address, WHOLE_CONTEXT)).isBetween(written, written + 4 * MIB);
        block.close();
        assertThat(resident(address, WHOLE_CONTEXT)).isLessThan(4 * MIB);
    }

    /** Where huge pages are given unasked, a block says no to them; "nh" among a mapping's flags tells that it did. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void canStayOnSmallPages() throws IOException {
        try (StateBlock block = StateBlock.allocate(WHOLE_CONTEXT, USE)) {
            long address = addressOf(block.slice(0, 64));
            assumeThat(MemoryAdvice.canCollapse()).isTrue();
            assertThat(MemoryAdvice.keepSmall(address, WHOLE_CONTEXT)).isTrue();
            String start = Long.toHexString(address) + "-";
            List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
            assertThat(lines.stream()
                            .dropWhile(line -> !line.startsWith(start))
                            .filter(line -> line.startsWith("VmFlags:"))
                            .findFirst())
                    .hasValueSatisfying(flags -> assertThat(flags.split(" ")).contains("nh"));
        }
    }

    /** The C library keeps what it gave below 32 MiB, unless it is asked for more. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void smallBlocksAreGoneTooWhenClosed() throws IOException {
        List<StateBlock> blocks = new ArrayList<>();
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            StateBlock block = StateBlock.allocate(8 * MIB, USE);
            fill(block, 8 * MIB, (byte) i);
            blocks.add(block);
            addresses.add(addressOf(block.slice(0, 64)));
        }
        blocks.forEach(StateBlock::close);
        long left = 0;
        for (long address : addresses) {
            left += resident(address, 8 * MIB);
        }
        assertThat(left).isLessThan(8 * MIB);
    }

    @Test
    void keepsWhatIsWritten() {
        try (StateBlock block = StateBlock.allocate(3L << 30, USE)) {
            block.slice(0, 64).putLong(0, 1).putLong(56, 2);
            block.slice((3L << 30) - 64, 64).putLong(0, 3);
            assertThat(block.slice(0, Integer.MAX_VALUE).getLong(0)).isEqualTo(1);
            assertThat(block.slice(0, 128).getLong(56)).isEqualTo(2);
            assertThat(block.slice((3L << 30) - 128, 128).getLong(64)).isEqualTo(3);
            assertThat(block.slice(64, 8).order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(block.bytes()).isEqualTo(3L << 30);
        }
    }

    @Test
    void isClosedTwiceWithoutHarm() {
        for (StateBlock block : List.of(StateBlock.allocate(100, USE), StateBlock.ofJava(100, USE))) {
            block.close();
            block.close();
            assertThatThrownBy(() -> block.slice(0, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aDirectBufferIsTheSameWhereThereIsNoLibrary() {
        try (StateBlock block = StateBlock.ofJava(1000, USE)) {
            block.slice(64, 8).putLong(0, 7);
            assertThat(block.slice(0, 128).getLong(64)).isEqualTo(7);
            assertThat(block.slice(64, 8).order()).isEqualTo(ByteOrder.nativeOrder());
        }
    }

    @Test
    void slicesStayInside() {
        try (StateBlock block = StateBlock.allocate(1000, USE)) {
            assertThat(block.slice(960, 40).capacity()).isEqualTo(40);
            for (long[] wrong : new long[][] {{960, 41}, {-64, 1}, {1, 1}, {0, -1}, {0, 1L << 31}}) {
                assertThatThrownBy(() -> block.slice(wrong[0], wrong[1])).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void whatThereIsNoMemoryForIsRefusedInOneSentence() {
        assertThatThrownBy(() -> StateBlock.allocate(1L << 60, USE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "There is no memory for the key/value cache of a row (1152921504606846976 bytes)");
    }

    private static void writePositions(StateBlock block, int positions) {
        long head = 8193L * 64 * 4;
        for (int i = 0; i < 60 * 3; i++) {
            fill(block.slice(i * head, positions * 64 * 4), (byte) i);
        }
    }

    private static void fill(StateBlock block, long bytes, byte value) {
        fill(block.slice(0, bytes), value);
    }

    private static void fill(ByteBuffer slice, byte value) {
        while (slice.hasRemaining()) {
            slice.put(value);
        }
    }

    private static long addressOf(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** Bytes in memory of all mappings that reach inside. */
    private static long resident(long address, long bytes) throws IOException {
        long sum = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.split("[- ]", 3);
                inside = Long.parseUnsignedLong(range[1], 16) > address
                        && Long.parseUnsignedLong(range[0], 16) < address + bytes;
            } else if (inside && line.startsWith("Rss:")) {
                sum += 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }
}
