package io.github.isotherm.serve;

import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.sampling.StepTrace;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of a request beside its texts, for the log and the metrics. Thread-safe. */
final class RequestNotes {
    private final LongSupplier nanoTime;
    private final long begun;
    private String model = "";
    private String finishReason = "";
    private int promptTokens;
    private int completionTokens;
    private long queued = -1;
    private long first = -1;
    private long last = -1;
    private int received;

    RequestNotes() {
        this(System::nanoTime);
    }

    RequestNotes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong();
    }

    /** Notes the model that answers. */
    synchronized void model(String name) {
        model = name;
    }

    /** Notes how many tokens its prompts have, before the model is asked. */
    synchronized void prompt(int tokens) {
        promptTokens = tokens;
    }

    /** Notes what it came to, as its answer says it. */
    synchronized void usage(int prompt, int completion, String reason) {
        promptTokens = prompt;
        completionTokens = completion;
        finishReason = reason;
    }

    /** A listener that notes when things happen, and tells another one. */
    GenerationListener following(GenerationListener listener) {
        return new GenerationListener() {
            @Override
            public void onAdmitted() {
                admitted();
                listener.onAdmitted();
            }

            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                token();
                listener.onToken(id, trace);
            }

            @Override
            public void onEnd(int id, @Nullable StepTrace trace) {
                listener.onEnd(id, trace);
            }

            @Override
            public void onText(String piece) {
                listener.onText(piece);
            }

            @Override
            public void onMarked(MarkedText piece) {
                listener.onMarked(piece);
            }

            @Override
            public boolean wantsStop() {
                return listener.wantsStop();
            }
        };
    }

    /** Notes that the model begins with it; the first time counts. */
    synchronized void admitted() {
        queued = queued < 0 ? elapsed() : queued;
    }

    private synchronized void token() {
        received++;
        last = elapsed();
        first = first < 0 ? last : first;
    }

    /** Nanoseconds since the request was read. */
    long elapsed() {
        return nanoTime.getAsLong() - begun;
    }

    /** As it is now. */
    synchronized Said said() {
        return new Said(
                model,
                promptTokens,
                Math.max(completionTokens, received),
                finishReason,
                queued,
                first,
                received > 1 ? last - first : -1,
                received,
                elapsed());
    }

    /**
     * What was noted; times in nanoseconds since the request was read, −1 for what did not happen.
     *
     * @param model empty where none was asked
     * @param completionTokens those of the answer; of one that was broken off, those that were received
     * @param queued when the first of its rows was let in
     * @param first when its first token was received
     * @param between from the first token to the last
     * @param received tokens that were received one by one
     * @param total until now
     */
    record Said(
            String model,
            int promptTokens,
            int completionTokens,
            String finishReason,
            long queued,
            long first,
            long between,
            int received,
            long total) {}
}
