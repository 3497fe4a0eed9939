package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.DamagedFile;
import java.nio.file.Path;

/** Bytes that are no message of a graph: a length beyond the end, a kind of field that there is not. */
final class MalformedGraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedGraphException(String what) {
        super(what);
    }

    /** As it is told of the file that holds them. */
    ModelException of(Path file) {
        return new ModelException(file + " is not a whole ONNX file; " + DamagedFile.wayOut(file) + ".", this);
    }
}
