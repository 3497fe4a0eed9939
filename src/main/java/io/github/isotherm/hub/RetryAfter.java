package io.github.isotherm.hub;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d+");
    /** More digits are more than a century. */
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long to wait; empty where the header says nothing that is known, zero where its date is past. */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            String digits = text.replaceFirst("^0+(?=.)", "");
            return Optional.of(
                    Duration.ofSeconds(digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits)));
        }
        return date(text)
                .map(date -> Duration.between(now, date))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
