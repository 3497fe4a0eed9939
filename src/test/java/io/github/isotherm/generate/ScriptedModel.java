package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/** A model whose logits are a function of the sequence so far; remembers what was fed. */
public final class ScriptedModel implements CausalModel {
    private final int vocabulary;
    private final int context;
    private final Function<List<Integer>, float[]> script;
    private volatile boolean interrupted;

    /** Every chunk fed, in order. */
    public final List<int[]> fed = Collections.synchronizedList(new ArrayList<>());

    /** How many feeds each run had, in order. */
    public final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());

    /** What a token of a row costs in memory. */
    public volatile int bytesPerToken;

    /** Sequences opened and not closed. */
    public final AtomicInteger open = new AtomicInteger();

    /** Tokens that the open sequences hold, now and at most. */
    public final AtomicInteger held = new AtomicInteger();

    public final AtomicInteger mostHeld = new AtomicInteger();

    /** How many sequences share a run. */
    public volatile int rowsAtOnce = 1;

    /** Whether it can be widened. */
    public volatile boolean widens;

    /** What it says of itself. */
    public volatile boolean exact = true;

    /** Done in every run, before anything is fed. */
    public volatile Runnable inRun = () -> {};

    /** What a run takes of the time that it says it took, by the tokens fed. */
    public volatile IntToLongFunction nanos = tokens -> 0;

    private long spent;

    /** Done when it is asked to give up, beside giving up. */
    public volatile Runnable onInterrupt = () -> {};

    /** Done when a sequence is opened, which is the first thing that is done for a request that was let in. */
    public volatile Runnable inOpen = () -> {};

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
    public Sequence open() {
        inOpen.run();
        return new ScriptedSequence(List.of());
    }

    @Override
    public Logits run(List<Feed> feeds) {
        interrupted = false;
        inRun.run();
        if (interrupted) {
            throw new CancelledException();
        }
        runs.add(feeds.size());
        spent += nanos.applyAsLong(
                feeds.stream().mapToInt(feed -> feed.tokens().length).sum());
        float[][][] logits = feeds.stream()
                .map(feed -> ((ScriptedSequence) feed.sequence()).feed(feed))
                .toArray(float[][][]::new);
        return (row, position, target) -> System.arraycopy(logits[row][position], 0, target, 0, vocabulary);
    }

    @Override
    public int rowsAtOnce() {
        return rowsAtOnce;
    }

    @Override
    public void widen(int rows) {
        if (widens) {
            rowsAtOnce = rows;
        }
    }

    @Override
    public boolean isExact() {
        return exact;
    }

    @Override
    public long runtimeNanos() {
        return spent;
    }

    @Override
    public long stateBytes(int tokens) {
        return (long) tokens * bytesPerToken;
    }

    @Override
    public void interrupt() {
        interrupted = true;
        onInterrupt.run();
    }

    private void hold(int more) {
        int now = held.addAndGet(more);
        mostHeld.accumulateAndGet(now, Math::max);
    }

    private final class ScriptedSequence implements Sequence {
        private final List<Integer> ids;

        ScriptedSequence(List<Integer> beginning) {
            ids = new ArrayList<>(beginning);
            hold(ids.size());
            open.incrementAndGet();
        }

        float[][] feed(Feed feed) {
            int[] tokens = feed.tokens();
            hold(tokens.length);
            fed.add(tokens.clone());
            float[][] logits = new float[feed.keepLast()][];
            for (int i = 0; i < tokens.length; i++) {
                ids.add(tokens[i]);
                int kept = i - (tokens.length - feed.keepLast());
                if (kept >= 0) {
                    logits[kept] = script.apply(ids);
                }
            }
            return logits;
        }

        @Override
        public int length() {
            return ids.size();
        }

        @Override
        public void rewind(int length) {
            hold(length - ids.size());
            ids.subList(length, ids.size()).clear();
        }

        @Override
        public Sequence fork(int length) {
            return new ScriptedSequence(ids.subList(0, length));
        }

        @Override
        public long bytes() {
            return stateBytes(length());
        }

        @Override
        public void close() {
            hold(-ids.size());
            open.decrementAndGet();
        }
    }
}
