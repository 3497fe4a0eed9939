package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.sampling.StepTrace;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of a request beside its texts, for the log and the metrics. Thread-safe. */
public final class RequestNotes {
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

    /** Of a request that begins now, by the system's clock. */
    public RequestNotes() {
        this(System::nanoTime);
    }

    RequestNotes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong();
    }

    /**
     * Notes the model that answers.
     *
     * @param name as requests call it
     */
    public synchronized void model(String name) {
        model = name;
    }

    /**
     * Notes how long its prompts are, before the model is asked.
     *
     * @param tokens of all of them
     */
    public synchronized void prompt(int tokens) {
        promptTokens = tokens;
    }

    /**
     * Notes what it came to, as its answer says it.
     *
     * @param prompt tokens
     * @param completion tokens
     * @param reason why it ended, in the form's own word
     */
    public synchronized void usage(int prompt, int completion, String reason) {
        promptTokens = prompt;
        completionTokens = completion;
        finishReason = reason;
    }

    /**
     * A listener that notes when things happen, and tells another one.
     *
     * @param listener the other one
     * @return the same, noted
     */
    public GenerationListener following(GenerationListener listener) {
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
    public synchronized void admitted() {
        queued = queued < 0 ? elapsed() : queued;
    }

    private synchronized void token() {
        received++;
        last = elapsed();
        first = first < 0 ? last : first;
    }

    /**
     * How long ago the request was read.
     *
     * @return nanoseconds
     */
    public long elapsed() {
        return nanoTime.getAsLong() - begun;
    }

    /**
     * As it is now.
     *
     * @return what was noted so far
     */
    public synchronized Said said() {
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
    public record Said(
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
