package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import io.github.isotherm.Patience;
import io.github.isotherm.files.CacheFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory of a row on pages of 2 MiB. */
class StatePagesTest {
    private static final String USE = "the key/value cache of a row";
    private static final int HUGE = (int) MemoryAdvice.HUGE_PAGE;
    private static final int SMALL = (int) MemoryAdvice.PAGE;

    /** As a system may have huge pages and none to give. */
    private static void assumeThatPagesMove() {
        assumeThat(MemoryAdvice.canCollapse()).isTrue();
        try (StateBlock block = StateBlock.allocate(HUGE, USE)) {
            write(block.slice(0, HUGE), 0, HUGE);
            assumeThat(MemoryAdvice.collapse(block.hugePages().get(0))).isTrue();
        }
    }

    private static void write(ByteBuffer memory, int from, int to) {
        for (int at = from; at < to; at += Integer.BYTES) {
            memory.putInt(at, at);
        }
    }

    @Test
    void whatIsThreeQuartersFullMovesAndNothingElse() {
        assumeThatPagesMove();
        try (StateBlock block = StateBlock.allocate(4L * HUGE, USE);
                StatePages pages = new StatePages(block.hugePages())) {
            ByteBuffer memory = block.slice(0, 4L * HUGE);
            write(memory, 0, HUGE);
            write(memory, HUGE, HUGE + HUGE / 4 * 3);
            write(memory, 2 * HUGE, 2 * HUGE + HUGE / 4 * 3 - SMALL);
            assertThat(pages.moveNow()).isEqualTo(2L * HUGE);
            assertThat(pages.moveNow()).isZero();
            write(memory, 2 * HUGE, 3 * HUGE);
            assertThat(pages.moveNow()).isEqualTo(HUGE);
            for (int at = 0; at < HUGE + HUGE / 4 * 3; at += Integer.BYTES) {
                assertThat(memory.getInt(at)).isEqualTo(at);
            }
        }
    }

    @Test
    void nothingMovesOnceItIsClosed() {
        assumeThatPagesMove();
        try (StateBlock block = StateBlock.allocate(HUGE, USE)) {
            write(block.slice(0, HUGE), 0, HUGE);
            StatePages pages = new StatePages(block.hugePages());
            pages.close();
            assertThat(pages.moveNow()).isZero();
        }
    }

    /** A head of 8,193 positions of 64 floats has 2 MiB, one of 40,960 of 128 has ten pages. */
    @Test
    void aPageOfOneHeadWaitsForItsContextAndOneOfManyForItself() {
        assertThat(StatePages.mayBeFull(6143L * 256, 8193L * 256)).isFalse();
        assertThat(StatePages.mayBeFull(6144L * 256, 8193L * 256)).isTrue();
        assertThat(StatePages.mayBeFull(3071L * 512, 40960L * 512)).isFalse();
        assertThat(StatePages.mayBeFull(3072L * 512, 40960L * 512)).isTrue();
        assertThat(StatePages.mayBeFull(300L * 256, 512L * 256)).isFalse();
        assertThat(StatePages.mayBeFull(400L * 256, 512L * 256)).isTrue();
    }

    @Test
    @Timeout(Patience.SECONDS)
    void aLongRowMovesWhileItRuns() throws OrtException, IOException, InterruptedException {
        assumeThatPagesMove();
        int positions = 8193;
        StateSlot slot =
                new StateSlot("past", "present", OnnxJavaType.FLOAT, List.of(-1L, 8L, -1L, 64L), 0, 1, 2, true);
        try (RowState row = new RowState(Runtimes.environment(CacheFolder.locate()), List.of(slot), positions)) {
            row.tensors(0, 1);
            ByteBuffer memory = row.memory(0);
            write(memory, 0, memory.capacity());
            long before = hugeBytes();
            ran(row, 6000);
            assertThat(hugeBytes()).isLessThan(before + HUGE);
            ran(row, 7000);
            while (hugeBytes() < before + 7L * HUGE) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(memory.getInt(5 * HUGE)).isEqualTo(5 * HUGE);
        }
    }

    private static void ran(RowState row, int held) {
        for (int run = 0; run < StatePages.RUNS; run++) {
            row.ran(held);
        }
    }

    /** Of all of this process. */
    private static long hugeBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/smaps_rollup")).stream()
                .filter(line -> line.startsWith("AnonHugePages:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }
}
