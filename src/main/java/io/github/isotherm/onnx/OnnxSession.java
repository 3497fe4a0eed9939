package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Session;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sequences of one model in lock-step. A long feed runs in chunks, which bounds memory: attention takes room for every
 * pair of new and old positions. A feed that fails or is cancelled may have appended some of its chunks: {@link #length}
 * tells, {@link #rewind} undoes it.
 */
final class OnnxSession implements Session {
    private final OnnxModel model;
    private final StateStore store;
    private final StepInputs inputs;
    private final KeptLogits logits;
    private final Interrupt interrupt;
    private final Chunks chunks;
    /** Sessions belong to one thread; the lock only keeps a mistake from crashing the JVM. */
    private final ReentrantLock busy = new ReentrantLock();

    private int rows;
    private int length;
    private boolean closed;

    OnnxSession(OnnxModel model, int rows, StateStore store) {
        this.model = model;
        this.rows = rows;
        this.store = store;
        inputs = new StepInputs(model.environment(), model.graph());
        logits = new KeptLogits(model.environment(), model.graph().logits(), model.vocabularySize());
        chunks = Chunks.of(model.graph());
        interrupt = Interrupt.open();
        model.opened(this);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int length() {
        return length;
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
            logits.begin();
            feedChunks(tokens, fed, fed - keepLast);
            return logits;
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
        if (fed > model.contextLength() - length) {
            throw new ContextLengthException(length + fed, model.contextLength());
        }
        return fed;
    }

    private void feedChunks(int[][] tokens, int fed, int firstKept) {
        for (int from = 0; from < fed; ) {
            int to = chunks.end(rows, from, fed);
            int kept = Math.max(0, to - Math.max(from, firstKept));
            int atOnce = model.takesRowsAtOnce(length, to - from) ? rows : 1;
            for (int row = 0; row < rows; row += atOnce) {
                run(tokens, new Span(row, atOnce, from, to), kept);
            }
            store.advance();
            length += to - from;
            from = to;
        }
    }

    private void run(int[][] tokens, Span span, int kept) {
        model.gate().enter();
        try (Bindings bindings = new Bindings()) {
            if (interrupt.consume()) {
                throw stopped();
            }
            int computed = inputs.bind(bindings, tokens, span, length, kept);
            logits.bind(bindings, span, computed, kept);
            store.bind(bindings, span, length);
            model.run(bindings, interrupt.options());
        } catch (OrtException e) {
            throw failure(span.fed(), e);
        } finally {
            model.gate().leave();
        }
    }

    private RuntimeException failure(int fed, OrtException e) {
        if (interrupt.consume()) {
            return stopped();
        }
        return OrtErrors.running(fed, length, e);
    }

    /** A run was interrupted by its caller, or by the model's closing. */
    private RuntimeException stopped() {
        model.gate().check();
        return new CancelledException();
    }

    @Override
    public void rewind(int to) {
        busy.lock();
        try {
            refuseIfClosed();
            if (to < 0 || to > length) {
                throw Checks.invalid("length to rewind to", Integer.toString(to), "from 0 to " + length);
            }
            if (to < length) {
                store.rewind(length, to);
                length = to;
            }
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
            OnnxSession fork = new OnnxSession(model, count, store.copy(new int[count], length));
            fork.length = length;
            return fork;
        } finally {
            busy.unlock();
        }
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
            store.retain(kept, length);
            rows = kept.length;
        } finally {
            busy.unlock();
        }
    }

    /** The next feed fails if none is running; a cancellation that has made a feed fail is over. */
    @Override
    public void cancel() {
        interrupt.request();
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new ClosedException("The session");
        }
    }

    @Override
    public void close() {
        interrupt.request();
        busy.lock();
        try {
            if (!closed) {
                closed = true;
                model.closed(this);
                store.close();
                interrupt.close();
            }
        } finally {
            busy.unlock();
        }
    }
}
