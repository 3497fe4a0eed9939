package io.github.isotherm.batch;

import io.github.isotherm.error.InvalidValueException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are a row's parts.
 *
 * @param id the column of ids; null for {@code id}, and the rows' numbers where there is none
 * @param prompt the column of prompts; null for {@code prompt}
 * @param text the column of texts that are scored behind their prompts; null for {@code text} where there is one
 */
public record TableColumns(
        @Nullable String id,
        @Nullable String prompt,
        @Nullable String text) {
    /** The usual names. */
    public static final TableColumns USUAL = new TableColumns(null, null, null);

    /** What a file without columns cannot have. */
    void refuseAny(Path file) {
        String named = id != null ? id : prompt != null ? prompt : text;
        if (named != null) {
            throw new InvalidValueException("A column (" + named + ") is named, but " + file
                    + " is no table (.csv, .tsv); leave it out, or give one.");
        }
    }
}
