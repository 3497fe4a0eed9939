package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.isotherm.error.NativePlatform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one ONNX Runtime of this JVM. */
final class Runtimes {
    private static final Logger LOG = LoggerFactory.getLogger(Runtimes.class);
    private static @Nullable OrtEnvironment environment;

    private Runtimes() {}

    /** Loads the native libraries on first use; silent, as errors come back as exceptions. */
    static synchronized OrtEnvironment environment(Path cache) {
        if (environment == null) {
            NativeLibraries.prepare(cache);
            Telemetry.switchOff();
            environment = load();
        }
        return environment;
    }

    /** The same on a thread of its own; whoever needs it meanwhile waits for what is left, and gets the same error. */
    static void loadAhead(Path cache) {
        Thread thread = new Thread(() -> loadOrLeave(cache), "isotherm-natives");
        thread.setDaemon(true);
        thread.start();
    }

    private static void loadOrLeave(Path cache) {
        try {
            environment(cache);
        } catch (RuntimeException | Error e) {
            LOG.debug("ONNX Runtime cannot be loaded; whoever opens a graph is told", e);
        }
    }

    private static OrtEnvironment load() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "isotherm");
        } catch (LinkageError | RuntimeException e) {
            throw NativePlatform.current().failure("ONNX Runtime", "2.28", e);
        }
    }
}
