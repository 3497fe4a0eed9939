package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.LocalModel;
import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.report.ComparisonReport;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.wire.ComparisonEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A comparison, streamed line by line while it runs. The model's thread never waits for the browser: lines go through a
 * queue, and a browser that went away or stopped reading ends the run.
 */
final class CompletionStream implements ComparisonListener {
    private static final int MOST_LINES = 8192;
    private static final long PING_MILLIS = 500;
    /** How long a browser may leave a full queue unread. */
    private static final long PATIENCE_MILLIS = 2000;

    private final LocalModel model;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicBoolean unread = new AtomicBoolean();
    private final String name = UUID.randomUUID().toString();

    CompletionStream(LocalModel model) {
        this.model = model;
    }

    /** What the run is stopped by. */
    String name() {
        return name;
    }

    /** Ends the run; its reader still hears of what came. */
    void stop() {
        cancellation.cancel();
    }

    /** Starts the run on another thread and writes its lines until it is over. */
    void serve(HttpExchange exchange, Executor executor, Runnable run) throws IOException {
        executor.execute(() -> {
            try {
                run.run();
            } finally {
                done.set(true);
            }
        });
        try (OutputStream out = Reply.stream(exchange, Reply.LINES)) {
            pump(out);
        } finally {
            abandon();
        }
    }

    private void abandon() {
        unread.set(true);
        cancellation.cancel();
    }

    /** An empty line now and then finds out whether the browser is still there. */
    private void pump(OutputStream out) throws IOException {
        while (true) {
            boolean last = done.get();
            String line = next(last ? 0 : PING_MILLIS);
            if (line == null && last) {
                return;
            }
            out.write(((line == null ? "" : line) + "\n").getBytes(StandardCharsets.UTF_8));
            if (lines.isEmpty()) {
                out.flush();
            }
        }
    }

    private @org.jspecify.annotations.Nullable String next(long millis) throws IOException {
        try {
            return lines.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Runs the comparison and tells its events; the listener is this one, or tells this one. */
    void compare(String prompt, int[] ids, Comparison comparison, ComparisonListener listener) {
        try {
            ComparedCompletions compared = model.compare(ids, comparison, listener, cancellation);
            tell(ComparisonEvents.done(new ComparisonReport(model.name(), prompt, compared, model.vocabulary())));
        } catch (RuntimeException | Error e) {
            tell(ComparisonEvents.error(Failure.of(e).sentence()));
        }
    }

    @Override
    public void onStart(Comparison comparison) {
        tell(ComparisonEvents.start(comparison, name));
    }

    @Override
    public void onToken(int temperature, int sample, StepTrace trace) {
        tell(ComparisonEvents.token(temperature, sample, trace, model.vocabulary()));
    }

    @Override
    public void onText(int temperature, int sample, String piece) {
        tell(ComparisonEvents.text(temperature, sample, piece));
    }

    private void tell(String line) {
        try {
            if (!unread.get() && !lines.offer(line, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
        }
    }
}
