package io.github.isotherm.onnx;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads ONNX Runtime's libraries on a thread of its own, for a model that is opened soon: {@link OnnxModel#open} waits for what
 * is left of it, and has its error. To be waited for on every path, as a JVM must not exit while libraries load.
 */
public final class RuntimeLoading {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeLoading.class);

    private final Thread thread;

    private RuntimeLoading(Path cache) {
        thread = new Thread(() -> load(cache), "isotherm-natives");
        thread.setDaemon(true);
    }

    /**
     * Begins. Does next to nothing where they are loaded already.
     *
     * @param cache isotherm's cache folder, created when needed
     * @return to be waited for
     */
    public static RuntimeLoading start(Path cache) {
        RuntimeLoading loading = new RuntimeLoading(cache);
        loading.thread.start();
        return loading;
    }

    private static void load(Path cache) {
        try {
            Runtimes.environment(cache);
        } catch (RuntimeException | Error e) {
            LOG.debug("ONNX Runtime cannot be loaded; whoever opens a model is told", e);
        }
    }

    /** Waits for its end. */
    public void await() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
