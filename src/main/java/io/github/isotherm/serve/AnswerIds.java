package io.github.isotherm.serve;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * What tells one answer from another.
 *
 * @param suffixes the end of an id, another one each time
 * @param clock when an answer was made
 */
record AnswerIds(Supplier<String> suffixes, InstantSource clock) {
    private static final int BYTES = 12;

    /** By chance, and by the system's clock. */
    static AnswerIds random() {
        SecureRandom random = new SecureRandom();
        return new AnswerIds(
                () -> {
                    byte[] bytes = new byte[BYTES];
                    random.nextBytes(bytes);
                    return HexFormat.of().formatHex(bytes);
                },
                InstantSource.system());
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
