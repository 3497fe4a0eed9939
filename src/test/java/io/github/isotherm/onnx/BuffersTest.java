package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Memory that goes from one run to the next. */
class BuffersTest {
    private static final int POSITION = 49_152 * Float.BYTES;

    /** Drafts make a run's positions change all the time; each other size was left to Java's collector, 75 MB after 60 chats. */
    @Test
    void runsOfChangingNumbersOfPositionsHaveOneMemory() {
        Buffers buffers = new Buffers();
        buffers.give(buffers.take(8L * POSITION, "logits"));
        Set<ByteBuffer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 100; i++) {
            ByteBuffer memory = buffers.take((1 + i % 8) * (long) POSITION, "logits");
            assertThat(memory.capacity()).isEqualTo(8 * POSITION);
            seen.add(memory);
            buffers.give(memory);
        }
        assertThat(seen).hasSize(1);
        assertThat(buffers.bytes()).isEqualTo(8L * POSITION);
    }

    @Test
    void aSmallNeedLeavesWhatIsLargeAlone() {
        Buffers buffers = new Buffers();
        buffers.give(buffers.take(64 << 20, "logits"));
        assertThat(buffers.take(POSITION, "logits").capacity()).isEqualTo(POSITION);
    }

    @Test
    void whatStaysTakesWhatWasReckoned() {
        Buffers buffers = new Buffers();
        buffers.give(buffers.take(8L * POSITION, "logits"));
        assertThat(buffers.exactly(POSITION, "states").capacity()).isEqualTo(POSITION);
    }
}
