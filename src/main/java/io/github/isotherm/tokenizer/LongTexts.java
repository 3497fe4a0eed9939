package io.github.isotherm.tokenizer;

import io.github.isotherm.error.CancelledException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets long texts be encoded one at a time in the whole process, in order of arrival: the native library takes some hundred
 * bytes for each of theirs.
 */
final class LongTexts {
    /** Characters from which on a text waits for its turn. */
    static final int LONG = 1 << 16;

    private static final long ASKED_EVERY_MILLIS = 20;

    private static final Semaphore TURN = new Semaphore(1, true);

    private LongTexts() {}

    /**
     * Encodes when it is the text's turn.
     *
     * @param interruption asked while it waits; throws when it is to wait no longer
     * @throws CancelledException when the thread was interrupted while it waited
     */
    static <T> T inTurn(String text, Runnable interruption, Supplier<T> encoding) {
        if (text.length() < LONG) {
            return encoding.get();
        }
        await(interruption);
        try {
            return encoding.get();
        } finally {
            TURN.release();
        }
    }

    private static void await(Runnable interruption) {
        try {
            do {
                interruption.run();
            } while (!TURN.tryAcquire(ASKED_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }
}
