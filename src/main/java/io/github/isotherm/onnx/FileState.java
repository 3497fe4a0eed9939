package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What tells a file from the one that was there before, without reading it.
 *
 * @param place its real path
 * @param bytes its size
 * @param changed when it was written
 */
record FileState(Path place, long bytes, Instant changed) {
    /** Of a model's files, the graph first. */
    static List<FileState> of(List<Path> files) {
        try {
            List<FileState> states = new ArrayList<>();
            for (Path file : files) {
                states.add(new FileState(
                        file.toRealPath(),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant()));
            }
            return states;
        } catch (IOException e) {
            throw new ModelException("The files of " + files.get(0) + " cannot be read; check that you may.", e);
        }
    }

    @Override
    public String toString() {
        return place + " " + bytes + " " + changed;
    }
}
