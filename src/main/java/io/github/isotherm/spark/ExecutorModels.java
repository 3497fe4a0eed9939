package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The models of this JVM: each is opened by the task that needs it first, shared by all, and closed when the JVM ends. */
final class ExecutorModels {
    /** Hands answers over, which takes no time. */
    private static final int HANDING_OVER = 2;

    private static final Map<ModelSource, LocalModel> OPENED = new ConcurrentHashMap<>();
    private static final ExecutorService DELIVERY = Executors.newFixedThreadPool(HANDING_OVER, ExecutorModels::thread);
    private static final ExecutorService WAITING = Executors.newCachedThreadPool(ExecutorModels::thread);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModels::close, "isotherm-spark-close"));
    }

    private ExecutorModels() {}

    /** The model, which nobody but this closes. A failure is the asking task's; the next one tries again. */
    static LocalModel of(ModelSource source) {
        LocalModel known = OPENED.get(source);
        return known == null ? OPENED.computeIfAbsent(source, ModelSource::open) : known;
    }

    /** Receives what models tell. */
    static Executor delivery() {
        return DELIVERY;
    }

    /** Runs what waits for a model itself. */
    static Executor waiting() {
        return WAITING;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "isotherm-spark");
        thread.setDaemon(true);
        return thread;
    }

    private static void close() {
        OPENED.values().forEach(LocalModel::close);
    }
}
