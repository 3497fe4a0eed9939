package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** A model whose state takes up every token, and a noise that depends on how it was fed. */
final class NoisyModel implements CausalModel {
    private static final int VOCABULARY = 20;

    private final ToDoubleBiFunction<List<Feed>, Feed> noise;
    private int sequences;
    private int longest;
    private int mostFeeds;
    private int rows = 1;

    /** The noise of a feed, given all feeds of its run. */
    NoisyModel(ToDoubleBiFunction<List<Feed>, Feed> noise) {
        this.noise = noise;
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int contextLength() {
        return 400;
    }

    @Override
    public Sequence open() {
        return new States(List.of(0.0));
    }

    @Override
    public Logits run(List<Feed> feeds) {
        mostFeeds = Math.max(mostFeeds, feeds.size());
        List<float[][]> logits = new ArrayList<>();
        for (Feed feed : feeds) {
            logits.add(((States) feed.sequence()).feed(feed, noise.applyAsDouble(feeds, feed)));
        }
        return (row, position, target) -> System.arraycopy(logits.get(row)[position], 0, target, 0, VOCABULARY);
    }

    @Override
    public int rowsAtOnce() {
        return rows;
    }

    @Override
    public void widen(int asked) {
        rows = asked;
    }

    /** Sequences opened and not closed. */
    int stillOpen() {
        return sequences;
    }

    int longest() {
        return longest;
    }

    int mostFeeds() {
        return mostFeeds;
    }

    /** What is kept after each token. */
    private final class States implements Sequence {
        private final List<Double> states;

        States(List<Double> states) {
            this.states = new ArrayList<>(states);
            sequences++;
        }

        float[][] feed(Feed feed, double noise) {
            float[][] kept = new float[feed.keepLast()][];
            int first = feed.tokens().length - kept.length;
            for (int i = 0; i < feed.tokens().length; i++) {
                double last = states.get(length());
                states.add((last + Math.sqrt(2 + feed.tokens()[i]) + noise) % 1);
                if (i >= first) {
                    kept[i - first] = logits(states.get(length()));
                }
            }
            longest = Math.max(longest, length());
            return kept;
        }

        private static float[] logits(double state) {
            float[] logits = new float[VOCABULARY];
            for (int i = 0; i < VOCABULARY; i++) {
                logits[i] = (float) Math.cos(2 * Math.PI * state * (i + 1));
            }
            return logits;
        }

        @Override
        public int length() {
            return states.size() - 1;
        }

        @Override
        public void rewind(int length) {
            states.subList(length + 1, states.size()).clear();
        }

        @Override
        public Sequence fork(int length) {
            return new States(states.subList(0, length + 1));
        }

        @Override
        public void close() {
            sequences--;
        }
    }
}
