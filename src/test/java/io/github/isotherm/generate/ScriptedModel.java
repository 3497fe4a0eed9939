package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A model whose logits are a function of the sequence so far; remembers what was fed. */
public final class ScriptedModel implements CausalModel {
    private final int vocabulary;
    private final int context;
    private final Function<List<Integer>, float[]> script;

    /** Every chunk fed, in order. */
    public final List<int[]> fed = Collections.synchronizedList(new ArrayList<>());

    /** What a token of a row costs in memory. */
    public volatile int bytesPerToken;

    /** Sessions opened and not closed. */
    public final AtomicInteger open = new AtomicInteger();

    public ScriptedModel(int vocabulary, int context, Function<List<Integer>, float[]> script) {
        this.vocabulary = vocabulary;
        this.context = context;
        this.script = script;
    }

    /** Certain to continue with these tokens, then with the last one for ever. */
    public static ScriptedModel saying(int vocabulary, int promptLength, int... tokens) {
        return new ScriptedModel(vocabulary, 1000, sequence -> {
            float[] logits = new float[vocabulary];
            logits[tokens[Math.min(tokens.length - 1, sequence.size() - promptLength)]] = 100;
            return logits;
        });
    }

    @Override
    public int vocabularySize() {
        return vocabulary;
    }

    @Override
    public int contextLength() {
        return context;
    }

    @Override
    public Session openSession(int rows) {
        open.incrementAndGet();
        return new ScriptedSession(rows, List.of());
    }

    @Override
    public long stateBytes(int rows, int tokens) {
        return (long) rows * tokens * bytesPerToken;
    }

    private final class ScriptedSession implements Session {
        private final List<List<Integer>> sequences = new ArrayList<>();
        private volatile boolean cancelled;
        private int longest;

        ScriptedSession(int rows, List<Integer> beginning) {
            for (int row = 0; row < rows; row++) {
                sequences.add(new ArrayList<>(beginning));
            }
        }

        @Override
        public int rows() {
            return sequences.size();
        }

        @Override
        public int length() {
            return sequences.get(0).size();
        }

        @Override
        public Logits feed(int[][] tokens, int keepLast) {
            if (cancelled) {
                throw new CancelledException();
            }
            fed.add(tokens[0].clone());
            longest = Math.max(longest, length() + tokens[0].length);
            float[][][] logits = new float[rows()][keepLast][];
            for (int row = 0; row < rows(); row++) {
                for (int i = 0; i < tokens[row].length; i++) {
                    sequences.get(row).add(tokens[row][i]);
                    int kept = i - (tokens[row].length - keepLast);
                    if (kept >= 0) {
                        logits[row][kept] = script.apply(sequences.get(row));
                    }
                }
            }
            return (row, position, target) -> System.arraycopy(logits[row][position], 0, target, 0, vocabulary);
        }

        @Override
        public void rewind(int length) {
            sequences.forEach(
                    sequence -> sequence.subList(length, sequence.size()).clear());
        }

        @Override
        public Session fork(int rows) {
            open.incrementAndGet();
            return new ScriptedSession(rows, sequences.get(0));
        }

        @Override
        public void retain(int[] rows) {
            List<List<Integer>> kept =
                    Arrays.stream(rows).mapToObj(sequences::get).toList();
            sequences.clear();
            sequences.addAll(kept);
        }

        @Override
        public long bytes() {
            return stateBytes(rows(), longest);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
