package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a completion ends beside the model's own ends. */
final class StopOptions {
    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = {
                "Ends a completion and is left out of it; may be given several times (default: the model's own).",
                "The name of a special token is found where that token is."
            })
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--stop-ids",
            split = ",",
            paramLabel = "ID",
            description =
                    "Token ids that end a completion beside the model's own, separated by commas, each whole, at least 0 (default: none).")
    private List<Integer> ids = new ArrayList<>();

    List<String> texts() {
        return texts;
    }

    /** Null where the model's own stop strings count. */
    @Nullable
    List<String> textsOrNull() {
        return texts.isEmpty() ? null : texts;
    }

    List<Integer> ids() {
        ids.forEach(id -> Checks.atLeast("--stop-ids", id, 0));
        return ids;
    }
}
