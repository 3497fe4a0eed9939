package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDateTest {
    /** In Rome it is the next day already. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T23:30:00Z"), ZoneId.of("Europe/Rome"));

    @Test
    void isTodayWhereTheClockStands() {
        assertThat(PictureDate.of(Map.of(), CLOCK)).isEqualTo(LocalDate.of(2026, 3, 2));
        assertThat(PictureDate.of(Map.of("SOURCE_DATE_EPOCH", ""), CLOCK)).isEqualTo(LocalDate.of(2026, 3, 2));
    }

    @Test
    void isThatOfTheEnvironmentInUtc() {
        assertThat(PictureDate.of(Map.of("SOURCE_DATE_EPOCH", "86399"), CLOCK)).isEqualTo(LocalDate.of(1970, 1, 1));
        assertThat(PictureDate.of(Map.of("SOURCE_DATE_EPOCH", "86400"), CLOCK)).isEqualTo(LocalDate.of(1970, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "1.5", "9223372036854775807"})
    void whatIsNoNumberOfSecondsIsRefused(String told) {
        assertThatThrownBy(() -> PictureDate.of(Map.of("SOURCE_DATE_EPOCH", told), CLOCK))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("The environment variable SOURCE_DATE_EPOCH is \"" + told
                        + "\" but must be a number of seconds since 1970; leave it out for today's date.");
    }
}
