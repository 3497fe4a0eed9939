package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * An id that ends a completion.
 *
 * @param id a token id
 * @param files the files that say so, at least one
 */
public record EndToken(int id, List<Path> files) {
    /** Copies the list. */
    public EndToken {
        files = List.copyOf(files);
    }
}
