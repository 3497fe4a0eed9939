package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Seeds;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What tells one answer from another.
 *
 * @param suffixes the end of an id, another one each time
 * @param clock when an answer was made
 */
public record AnswerIds(Supplier<String> suffixes, InstantSource clock) {
    /**
     * By chance, and by the system's clock.
     *
     * @return ids of their own for each answer
     */
    public static AnswerIds random() {
        return new AnswerIds(
                () -> String.format(Locale.ROOT, "%014x%014x", Seeds.choose(), Seeds.choose()), InstantSource.system());
    }

    /** An id of a kind, such as {@code cmpl}. */
    String next(String kind) {
        return kind + "-" + suffixes.get();
    }

    /** In seconds since 1970. */
    long created() {
        return clock.instant().getEpochSecond();
    }
}
