package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ids that end a completion.
 *
 * @param ids token ids
 * @param file the file that names them, empty where none does
 */
record EndTokens(List<Integer> ids, Optional<Path> file) {
    /** Of the first file that names any. */
    static EndTokens of(JsonFile genai, JsonFile config, JsonFile generation) {
        EndTokens ends = in(generation, "eos_token_id");
        ends = ends.ids.isEmpty() ? in(genai, "model", "eos_token_id") : ends;
        ends = ends.ids.isEmpty() ? in(config, "eos_token_id") : ends;
        return ends.ids.isEmpty() ? in(config, "text_config", "eos_token_id") : ends;
    }

    private static EndTokens in(JsonFile file, String... keys) {
        List<Integer> ids = file.ids(keys);
        return new EndTokens(ids, ids.isEmpty() ? Optional.empty() : Optional.of(file.path()));
    }
}
