package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What every sequence must do, whatever the model and the way it holds its state. */
interface SequenceLaws {
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
            try (Sequence whole = model.open();
                    Sequence chunked = model.open()) {
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
            try (Sequence whole = model.open();
                    Sequence stepped = model.open()) {
                Logits all = run(model, whole, ids, ids.length);
                float[][] expected = new float[ids.length][];
                for (int i = 0; i < ids.length; i++) {
                    expected[i] = at(model, all, 0, i);
                }
                for (int i = 0; i < ids.length; i++) {
                    same(feed(model, stepped, ids[i]), expected[i], aloneTolerance());
                }
            }
        });
    }

    @Test
    default void rewindIsFresh() {
        forBoth(model -> {
            int[] ids = randomIds(40, model.vocabularySize(), 3);
            int[] tail = Arrays.copyOfRange(ids, 20, 30);
            try (Sequence session = model.open();
                    Sequence fresh = model.open()) {
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
            try (Sequence sequence = model.open()) {
                feed(model, sequence, ids);
                try (Sequence fork = sequence.fork();
                        Sequence shorter = sequence.fork(12)) {
                    assertThat(fork.length()).isEqualTo(20);
                    assertThat(shorter.length()).isEqualTo(12);
                    float[] expected = feed(model, sequence, 7, 8);
                    feed(model, fork, 9, 10);
                    fork.rewind(20);
                    same(feed(model, fork, 7, 8), expected, chunkTolerance());
                    feed(model, shorter, Arrays.copyOfRange(ids, 12, 20));
                    same(feed(model, shorter, 7, 8), expected, chunkTolerance());
                }
            }
        });
    }

    @Test
    default void feedsOfOneRunAreIndependent() {
        forBoth(model -> {
            List<Sequence> sequences = new ArrayList<>();
            List<Feed> feeds = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sequences.add(model.open());
                feeds.add(new Feed(sequences.get(i), randomIds(16 - i, model.vocabularySize(), 50 + i), i % 3));
            }
            Logits logits = model.run(feeds);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < i % 3; j++) {
                    float[] together = at(model, logits, i, j);
                    try (Sequence single = model.open()) {
                        int[] ids = feeds.get(i).tokens();
                        same(
                                together,
                                feed(model, single, Arrays.copyOf(ids, ids.length - i % 3 + j + 1)),
                                chunkTolerance());
                    }
                    logits = model.run(again(feeds));
                }
            }
            sequences.forEach(Sequence::close);
        });
    }

    private static List<Feed> again(List<Feed> feeds) {
        feeds.forEach(feed -> feed.sequence().rewind(0));
        return feeds;
    }

    @Test
    default void keptPositionsAreTheLastOnes() {
        forBoth(model -> {
            int[] ids = randomIds(30, model.vocabularySize(), 8);
            try (Sequence one = model.open();
                    Sequence two = model.open()) {
                Logits three = run(model, one, ids, 3);
                float[] last = at(model, three, 0, 2);
                float[] first = at(model, three, 0, 0);
                same(feed(model, two, Arrays.copyOf(ids, 28)), first, chunkTolerance());
                same(feed(model, two, ids[28], ids[29]), last, chunkTolerance());
            }
        });
    }
}
