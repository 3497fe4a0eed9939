package io.github.isotherm.files;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A path that a variable of the environment names. */
public final class NamedPath {
    private NamedPath() {}

    /**
     * The path.
     *
     * @param variable its name
     * @param value what it holds
     * @return the path, whether there is such a file or not
     * @throws InvalidValueException naming the variable, when it cannot be the path of a file here
     */
    public static Path of(String variable, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new InvalidValueException(
                    variable + " cannot be used: " + Fault.of(e, "").sentence().text());
        }
    }
}
