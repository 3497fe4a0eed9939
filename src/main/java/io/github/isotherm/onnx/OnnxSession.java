package io.github.isotherm.onnx;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Session;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sequences of one model in lock-step: which tokens they have, how many of those the state holds. A long feed runs in chunks, which bounds memory: attention takes room for every
 * pair of new and old positions. A feed that fails or is cancelled may have appended some of its chunks: {@link #length}
 * tells, {@link #rewind} undoes it.
 */
final class OnnxSession implements Session {
    private final OnnxModel model;
    private final StateStore store;
    private final SpanRuns runs;
    private final Chunks chunks;
    /** Sessions belong to one thread; the lock only keeps a mistake from crashing the JVM. */
    private final ReentrantLock busy = new ReentrantLock();

    private int rows;
    private Sequences sequences;
    /** Positions the state holds; those of the sequences after it are computed again with the next feed. */
    private int held;

    private boolean closed;

    OnnxSession(OnnxModel model, int rows, StateStore store, Sequences sequences) {
        this.model = model;
        this.rows = rows;
        this.store = store;
        this.sequences = sequences;
        runs = new SpanRuns(model);
        chunks = model.chunks();
        model.opened(this);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int length() {
        return sequences.length();
    }

    @Override
    public Logits feed(int[][] tokens, int keepLast) {
        busy.lock();
        try {
            int fed = checked(tokens);
            Checks.atLeast("keepLast", keepLast, 1);
            if (keepLast > fed) {
                throw Checks.invalid("keepLast", Integer.toString(keepLast), "at most the " + fed + " tokens fed");
            }
            runs.begin();
            feedChunks(tokens, keepLast);
            return runs.logits();
        } finally {
            busy.unlock();
        }
    }

    private int checked(int[][] tokens) {
        refuseIfClosed();
        if (tokens.length != rows) {
            throw Checks.invalid("rows of tokens", Integer.toString(tokens.length), rows + " as in the session");
        }
        int fed = tokens[0].length;
        Checks.atLeast("tokens fed", fed, 1);
        for (int[] row : tokens) {
            if (row.length != fed) {
                throw Checks.invalid("tokens of a row", Integer.toString(row.length), fed + " as in the first row");
            }
            for (int id : row) {
                if (id < 0 || id >= model.vocabularySize()) {
                    throw Checks.invalid("token id", Integer.toString(id), "from 0 to " + (model.vocabularySize() - 1));
                }
            }
        }
        if (fed > model.contextLength() - length()) {
            throw new ContextLengthException(length() + fed, model.contextLength());
        }
        return fed;
    }

    private void feedChunks(int[][] tokens, int keepLast) {
        int done = sequences.length();
        sequences.append(tokens);
        int to = sequences.length();
        try {
            while (done < to) {
                done = step(done, to, to - keepLast);
            }
        } finally {
            sequences.truncate(done);
        }
    }

    /** The next run of all rows; returns the end of what is computed now. */
    private int step(int done, int to, int firstKept) {
        int from = held;
        int end = chunks.end(rows, from, done, to, firstKept, model.takesOneToken());
        int kept = Math.max(0, end - Math.max(done, firstKept));
        int atOnce = model.takesRowsAtOnce(from, end - from) ? chunks.rows(rows, end - from) : 1;
        for (int row = 0; row < rows; row += atOnce) {
            runs.run(sequences.tokens(), new Span(row, Math.min(atOnce, rows - row), from, end), kept, store);
        }
        held = store.advance(from, end);
        return Math.max(done, end);
    }

    @Override
    public void rewind(int to) {
        busy.lock();
        try {
            refuseIfClosed();
            if (to < 0 || to > length()) {
                throw Checks.invalid("length to rewind to", Integer.toString(to), "from 0 to " + length());
            }
            if (to < held) {
                held = store.rewind(held, to);
            }
            sequences.truncate(to);
        } finally {
            busy.unlock();
        }
    }

    @Override
    public Session fork(int count) {
        busy.lock();
        try {
            refuseIfClosed();
            Checks.atLeast("rows", count, 1);
            if (rows != 1) {
                throw Checks.invalid("rows of the session to fork", Integer.toString(rows), "1");
            }
            int[] copies = new int[count];
            OnnxSession fork = new OnnxSession(model, count, copy(copies), sequences.copy(copies));
            fork.held = held;
            return fork;
        } finally {
            busy.unlock();
        }
    }

    private StateStore copy(int[] copies) {
        return model.storesRowsApart(copies.length)
                ? RowwiseStateStore.of(copies.length, () -> store.copy(new int[1], held))
                : store.copy(copies, held);
    }

    @Override
    public void retain(int[] kept) {
        busy.lock();
        try {
            refuseIfClosed();
            Checks.atLeast("rows to retain", kept.length, 1);
            for (int row : kept) {
                if (row < 0 || row >= rows) {
                    throw Checks.invalid("row to retain", Integer.toString(row), "from 0 to " + (rows - 1));
                }
            }
            store.retain(kept, held);
            sequences = sequences.copy(kept);
            rows = kept.length;
        } finally {
            busy.unlock();
        }
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    /** The next feed fails if none is running; a cancellation that has made a feed fail is over. */
    @Override
    public void cancel() {
        runs.cancel();
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new ClosedException("The session");
        }
    }

    @Override
    public void close() {
        runs.cancel();
        busy.lock();
        try {
            if (!closed) {
                closed = true;
                model.closed(this);
                store.close();
                runs.close();
            }
        } finally {
            busy.unlock();
        }
    }
}
