package io.github.isotherm.langchain4j;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which the answers of one adapter are delivered. There are as many as callbacks run at once, so that a
 * handler that blocks stops no other; idle ones end, and none keeps the JVM alive.
 */
final class DeliveryThreads {
    private static final long IDLE_SECONDS = 10;

    private DeliveryThreads() {}

    static Executor of(String model) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "isotherm-" + model + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
