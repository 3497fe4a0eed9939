package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.isotherm.error.ModelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one ONNX Runtime of this JVM. */
final class Runtimes {
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

    private static OrtEnvironment load() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "isotherm");
        } catch (LinkageError | RuntimeException e) {
            throw new ModelException(
                    "ONNX Runtime cannot load its native part on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")
                            + "; it runs on Linux x64 and arm64 with glibc 2.28 or newer, macOS arm64 and Windows x64.",
                    e);
        }
    }
}
