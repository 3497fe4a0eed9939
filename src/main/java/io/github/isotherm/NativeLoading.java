package io.github.isotherm;

import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.onnx.OnnxModel;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native libraries on a thread of its own, while a program that is going to open a model does something else.
 * Nobody needs it: {@link LocalModel#open} loads what is not loaded yet, and says what is wrong with it.
 *
 * <p>A JVM must not exit while libraries load, so whoever starts it closes it, which waits.
 */
public final class NativeLoading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLoading.class);

    private final Thread thread;

    private NativeLoading(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts to load.
     *
     * @return to be closed by the caller
     */
    public static NativeLoading start() {
        Path cache = CacheFolder.locate();
        Thread thread = new Thread(() -> load(cache), "isotherm-natives");
        thread.setDaemon(true);
        thread.start();
        return new NativeLoading(thread);
    }

    private static void load(Path cache) {
        try {
            OnnxModel.loadRuntime(cache);
            HuggingFaceTextCodec.loadLibrary(cache);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("Loading native libraries ahead failed; opening a model will say so", e);
        }
    }

    /** Waits until they are loaded, or cannot be. */
    @Override
    public void close() {
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
