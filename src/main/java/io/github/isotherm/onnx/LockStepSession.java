package io.github.isotherm.onnx;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.generate.Session;
import java.util.ArrayList;
import java.util.List;

/** Sequences that advance together, for callers that still ask for such. */
final class LockStepSession implements Session {
    private final OnnxModel model;
    private List<Sequence> sequences;
    private volatile boolean cancelled;
    private volatile boolean running;
    private boolean closed;

    LockStepSession(OnnxModel model, List<Sequence> sequences) {
        this.model = model;
        this.sequences = sequences;
    }

    @Override
    public int rows() {
        return sequences.size();
    }

    @Override
    public int length() {
        return sequences.get(0).length();
    }

    @Override
    public synchronized Logits feed(int[][] tokens, int keepLast) {
        refuseIfClosed();
        if (tokens.length != sequences.size()) {
            throw Checks.invalid(
                    "rows of tokens", Integer.toString(tokens.length), sequences.size() + " as in the session");
        }
        Checks.atLeast("keepLast", keepLast, 1);
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].length != tokens[0].length) {
                throw Checks.invalid(
                        "tokens of a row",
                        Integer.toString(tokens[i].length),
                        tokens[0].length + " as in the first row");
            }
            feeds.add(new Feed(sequences.get(i), tokens[i], keepLast));
        }
        return fed(feeds, keepLast);
    }

    private Logits fed(List<Feed> feeds, int keepLast) {
        while (true) {
            if (cancelled) {
                cancelled = false;
                throw new CancelledException();
            }
            running = true;
            try {
                return model.copied(feeds, keepLast);
            } catch (CancelledException e) {
                if (!cancelled) {
                    continue; // somebody else's
                }
                cancelled = false;
                throw e;
            } finally {
                running = false;
            }
        }
    }

    @Override
    public synchronized void rewind(int length) {
        refuseIfClosed();
        sequences.forEach(sequence -> sequence.rewind(length));
    }

    @Override
    public synchronized Session fork(int rows) {
        refuseIfClosed();
        Checks.atLeast("rows", rows, 1);
        if (sequences.size() != 1) {
            throw Checks.invalid("rows of the session to fork", Integer.toString(sequences.size()), "1");
        }
        List<Sequence> forks = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            forks.add(sequences.get(0).fork());
        }
        return new LockStepSession(model, forks);
    }

    @Override
    public synchronized void retain(int[] rows) {
        refuseIfClosed();
        Checks.atLeast("rows to retain", rows.length, 1);
        List<Sequence> kept = new ArrayList<>();
        for (int row : rows) {
            if (row < 0 || row >= sequences.size()) {
                throw Checks.invalid("row to retain", Integer.toString(row), "from 0 to " + (sequences.size() - 1));
            }
            Sequence one = sequences.get(row);
            kept.add(kept.contains(one) ? one.fork() : one);
        }
        sequences.stream().filter(one -> !kept.contains(one)).forEach(Sequence::close);
        sequences = kept;
    }

    @Override
    public long bytes() {
        return sequences.stream().mapToLong(Sequence::bytes).sum();
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (running) {
            model.interrupt();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new ClosedException("The session");
        }
    }

    @Override
    public void close() {
        cancel();
        synchronized (this) {
            closed = true;
            sequences.forEach(Sequence::close);
        }
    }
}
