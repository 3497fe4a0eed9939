package io.github.isotherm;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.onnx.RuntimeLoading;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Loads ONNX Runtime on a thread of its own, for whoever will open a model soon and has something else to do before. Nothing is
 * said of what goes wrong: whoever opens a model is told. To be closed on every path, as a JVM must not exit while
 * libraries load.
 */
public final class LibrariesAhead implements AutoCloseable {
    private final @Nullable RuntimeLoading runtime;

    private LibrariesAhead(@Nullable RuntimeLoading runtime) {
        this.runtime = runtime;
    }

    /**
     * Begins. Does next to nothing where it is loaded already, and nothing where isotherm has no folder to load it from.
     *
     * @return to be closed
     */
    public static LibrariesAhead start() {
        // Two threads that are the first to log at once make slf4j complain on standard error.
        LoggerFactory.getILoggerFactory();
        try {
            return new LibrariesAhead(RuntimeLoading.start(CacheFolder.locate()));
        } catch (IsothermException e) {
            return new LibrariesAhead(null);
        }
    }

    /** Waits for the end of it. */
    @Override
    public void close() {
        if (runtime != null) {
            runtime.await();
        }
    }
}
