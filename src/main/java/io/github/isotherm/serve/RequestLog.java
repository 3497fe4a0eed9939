package io.github.isotherm.serve;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A line a request, written on a thread of its own: who cannot be written to holds up nothing but the log. */
final class RequestLog implements AutoCloseable {
    private static final int WAITING = 8192;
    /** Of all lines that wait: with the bodies in it a line may be long. */
    private static final int MOST_CHARACTERS = 64 << 20;

    private static final long PATIENCE_MILLIS = 2000;

    private final Consumer<String> sink;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::write, "isotherm-serve-log");
    private volatile boolean closing;

    RequestLog(Consumer<String> sink) {
        this.sink = sink;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a line; one that does not fit is counted, and told of later. */
    void line(String text) {
        if (characters.addAndGet(text.length()) > MOST_CHARACTERS || !lines.offer(text)) {
            characters.addAndGet(-text.length());
            lost.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (!closing || !lines.isEmpty()) {
                String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    characters.addAndGet(-line.length());
                    sink.accept(line);
                }
                long left = lost.getAndSet(0);
                if (left > 0) {
                    sink.accept(left + " lines of the log are left out, as nobody took them in time");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
