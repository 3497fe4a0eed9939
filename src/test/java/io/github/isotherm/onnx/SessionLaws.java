package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Session;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What every session must do, whatever the model and the way it holds its state. */
interface SessionLaws {
    /** The model with one buffer for past and present, or two. */
    OnnxModel model(boolean shared);

    /** How far logits of a token fed alone may be from those of the same token inside a prefill. */
    Offset<Float> aloneTolerance();

    /** How far logits of the same tokens in runs of other sizes, two tokens or more, may be apart. */
    Offset<Float> chunkTolerance();

    private void forBoth(java.util.function.Consumer<OnnxModel> law) {
        law.accept(model(true));
        law.accept(model(false));
    }

    private static void same(float[] actual, float[] expected, Offset<Float> tolerance) {
        assertThat(actual).containsExactly(expected, tolerance);
    }

    @Test
    default void chunkedPrefillIsWholePrefill() {
        forBoth(model -> {
            int[] ids = randomIds(60, model.vocabularySize(), 1);
            try (Session whole = model.openSession(1);
                    Session chunked = model.openSession(1)) {
                float[] expected = feed(model, whole, ids);
                feed(model, chunked, Arrays.copyOfRange(ids, 0, 23));
                feed(model, chunked, Arrays.copyOfRange(ids, 23, 58));
                same(feed(model, chunked, Arrays.copyOfRange(ids, 58, 60)), expected, chunkTolerance());
                assertThat(chunked.length()).isEqualTo(60);
            }
        });
    }

    @Test
    default void cachedIsRecomputed() {
        forBoth(model -> {
            int[] ids = randomIds(12, model.vocabularySize(), 2);
            try (Session whole = model.openSession(1);
                    Session stepped = model.openSession(1)) {
                Logits all = whole.feed(new int[][] {ids}, ids.length);
                for (int i = 0; i < ids.length; i++) {
                    same(feed(model, stepped, ids[i]), at(model, all, 0, i), aloneTolerance());
                }
            }
        });
    }

    @Test
    default void rewindIsFresh() {
        forBoth(model -> {
            int[] ids = randomIds(40, model.vocabularySize(), 3);
            int[] tail = Arrays.copyOfRange(ids, 20, 30);
            try (Session session = model.openSession(1);
                    Session fresh = model.openSession(1)) {
                feed(model, session, Arrays.copyOfRange(ids, 0, 20));
                feed(model, session, Arrays.copyOfRange(ids, 20, 40));
                session.rewind(20);
                feed(model, fresh, Arrays.copyOfRange(ids, 0, 20));
                same(feed(model, session, tail), feed(model, fresh, tail), Offset.offset(0f));
                session.rewind(0);
                fresh.rewind(0);
                same(feed(model, session, tail), feed(model, fresh, tail), Offset.offset(0f));
            }
        });
    }

    @Test
    default void forkIsCopy() {
        forBoth(model -> {
            int[] ids = randomIds(20, model.vocabularySize(), 4);
            try (Session session = model.openSession(1)) {
                feed(model, session, ids);
                try (Session fork = session.fork(3)) {
                    assertThat(fork.rows()).isEqualTo(3);
                    assertThat(fork.length()).isEqualTo(20);
                    Logits logits = fork.feed(new int[][] {{5, 6}, {7, 8}, {9, 10}}, 1);
                    float[] second = at(model, logits, 1, 0);
                    same(second, feed(model, session, 7, 8), chunkTolerance());
                }
            }
        });
    }

    @Test
    default void rowsAreIndependent() {
        forBoth(model -> {
            int[][] rows = new int[4][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = randomIds(16, model.vocabularySize(), 50 + i);
            }
            try (Session batch = model.openSession(rows.length)) {
                Logits logits = batch.feed(rows, 2);
                for (int i = 0; i < rows.length; i++) {
                    try (Session single = model.openSession(1)) {
                        Logits alone = single.feed(new int[][] {rows[i]}, 2);
                        same(at(model, logits, i, 0), at(model, alone, 0, 0), chunkTolerance());
                        same(at(model, logits, i, 1), at(model, alone, 0, 1), chunkTolerance());
                    }
                }
            }
        });
    }

    @Test
    default void retainKeepsRowsInTheOrderGiven() {
        forBoth(model -> {
            int[][] rows = new int[3][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = randomIds(10, model.vocabularySize(), 60 + i);
            }
            for (int[] kept : new int[][] {{2}, {0, 2}, {2, 0}, {1, 1, 0}}) {
                try (Session batch = model.openSession(3);
                        Session expected = model.openSession(kept.length)) {
                    batch.feed(rows, 1);
                    batch.retain(kept);
                    assertThat(batch.rows()).isEqualTo(kept.length);
                    int[][] same = Arrays.stream(kept).mapToObj(i -> rows[i]).toArray(int[][]::new);
                    expected.feed(same, 1);
                    int[][] next = new int[kept.length][];
                    Arrays.fill(next, new int[] {3, 4});
                    Logits actual = batch.feed(next, 1);
                    Logits fresh = expected.feed(next, 1);
                    for (int i = 0; i < kept.length; i++) {
                        same(at(model, actual, i, 0), at(model, fresh, i, 0), chunkTolerance());
                    }
                }
            }
        });
    }

    @Test
    default void bothStoresAgree() {
        int[] ids = randomIds(300, model(true).vocabularySize(), 7);
        try (Session shared = model(true).openSession(1);
                Session pingPong = model(false).openSession(1)) {
            float[] one = feed(model(true), shared, ids);
            same(feed(model(false), pingPong, ids), one, Offset.offset(0f));
            for (int i = 0; i < 4; i++) {
                one = feed(model(true), shared, i);
                same(feed(model(false), pingPong, i), one, Offset.offset(0f));
            }
        }
    }

    @Test
    default void keptPositionsAreTheLastOnes() {
        forBoth(model -> {
            int[] ids = randomIds(30, model.vocabularySize(), 8);
            try (Session one = model.openSession(1);
                    Session two = model.openSession(1)) {
                Logits three = one.feed(new int[][] {ids}, 3);
                float[] last = at(model, three, 0, 2);
                float[] first = at(model, three, 0, 0);
                same(feed(model, two, Arrays.copyOf(ids, 28)), first, chunkTolerance());
                same(feed(model, two, ids[28], ids[29]), last, chunkTolerance());
            }
        });
    }
}
