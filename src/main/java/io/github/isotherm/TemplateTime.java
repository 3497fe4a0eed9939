package io.github.isotherm;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time that chat templates read: the one given, or now when one is first read, and from then on the same. It tells
 * whether it was read, so that an answer that depends on the day can be had again on another. Templates see no time zone, so
 * it has none. Thread-safe.
 */
public final class TemplateTime extends Clock {
    private final @Nullable LocalDateTime given;
    private final Clock now;
    private @Nullable LocalDateTime read;

    private TemplateTime(@Nullable LocalDateTime given, Clock now) {
        this.given = given;
        this.now = now;
    }

    /**
     * A time, given or chosen.
     *
     * @param time what templates read, or null for now, in whole seconds
     * @return the time
     */
    public static TemplateTime of(@Nullable LocalDateTime time) {
        return new TemplateTime(time, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * The time of a clock when a template first reads it.
     *
     * @param clock read once, with its time zone, in whole seconds
     * @return the time
     */
    public static TemplateTime from(Clock clock) {
        return new TemplateTime(null, clock);
    }

    /**
     * A time as it is written.
     *
     * @param text a date such as {@code 2024-07-26}, or with a time of day such as {@code 2024-07-26T14:05}
     * @return that time; midnight where only a date is given
     * @throws InvalidValueException when it is neither
     */
    public static LocalDateTime parse(String text) {
        try {
            return text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw Checks.invalid("the date", text, "such as 2024-07-26 or 2024-07-26T14:05");
        }
    }

    /**
     * The time that a template read.
     *
     * @return the time, or empty where none has read it
     */
    public synchronized Optional<LocalDateTime> read() {
        return Optional.ofNullable(read);
    }

    /** The time as a clock of {@link #getZone} tells it. */
    @Override
    public synchronized Instant instant() {
        LocalDateTime time = read;
        if (time == null) {
            time = given == null ? LocalDateTime.now(now).truncatedTo(ChronoUnit.SECONDS) : given;
            read = time;
        }
        return time.toInstant(ZoneOffset.UTC);
    }

    /** Always UTC, in which a time without a zone is itself. */
    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The time in another zone, as of now. */
    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
