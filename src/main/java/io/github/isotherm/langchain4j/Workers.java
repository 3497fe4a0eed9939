package io.github.isotherm.langchain4j;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that streaming and asynchronous requests run on: a few, since a model computes one request at a time; idle
 * ones end, and none keeps the JVM alive.
 */
final class Workers {
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 10;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final ThreadPoolExecutor SHARED = create();

    private Workers() {}

    static Executor shared() {
        return SHARED;
    }

    private static ThreadPoolExecutor create() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers::thread);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "isotherm-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
