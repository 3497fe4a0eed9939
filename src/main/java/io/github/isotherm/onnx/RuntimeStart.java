package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@code ai.onnxruntime.OnnxRuntime.init()} does, but for its first line: a folder among temporary files, which it
 * makes even where it needs none, fails without, and leaves behind when killed. And what fails here can be tried again, while
 * a class that fails to initialise is lost. Where the runtime on the class path has other members than those of 1.28, it is told
 * the folder and initialises itself.
 */
record RuntimeStart(Class<?> runtime) {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeStart.class);
    private static final String NAME = "ai.onnxruntime.OnnxRuntime";
    private static final String API_VERSION = "ORT_API_VERSION_";

    /**
     * Loads the libraries of a folder. Does nothing where the runtime is loaded.
     *
     * @throws UnsatisfiedLinkError when they cannot be loaded
     */
    static void load(Path folder) throws IOException {
        try {
            load(Class.forName(NAME, true, OrtEnvironment.class.getClassLoader()), folder);
        } catch (ClassNotFoundException e) {
            leave(folder, e);
        }
    }

    static void load(Class<?> runtime, Path folder) throws IOException {
        try {
            synchronized (runtime) { // as init() is
                new RuntimeStart(runtime).start(folder);
            }
        } catch (InvocationTargetException e) {
            throw rethrown(e.getCause());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            leave(folder, e);
        }
    }

    private static void leave(Path folder, Exception why) {
        LOG.debug("ONNX Runtime has other members than those of 1.28 and initialises itself", why);
        System.setProperty(NativeLibraries.PATH_PROPERTY, folder.toString());
    }

    /** All members are looked up before the first is used. */
    private void start(Path folder) throws ReflectiveOperationException {
        Field loaded = field("loaded");
        Field[] places = {field("libraryDirPathProperty"), field("tempDirectory")};
        Field[] handles = {field("ortApiHandle"), field("ortTrainingApiHandle"), field("ortCompileApiHandle")};
        Field[] facts = {field("trainingEnabled"), field("providers"), field("version")};
        Method load = method("load", String.class);
        Method extract = method("extractProviderLibrary", String.class);
        Method api = method("initialiseAPIBase", int.class);
        Method training = method("initialiseTrainingAPIBase", long.class, int.class);
        Method compile = method("initialiseCompileAPIBase", long.class);
        Method providers = method("initialiseProviders", long.class);
        Method version = method("initialiseVersion");
        int number = apiVersion();
        if (loaded.getBoolean(null)) {
            return;
        }
        places[0].set(null, folder.toString());
        places[1].set(null, folder);
        extract.invoke(null, "onnxruntime_providers_shared");
        for (String library : NativeLibraries.REQUIRED) {
            load.invoke(null, library);
        }
        long handle = (long) api.invoke(null, number);
        if (handle == 0) {
            throw new UnsatisfiedLinkError("ONNX Runtime's classes are not of the version of its native library");
        }
        handles[0].set(null, handle);
        handles[1].set(null, training.invoke(null, handle, number));
        handles[2].set(null, compile.invoke(null, handle));
        facts[0].set(null, handles[1].getLong(null) != 0);
        facts[1].set(null, providers.invoke(null, handle));
        facts[2].set(null, version.invoke(null));
        loaded.set(null, true);
    }

    /** The newest that the classes know, as in {@code init()}. */
    private int apiVersion() throws ReflectiveOperationException {
        int newest = 0;
        for (Field one : runtime.getDeclaredFields()) {
            if (one.getName().startsWith(API_VERSION)) {
                newest = Math.max(newest, field(one.getName()).getInt(null));
            }
        }
        if (newest == 0) {
            throw new NoSuchFieldException(API_VERSION);
        }
        return newest;
    }

    private Field field(String name) throws NoSuchFieldException {
        Field field = runtime.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private Method method(String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = runtime.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        return cause instanceof IOException exception ? exception : new IOException(cause);
    }
}
