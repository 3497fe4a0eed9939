package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.isotherm.error.NativePlatform;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one ONNX Runtime of this JVM. */
final class Runtimes {
    private static @Nullable OrtEnvironment environment;

    private Runtimes() {}

    /** Loads the native libraries on first use; silent, as errors come back as exceptions. */
    static synchronized OrtEnvironment environment(Path cache) {
        if (environment == null) {
            NativeLibraries.prepareJna(cache);
            Telemetry.switchOff();
            environment = load(cache);
        }
        return environment;
    }

    private static OrtEnvironment load(Path cache) {
        try {
            NativeLibraries.load(cache);
            OrtEnvironment loaded = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "isotherm");
            LastingEnvironment.keep(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL.getValue());
            return loaded;
        } catch (LinkageError | IOException | RuntimeException e) {
            throw NativePlatform.current().failure("ONNX Runtime", "2.28", e);
        }
    }
}
