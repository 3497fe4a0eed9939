package io.github.isotherm.spark;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.SchedulerOptions;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/**
 * Where executors find a model, and how they run it. Each executor's JVM opens it once, for all its tasks, and keeps it until it ends.
 *
 * @param place what the name is the name of
 * @param name of a file or folder; empty for the bundled model
 * @param engine how it is run; {@link EngineOptions#threads} 0: as many as the executor has cores
 * @param stateBytes the most memory for keys and values in one JVM; 0: three quarters of what Java may use
 */
public record ModelSource(Place place, String name, EngineOptions engine, long stateBytes) implements Serializable {
    /** So many rows share a run of the model; more gain little. */
    private static final int ROWS = 16;

    private static final String CORES = "spark.executor.cores";

    /** What a model's name is the name of. */
    public enum Place {
        /** The bundled model, on the class path or beside the jar. */
        BUNDLED,
        /** What was given to {@code SparkContext.addFile}, {@code --files} or {@code --archives}. */
        SPARK_FILE,
        /** A folder that every executor sees, or the id of a model that was downloaded there. */
        PATH
    }

    /** Checks the values. */
    public ModelSource {
        if (place != Place.BUNDLED && name.isBlank()) {
            throw Checks.invalid("the model's name", "empty", "the name of a folder");
        }
        if (stateBytes < 0) {
            throw Checks.invalid("stateBytes", Long.toString(stateBytes), "a whole number of at least 0");
        }
    }

    /**
     * The bundled model: its jar is on the executors' class path, or its folder beside isotherm's jar.
     *
     * @return the source
     */
    public static ModelSource bundled() {
        return of(Place.BUNDLED, "");
    }

    /**
     * A model that Spark brings to the executors.
     *
     * @param name as {@code SparkFiles.get} takes it: a folder's own name, or what stands behind {@code #} of an archive
     * @return the source
     */
    public static ModelSource sparkFile(String name) {
        return of(Place.SPARK_FILE, name);
    }

    /**
     * A model that is where the executors are.
     *
     * @param folder the same on each of them, or the id {@code ORG/NAME} of a model that was downloaded on each
     * @return the source
     */
    public static ModelSource path(String folder) {
        return of(Place.PATH, folder);
    }

    private static ModelSource of(Place place, String name) {
        EngineOptions engine = EngineOptions.defaults().withRows(ROWS).withSpinning(true);
        return new ModelSource(place, name, engine, 0);
    }

    /**
     * The same model, run otherwise.
     *
     * @param options {@link EngineOptions#rows} is what counts most; here it is 16
     * @return a copy
     */
    public ModelSource withEngine(EngineOptions options) {
        return new ModelSource(place, name, options, stateBytes);
    }

    /**
     * The same model with another memory for keys and values.
     *
     * @param bytes ≥ 0, for all tasks of a JVM; 0: three quarters of what Java may use
     * @return a copy
     */
    public ModelSource withStateBytes(long bytes) {
        return new ModelSource(place, name, engine, bytes);
    }

    /** Opens it where this is run; tasks bound how much waits. */
    LocalModel open() {
        SchedulerOptions scheduling =
                SchedulerOptions.defaults().withWaiting(Integer.MAX_VALUE).withStateBytes(stateBytes);
        return LocalModel.open(folder(), engine.threads() == 0 ? engine.withThreads(cores()) : engine, scheduling);
    }

    private Path folder() {
        return switch (place) {
            case BUNDLED -> LocalModel.bundledFolder();
            case SPARK_FILE -> LocalModel.folder(SparkFiles.get(name));
            case PATH -> LocalModel.folder(name);
        };
    }

    /** 0 where Spark was not told: then the machine's. */
    private static int cores() {
        SparkEnv here = SparkEnv.get();
        return here == null ? 0 : here.conf().getInt(CORES, 0);
    }
}
