package io.github.isotherm.onnx;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/** A function of the C library, as the process has it: no file is searched for. */
final class SystemFunction {
    private SystemFunction() {}

    /**
     * A function by its name.
     *
     * @throws LinkageError where the system has none of that name, or JNA cannot be loaded
     */
    static Function of(String name) {
        return NativeLibrary.getProcess().getFunction(name);
    }
}
