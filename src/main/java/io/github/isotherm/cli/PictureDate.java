package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** The day that a picture says it was made on. */
final class PictureDate {
    /** Seconds since 1970 (reproducible-builds.org), for who wants the same bytes on every day. */
    static final String VARIABLE = "SOURCE_DATE_EPOCH";

    private PictureDate() {}

    /** That of the environment variable, in UTC; else today. */
    static LocalDate of(Map<String, String> environment, Clock clock) {
        String told = environment.getOrDefault(VARIABLE, "");
        if (told.isEmpty()) {
            return LocalDate.now(clock);
        }
        try {
            return LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(told)), ZoneOffset.UTC);
        } catch (NumberFormatException | DateTimeException e) {
            throw new InvalidValueException("The environment variable " + VARIABLE + " is \"" + told
                    + "\" but must be a number of seconds since 1970; leave it out for today's date.");
        }
    }
}
