package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime's environment until the process is gone. Its own shutdown hook frees it under threads that are opening a
 * model, which can take the JVM down (report 31352 of its repository); but the native environment counts its owners, so one
 * more, which never gives it back, keeps it alive. Where the runtime has other members than those of 1.28, or its module is
 * not open to isotherm, things stay as they are.
 */
final class LastingEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(LastingEnvironment.class);
    private static final String HANDLE = "ortApiHandle";
    private static final String OWN = "createHandle";

    private LastingEnvironment() {}

    /** Takes a share of the environment that exists; whether that could be done. */
    static boolean keep(Class<?> runtime, Class<?> environment, int level) {
        try {
            Field handle = runtime.getDeclaredField(HANDLE);
            Method own = environment.getDeclaredMethod(OWN, long.class, int.class, String.class);
            handle.setAccessible(true);
            own.setAccessible(true);
            own.invoke(null, handle.getLong(null), level, "isotherm");
            return true;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            LOG.debug("ONNX Runtime's environment ends with the program's shutdown, not after it", e);
            return false;
        }
    }

    static boolean keep(int level) {
        try {
            ClassLoader loader = OrtEnvironment.class.getClassLoader();
            return keep(Class.forName("ai.onnxruntime.OnnxRuntime", false, loader), OrtEnvironment.class, level);
        } catch (ClassNotFoundException e) {
            LOG.debug("ONNX Runtime has other classes than those of 1.28", e);
            return false;
        }
    }
}
