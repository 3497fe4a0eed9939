package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * Ids that a file of a model's configuration calls the end of a text and that end none, as another file counts.
 *
 * @param ids token ids that no other file which counts has, at least one
 * @param file the file that names them
 * @param counting the file whose ids end a text
 */
public record DroppedEnds(List<Integer> ids, Path file, Path counting) {
    /** Copies the list. */
    public DroppedEnds {
        ids = List.copyOf(ids);
    }
}
