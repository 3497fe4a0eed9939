package io.github.isotherm.onnx;

import io.github.isotherm.error.ClosedException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets runs in until it is closed, and closes when the last of them is out: freeing a native session under a run would
 * take the whole JVM down.
 */
final class RunGate {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private boolean closed;

    /** To be left again by the same thread. */
    void enter() {
        check();
        lock.readLock().lock();
        if (closing) {
            lock.readLock().unlock();
            check();
        }
    }

    void leave() {
        lock.readLock().unlock();
    }

    void check() {
        if (closing) {
            throw new ClosedException("The model");
        }
    }

    /** Refuses newcomers from now on. */
    void refuse() {
        closing = true;
    }

    /** Waits for the last run, then frees; only the first call does. */
    void close(Runnable free) {
        refuse();
        Lock exclusive = lock.writeLock();
        exclusive.lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            exclusive.unlock();
        }
    }
}
