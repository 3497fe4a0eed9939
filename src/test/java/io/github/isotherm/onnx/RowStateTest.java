package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A system that promises less memory at once than a whole context takes: the room of a row doubles, and nothing else changes.
 * Windows is never asked for the whole.
 */
@DisabledOnOs(OS.WINDOWS)
class RowStateTest {
    private static final String USE = "the state of a test";

    /** That of {@link Models#TINY}, and a repeated head's position of each of 16 tokens. */
    private static final int WHOLE = 640 + 16;

    /** Of two layers of keys and values, two heads of 16 floats each. */
    private static final int POSITION = 2 * 2 * 2 * 16 * 4;

    private static OnnxModel model;

    /** What was asked for, in positions; of what is between tensors there is less than a position. */
    private final List<Long> asked = new ArrayList<>();

    private long most = WHOLE - 1;

    @BeforeAll
    static void open() {
        model = Models.open(Models.TINY, EngineOptions.defaults().withRows(2));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private StateBlock limited(long bytes) {
        asked.add(bytes / POSITION);
        if (bytes / POSITION > most) {
            throw DirectMemory.refused(bytes, USE);
        }
        return StateBlock.allocate(bytes, USE);
    }

    private Sequence limited() {
        return new OnnxSequence(
                model, new RowState(model.environment(), model.graph().slots(), WHOLE, this::limited));
    }

    private static int[] part(int[] ids, int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    /** After each token, with a whole context's room. */
    private static float[][] expected(int[] ids) {
        try (Sequence whole = model.open()) {
            Logits logits = run(model, whole, ids, ids.length);
            float[][] expected = new float[ids.length][];
            for (int i = 0; i < ids.length; i++) {
                expected[i] = at(model, logits, 0, i);
            }
            return expected;
        }
    }

    @Test
    void theWholeIsAskedForOnceWhereItIsGiven() {
        int[] ids = randomIds(500, 64, 1);
        most = WHOLE;
        try (Sequence sequence = limited()) {
            for (int to : new int[] {1, 300, 500}) {
                assertThat(feed(model, sequence, part(ids, sequence.length(), to)))
                        .isEqualTo(expected(part(ids, 0, to))[to - 1]);
            }
            assertThat(asked).containsExactly(656L);
        }
    }

    @Test
    void roomDoublesWhereTheWholeIsRefused() {
        int[] ids = randomIds(500, 64, 2);
        float[][] expected = expected(ids);
        try (Sequence sequence = limited()) {
            for (int to : new int[] {1, 3, 200, 255, 256, 257, 300, 499, 500}) {
                assertThat(feed(model, sequence, part(ids, sequence.length(), to)))
                        .isEqualTo(expected[to - 1]);
            }
            assertThat(asked).containsExactly(656L, 256L, 512L);
        }
    }

    @Test
    void aForkHasRoomForWhatItHoldsWhereTheWholeIsRefused() {
        int[] ids = randomIds(500, 64, 3);
        float[][] expected = expected(ids);
        try (Sequence sequence = limited()) {
            feed(model, sequence, part(ids, 0, 300));
            try (Sequence fork = sequence.fork();
                    Sequence shorter = sequence.fork(100)) {
                assertThat(asked).containsExactly(656L, 512L, 656L, 512L, 656L, 256L);
                assertThat(feed(model, shorter, part(ids, 100, 400))).isEqualTo(expected[399]);
                assertThat(feed(model, fork, part(ids, 300, 301))).isEqualTo(expected[300]);
                assertThat(feed(model, sequence, part(ids, 300, 500))).isEqualTo(expected[499]);
            }
        }
    }

    /** And so does whoever shared the run. */
    @Test
    void whatCannotGrowKeepsWhatItHolds() {
        int[] ids = randomIds(300, 64, 4);
        float[][] expected = expected(ids);
        most = 256;
        try (Sequence other = model.open();
                Sequence sequence = limited()) {
            model.run(List.of(new Feed(other, part(ids, 0, 7), 0), new Feed(sequence, part(ids, 0, 250), 0)));
            List<Feed> tooLong =
                    List.of(new Feed(other, part(ids, 7, 10), 1), new Feed(sequence, part(ids, 250, 270), 1));
            assertThatThrownBy(() -> model.run(tooLong))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("There is no memory for " + USE);
            assertThat(other.length()).isEqualTo(7);
            assertThat(feed(model, sequence, part(ids, 250, 253))).isEqualTo(expected[252]);
            most = 512;
            Logits logits = model.run(
                    List.of(new Feed(other, part(ids, 7, 10), 1), new Feed(sequence, part(ids, 253, 300), 1)));
            assertThat(at(model, logits, 0, 0)).isEqualTo(expected[9]);
            assertThat(at(model, logits, 1, 0)).isEqualTo(expected[299]);
        }
    }
}
