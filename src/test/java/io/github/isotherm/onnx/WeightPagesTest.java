package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Memory that is allocated between {@code before} and {@code after} stands for weights. */
class WeightPagesTest {
    private static final int BYTES = 48 << 20;

    @Test
    void whatWasAllocatedMeanwhileIsMovedAndStaysTheSame() {
        HugePages pages = HugePages.before(true);
        try (StateBlock block = filled(BYTES);
                WeightPages weights = pages.after()) {
            long moved = weights.move();
            assumeThat(moved).as("a system that moves memory to huge pages").isPositive();
            assertThat(moved).isBetween(BYTES - (4L << 20), BYTES + (16L << 20));
            assertKept(block);
        }
    }

    @Test
    void whatIsUntouchedStaysSo() {
        HugePages pages = HugePages.before(true);
        try (StateBlock block = StateBlock.allocate(BYTES, "a test");
                WeightPages weights = pages.after()) {
            block.slice(0, 64).putLong(0, 1);
            assertThat(weights.move()).isLessThan(BYTES / 2);
        }
    }

    @Test
    void whatIsFreedMeanwhileIsLeft() {
        HugePages pages = HugePages.before(true);
        StateBlock block = filled(BYTES);
        try (WeightPages weights = pages.after()) {
            block.close();
            assertThat(weights.move()).isLessThan(BYTES / 2);
        }
    }

    @Test
    void nothingIsMovedOnceClosed() {
        HugePages pages = HugePages.before(true);
        try (StateBlock block = filled(BYTES)) {
            WeightPages weights = pages.after();
            weights.close();
            assertThat(weights.move()).isZero();
            assertKept(block);
        }
    }

    @Test
    void nothingIsMovedWhereItIsNotWanted() {
        HugePages pages = HugePages.before(false);
        try (StateBlock block = filled(BYTES);
                WeightPages weights = pages.after()) {
            assertThat(weights.move()).isZero();
            assertKept(block);
        }
    }

    private static StateBlock filled(int bytes) {
        StateBlock block = StateBlock.allocate(bytes, "a test");
        ByteBuffer all = block.slice(0, bytes);
        for (int i = 0; i < bytes / Long.BYTES; i++) {
            all.putLong(31L * i);
        }
        return block;
    }

    private static void assertKept(StateBlock block) {
        ByteBuffer all = block.slice(0, block.bytes());
        for (int i = 0; i < BYTES / Long.BYTES; i++) {
            if (all.getLong() != 31L * i) {
                throw new AssertionError("another number at " + i);
            }
        }
    }
}
