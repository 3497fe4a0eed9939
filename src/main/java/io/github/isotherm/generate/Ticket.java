package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Something asked of a {@link Scheduler}. Its events and its result are received once, either on the calling thread by {@link
 * #await} or on threads of an executor by {@link #deliverOn}.
 *
 * @param <T> what it comes to
 */
public final class Ticket<T> {
    private final Job<T> job;
    private final Runnable cancel;
    private final Cancellation cancellation;
    private final Runnable refusal;

    /**
     * A ticket.
     *
     * @param refusal throws on the model's own thread, which would wait for itself
     */
    Ticket(Job<T> job, Runnable cancel, Cancellation cancellation, Runnable refusal) {
        this.job = job;
        this.refusal = refusal;
        this.cancel = cancel;
        this.cancellation = cancellation;
        cancellation.onCancel(cancel);
    }

    /** Asks for its end: events that were not received yet never are, and the result is what was received until then. */
    public void cancel() {
        cancel.run();
    }

    /**
     * Whether nothing more will come: everything there was to receive was received, or there is nothing but the result.
     *
     * @return true when {@link #await} would not wait
     */
    public boolean isOver() {
        return job.mailbox().isOver();
    }

    /**
     * Receives everything on this thread, and waits for the end. An interrupt of the thread cancels it.
     *
     * @return the result
     * @throws io.github.isotherm.error.ClosedException when the model is closed meanwhile
     * @throws CancelledException when it is cancelled and has no result that could be cut short
     * @throws io.github.isotherm.error.IsothermException from inside a logits processor of the same model
     */
    public T await() {
        refusal.run();
        boolean interrupted = false;
        try {
            while (!receiveAll()) {
                try {
                    job.mailbox().await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
            return outcome();
        } catch (RuntimeException | Error e) {
            cancel();
            throw e;
        } finally {
            cancellation.forget(cancel);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether nothing more will come. */
    private boolean receiveAll() {
        for (Runnable event = job.mailbox().poll();
                event != null;
                event = job.mailbox().poll()) {
            event.run();
        }
        return job.mailbox().isOver();
    }

    private T outcome() {
        Throwable failure = job.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return job.result();
    }

    /**
     * Receives everything on threads of an executor, one after the other, as it comes: no thread is held in between.
     *
     * @param executor must not run work on the thread that submits it
     * @return completed there, with the result or the error; cancelling it cancels the ticket
     */
    public CompletableFuture<T> deliverOn(Executor executor) {
        return deliverOn(executor, result -> result);
    }

    /**
     * The same, with what follows the result: it is attached before anything is received, and so runs on the thread that receives
     * the end.
     *
     * @param <R> what follows
     * @param executor must not run work on the thread that submits it
     * @param followed attaches it to the future of {@link #deliverOn(Executor)}
     * @return what that returned
     */
    public <R> CompletableFuture<R> deliverOn(
            Executor executor, Function<CompletableFuture<T>, CompletableFuture<R>> followed) {
        Delivery<T> delivery = new Delivery<>(this, executor);
        CompletableFuture<R> last = followed.apply(delivery);
        job.mailbox().onArrival(delivery::arrived);
        return last;
    }

    private static final class Delivery<T> extends CompletableFuture<T> {
        private final Ticket<T> ticket;
        private final Executor executor;
        private final AtomicInteger arrivals = new AtomicInteger();

        Delivery(Ticket<T> ticket, Executor executor) {
            this.ticket = ticket;
            this.executor = executor;
        }

        void arrived() {
            if (arrivals.getAndIncrement() == 0) {
                try {
                    executor.execute(this::receive);
                } catch (Throwable e) { // this is the model's thread, and no executor may end it
                    stop();
                    completeExceptionally(e);
                }
            }
        }

        /** Whoever comes while another thread receives leaves it to that one. */
        private void receive() {
            int seen = 1;
            do {
                receiveNow();
                seen = arrivals.addAndGet(-seen);
            } while (seen != 0);
        }

        private void receiveNow() {
            if (isDone()) {
                return;
            }
            try {
                if (ticket.receiveAll()) {
                    complete(ticket.outcome());
                    ticket.cancellation.forget(ticket.cancel);
                }
            } catch (Throwable e) {
                stop();
                completeExceptionally(e);
            }
        }

        private void stop() {
            ticket.cancel();
            ticket.cancellation.forget(ticket.cancel);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            stop();
            return super.cancel(mayInterrupt);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
