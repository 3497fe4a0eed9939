package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime 1.29 and later report usage on Linux and macOS, and write files for it as they initialise, unless an
 * environment variable says no. Java cannot set one for its own process, the C library can.
 */
final class Telemetry {
    static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final String RUNTIME = "onnxruntime";
    private static final int FIRST_MINOR = 29;

    /** Tells {@code setenv} to leave a variable that is set. */
    private static final int KEEP = 0;

    private Telemetry() {}

    /** To be called before the runtime initialises. */
    static void switchOff() {
        Package runtime = OrtEnvironment.class.getPackage();
        boolean reporting = isReporting(runtime.getImplementationTitle(), runtime.getImplementationVersion());
        if (isToBeSet(reporting, Platform.isWindows(), System.getenv(VARIABLE))) {
            setVariable();
        }
    }

    /** Whether the variable is missing where it counts; what the host has set stays. */
    static boolean isToBeSet(boolean reporting, boolean windows, @Nullable String value) {
        return reporting && !windows && value == null;
    }

    /** Whether a version reports; one that cannot be told may, such as that of a jar into which the runtime was packed. */
    static boolean isReporting(@Nullable String title, @Nullable String version) {
        String[] parts = version == null || !RUNTIME.equals(title) ? new String[0] : version.split("[.-]", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > 1 || (major == 1 && Integer.parseInt(parts[1]) >= FIRST_MINOR);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    static void setVariable() {
        try {
            SystemFunction.of("setenv").invokeInt(new Object[] {VARIABLE, "1", KEEP});
        } catch (LinkageError e) {
            LOG.debug("{} cannot be set", VARIABLE, e);
        }
    }
}
