package io.github.isotherm.cli;

import io.github.isotherm.batch.BatchListener;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a batch is, in one line: it moves where a person watches, and comes now and then where it is written down. Thread-safe. */
final class BatchProgress implements BatchListener, AutoCloseable {
    private static final long REDRAW_NANOS = 200_000_000;
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Terminal terminal;
    private final long rows;
    private final LongSupplier nanoTime;
    private final long begun;
    private long drawn;
    private long answers;
    private long tokens;
    private int width;

    /** Of a batch that begins now, and has so many rows at its end. */
    BatchProgress(Terminal terminal, long rows, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.rows = rows;
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong();
        drawn = begun;
    }

    @Override
    public synchronized void onAnswer(long done, boolean isError, int promptTokens, int completionTokens) {
        answers++;
        tokens += (long) promptTokens + completionTokens;
        long now = nanoTime.getAsLong();
        if (now - drawn > (terminal.interactive() ? REDRAW_NANOS : WRITE_NANOS)) {
            drawn = now;
            show(line(done, now - begun));
        }
    }

    private String line(long done, long nanos) {
        double seconds = nanos / 1e9;
        long left = Math.round((rows - done) * seconds / answers);
        return String.format(
                Locale.ROOT,
                "%,d of %,d rows, %,.0f tokens/s, %s left",
                done,
                rows,
                tokens / seconds,
                duration(Math.max(0, left)));
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    private void show(String line) {
        if (!terminal.interactive()) {
            terminal.say(line);
            return;
        }
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        terminal.err().flush();
        width = line.length();
    }

    @Override
    public synchronized void close() {
        if (width > 0) {
            terminal.err().print("\r" + " ".repeat(width) + "\r");
            terminal.err().flush();
        }
    }
}
