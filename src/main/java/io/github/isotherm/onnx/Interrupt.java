package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import io.github.isotherm.error.ModelException;
import org.jspecify.annotations.Nullable;

/** The switch that makes a run give up within milliseconds, from any thread. */
final class Interrupt implements AutoCloseable {
    private @Nullable RunOptions options;
    private boolean requested;

    private Interrupt(RunOptions options) {
        this.options = options;
    }

    static Interrupt open() {
        try {
            RunOptions options = new RunOptions();
            try {
                options.setLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            } catch (OrtException e) {
                options.close();
                throw e;
            }
            return new Interrupt(options);
        } catch (OrtException e) {
            throw OrtErrors.creating(e);
        }
    }

    /** What a run is given; only valid while this is open. */
    synchronized RunOptions options() {
        if (options == null) {
            throw new ModelException("The model is closed; open another one.");
        }
        return options;
    }

    synchronized void request() {
        requested = true;
        terminate(true);
    }

    /** Whether a stop was requested since the last call; afterwards none is. */
    synchronized boolean consume() {
        boolean was = requested;
        if (was) {
            requested = false;
            terminate(false);
        }
        return was;
    }

    private void terminate(boolean value) {
        try {
            if (options != null) {
                options.setTerminate(value);
            }
        } catch (OrtException e) {
            throw OrtErrors.creating(e);
        }
    }

    @Override
    public synchronized void close() {
        if (options != null) {
            options.close();
            options = null;
        }
    }
}
