package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.ChatTurn;
import io.github.isotherm.chat.StreamedText;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.Cancellation;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to one answer. Events wait in a queue, which the maximum of tokens bounds, until they are asked for, and the
 * end behind them in the same queue, so that no thread can see it before them; one thread at a time delivers them, never the
 * subscriber's own.
 */
final class StreamingSubscription implements Flow.Subscription, AnswerListener {
    private final ChatEngine engine;
    private final Flow.Subscriber<? super ChatModelStreamingEvent> subscriber;
    private final Cancellation cancellation = new Cancellation();
    private final Queue<Signal> signals = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger deliveries = new AtomicInteger();
    /** Why what waits is not delivered any more. */
    private volatile @Nullable Throwable refusal;

    private boolean terminated;

    /** An event, or the end: a failure, or neither. */
    private record Signal(
            @Nullable ChatModelStreamingEvent event,
            @Nullable Throwable failure) {}

    StreamingSubscription(ChatEngine engine, Flow.Subscriber<? super ChatModelStreamingEvent> subscriber) {
        this.engine = engine;
        this.subscriber = subscriber;
    }

    void start(ChatRequest request) {
        long submitted = System.nanoTime();
        subscriber.onSubscribe(this);
        engine.execute(() -> generate(request, submitted));
    }

    private void generate(ChatRequest request, long submitted) {
        if (cancellation.isCancelled()) {
            return;
        }
        try {
            ChatTurn turn = engine.prepare(request, cancellation, submitted);
            StreamedText parts = new StreamedText(turn.conversation(), this);
            CompletableFuture<?> unused =
                    engine.start(turn, parts, cancellation, (response, failed) -> end(parts, response, failed));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void end(StreamedText parts, @Nullable ChatResponse response, @Nullable Throwable failed) {
        if (response == null) {
            fail(AsyncWork.cause(Objects.requireNonNull(failed)));
            return;
        }
        parts.end();
        emit(new CompleteResponse(response));
        signal(new Signal(null, null));
    }

    private void fail(Throwable e) {
        signal(new Signal(null, Failures.translated(e)));
    }

    @Override
    public void onText(String piece) {
        emit(new PartialResponse(piece));
    }

    @Override
    public void onThinking(String piece) {
        emit(new PartialThinking(piece));
    }

    @Override
    public void onArguments(int index, String name, String piece) {
        emit(ToolRequests.partial(index, name, piece));
    }

    @Override
    public void onCall(int index, ToolCall call) {
        emit(new CompleteToolCall(index, ToolRequests.of(index, call)));
    }

    private void emit(ChatModelStreamingEvent event) {
        signal(new Signal(event, null));
    }

    private void signal(Signal signal) {
        signals.add(signal);
        deliver();
    }

    /** Delivers what is asked for; whoever comes while another thread delivers leaves it to that one. */
    private void deliver() {
        if (deliveries.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            deliverAsked();
            seen = deliveries.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliverAsked() {
        while (!terminated && !cancellation.isCancelled()) {
            Throwable refused = refusal;
            Signal first = refused == null ? signals.peek() : new Signal(null, refused);
            if (first == null) {
                return;
            }
            ChatModelStreamingEvent event = first.event();
            if (event == null) {
                terminate(first.failure());
            } else if (demand.get() == 0) {
                return;
            } else {
                demand.decrementAndGet();
                signals.poll(); // gone already where it was cancelled in this moment
                next(event);
            }
        }
    }

    private void terminate(@Nullable Throwable failure) {
        terminated = true;
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    /** A subscriber that throws has ended its subscription. */
    private void next(ChatModelStreamingEvent event) {
        try {
            subscriber.onNext(event);
        } catch (Throwable e) {
            cancel();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            refusal = new IllegalArgumentException("request(" + n + ") but a subscriber must ask for at least 1 event");
        } else {
            demand.accumulateAndGet(n, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        }
        engine.execute(this::deliver);
    }

    @Override
    public void cancel() {
        cancellation.cancel();
        signals.clear();
    }
}
