package io.github.isotherm.hub;

import io.github.isotherm.error.Checks;
import java.time.Duration;

/**
 * The limits of a download that are a choice; {@code limits.md} lists them with those that are fixed.
 *
 * @param patience how long a connection may take to be made, a server to begin its answer, and each further KiB of a body to
 *     come; above 0 and at most a day
 * @param longestWait the longest wait that a busy server may ask for ({@code Retry-After}); from 0, where no such wait is
 *     granted, to a day
 * @param unannounced the most bytes of a file whose size the hub does not say, at least 0; others have as many as it says
 */
public record DownloadLimits(Duration patience, Duration longestWait, long unannounced) {
    /** 20 seconds of patience, waits of at most two minutes, 1 GiB where no size is said. */
    public static final DownloadLimits USUAL =
            new DownloadLimits(Duration.ofSeconds(20), Duration.ofMinutes(2), 1L << 30);

    private static final int DAY = 86_400;
    private static final double MILLIS = 1000;

    /**
     * Checks.
     *
     * @throws io.github.isotherm.error.InvalidValueException when one is outside its range
     */
    public DownloadLimits {
        Checks.aboveUpTo("The timeout of a download in seconds", patience.toMillis() / MILLIS, 0, DAY);
        Checks.between("The longest wait of a download in seconds", longestWait.toMillis() / MILLIS, 0, DAY);
        Checks.nonNegative("The most bytes of a file of unknown size", (double) unannounced);
    }

    /**
     * As a person gives them; files of unknown size have the usual limit.
     *
     * @param patience seconds, in [1, 86400]
     * @param longestWait seconds, in [0, 86400]
     * @return the limits
     * @throws io.github.isotherm.error.InvalidValueException when one is outside its range
     */
    public static DownloadLimits ofSeconds(int patience, int longestWait) {
        Checks.between("--timeout", patience, 1, DAY);
        Checks.between("--max-wait", longestWait, 0, DAY);
        return new DownloadLimits(Duration.ofSeconds(patience), Duration.ofSeconds(longestWait), USUAL.unannounced());
    }
}
