package io.github.isotherm.tokenizer;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.CancelledException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Encodes long texts one at a time in the whole process, in order of arrival, on a thread of their own: the native library takes
 * some hundred bytes for each of theirs, and cannot be stopped, so that whoever waits no longer leaves it to its end.
 */
final class LongTexts {
    /** Characters from which on a text waits for its turn. */
    static final int LONG = 1 << 16;

    /** So many wait at most. */
    static final int MOST_WAITING = 1024;

    private static final long ASKED_EVERY_MILLIS = 20;

    private static final ThreadPoolExecutor TURNS = turns();

    private LongTexts() {}

    private static ThreadPoolExecutor turns() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), LongTexts::thread);
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "isotherm-encoding");
        thread.setDaemon(true);
        // The first caller's would be kept by whatever comes after.
        thread.setContextClassLoader(LongTexts.class.getClassLoader());
        return thread;
    }

    /**
     * Encodes when it is the text's turn.
     *
     * @param interruption asked before, and while it waits or is encoded; throws when that is no longer wanted
     * @throws BusyException when too many wait already
     * @throws CancelledException when the thread was interrupted meanwhile, which it stays
     */
    static <T> T inTurn(String text, Runnable interruption, Supplier<T> encoding) {
        interruption.run();
        if (text.length() < LONG) {
            return encoding.get();
        }
        FutureTask<Supplier<T>> turn = new FutureTask<>(() -> outcome(encoding));
        try {
            TURNS.execute(turn);
        } catch (RejectedExecutionException e) {
            throw new BusyException(MOST_WAITING);
        }
        return await(turn, interruption);
    }

    /** Gives it, or throws. */
    private static <T> Supplier<T> outcome(Supplier<T> encoding) {
        try {
            T encoded = encoding.get();
            return () -> encoded;
        } catch (RuntimeException | Error e) {
            return () -> {
                throw e;
            };
        }
    }

    private static <T> T await(FutureTask<Supplier<T>> turn, Runnable interruption) {
        boolean left = true;
        try {
            while (true) {
                try {
                    Supplier<T> outcome = turn.get(ASKED_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    left = false;
                    return outcome.get();
                } catch (TimeoutException e) {
                    interruption.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            if (left) {
                turn.cancel(false);
                TURNS.remove(turn);
            }
        }
    }
}
