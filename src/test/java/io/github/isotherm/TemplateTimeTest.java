package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTimeTest {
    private static final Instant NOON = Instant.parse("2024-07-26T12:00:00.5Z");
    private static final List<Map<String, String>> HI = List.of(Map.of("role", "user", "content", "Hi"));

    /** A clock that goes on by a minute whenever it is read. */
    private static final class Running extends Clock {
        private Instant next = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.ofHours(2);
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            Instant now = next;
            next = now.plus(Duration.ofMinutes(1));
            return now;
        }
    }

    @Test
    void standsStillOnceRead() {
        TemplateTime time = TemplateTime.from(new Running());
        ChatFormat format =
                ChatFormat.of("{{ strftime_now('%H:%M:%S.%f') }}", Map.of()).withClock(time);
        assertThat(time.read()).isEmpty();
        assertThat(format.prompt(HI, List.of())).isEqualTo("14:00:00.000000");
        assertThat(format.prompt(HI, List.of())).isEqualTo("14:00:00.000000");
        assertThat(time.read()).contains(LocalDateTime.of(2024, 7, 26, 14, 0));
    }

    @Test
    void aTemplateWithoutADateReadsNone() {
        TemplateTime time = TemplateTime.of(LocalDateTime.of(2024, 7, 26, 14, 0));
        assertThat(ChatFormat.of("Hi", Map.of()).withClock(time).prompt(HI, List.of()))
                .isEqualTo("Hi");
        assertThat(time.read()).isEmpty();
    }

    @Test
    void aRenderingHasOneTimeWhateverTheClockDoes() {
        ChatFormat format = ChatFormat.of("{{ strftime_now('%M') }} {{ strftime_now('%M') }}", Map.of());
        assertThat(format.withClock(new Running()).prompt(HI, List.of())).isEqualTo("00 00");
    }

    @Test
    void isWrittenAsADateOrWithATimeOfDay() {
        assertThat(TemplateTime.parse("2024-07-26")).isEqualTo(LocalDateTime.of(2024, 7, 26, 0, 0));
        assertThat(TemplateTime.parse("2024-07-26T14:05")).isEqualTo(LocalDateTime.of(2024, 7, 26, 14, 5));
        assertThat(TemplateTime.parse("2024-07-26T14:05:09.123456"))
                .isEqualTo(LocalDateTime.of(2024, 7, 26, 14, 5, 9, 123_456_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "26.7.2024", "2024-02-30", "2024-07-26T25:00", "2024-07-26T14:05Z", "1721988000"})
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> TemplateTime.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2024-07-26T14:05");
    }
}
