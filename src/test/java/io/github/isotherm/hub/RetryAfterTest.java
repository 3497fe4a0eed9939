package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.GRAPH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A busy server is waited for as long as it asks, within a limit, and each wait is told. */
class RetryAfterTest extends PullTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                "0 | PT0S",
                " 007 | PT7S",
                "Sun, 01 Mar 2026 12:00:30 GMT | PT30S",
                "Sun, 01 Mar 2026 11:00:00 GMT | PT0S"
            })
    void secondsAndDates(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOON)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "Sun, 01 Foo 2026 12:00:30 GMT", "2026-03-01T12:00:00Z"})
    void whatIsNeitherSaysNothing(String header) {
        assertThat(RetryAfter.parse(header, NOON)).isEmpty();
    }

    @Test
    void moreDigitsThanANumberHasAreVeryLong() {
        assertThat(RetryAfter.parse("9".repeat(100), NOON).orElseThrow()).isGreaterThan(Duration.ofDays(365));
    }

    /** The first so many answers to a question. */
    private void busy(String asked, int times, int status, String... headers) {
        AtomicInteger left = new AtomicInteger(times);
        hub.answers.put(asked, exchange -> {
            if (left.decrementAndGet() == 0) {
                hub.answers.remove(asked);
            }
            answer(exchange, status, headers);
        });
    }

    private static void answer(HttpExchange exchange, int status, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    @ParameterizedTest
    @CsvSource({"list, 429", "HEAD config.json, 503", "GET onnx/model.onnx, 429", "GET config.json, 503"})
    void aBusyServerIsWaitedForAndTheUserIsTold(String asked, int status) throws IOException {
        busy(asked, 2, status, "Retry-After", "7");
        isWhole(pull());
        assertThat(pauses.waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        assertThat(waits)
                .allMatch(wait -> wait.startsWith(hub.address() + " answers " + status))
                .hasSize(2);
    }

    /** The local server sets the header Date to its own time. */
    @Test
    void aDateIsWaitedFor() throws IOException {
        busy("list", 1, 503, "Retry-After", "Sun, 01 Mar 2037 12:00:30 GMT");
        assertThat(failure())
                .contains(" answers 503 and asks to wait ")
                .contains(", more than the 120 s that are waited");
        busy("list", 1, 503, "Retry-After", "Sun, 01 Mar 2020 12:00:30 GMT");
        isWhole(pull());
        assertThat(pauses.waits).containsExactly(Duration.ZERO);
    }

    @Test
    void withoutAWordTheWaitsGrow() throws IOException {
        busy("GET " + GRAPH, 3, 502);
        isWhole(pull());
        assertThat(pauses.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void attemptsAreCounted() {
        for (int status : List.of(408, 429, 500, 502, 503, 504)) {
            busy("list", 100, status, "Retry-After", "1");
            hub.requests.clear();
            String many = status == 429 ? " (too many requests)" : "";
            assertThat(failure())
                    .isEqualTo(fault(hub.address() + " answers " + status + many + ", also at the last of 4 attempts"));
            assertThat(hub.requests).hasSize(4);
        }
    }

    @Test
    void aWaitBeyondTheLimitEndsAtOnce() throws IOException {
        busy("list", 100, 429, "Retry-After", "3600");
        assertThat(failure())
                .isEqualTo(fault(
                        hub.address() + " answers 429 (too many requests) and asks to wait 3600 s, more than the 120 s"
                                + " that are waited (in a command --max-wait)"));
        assertThat(hub.requests).hasSize(1);
        limits = new DownloadLimits(limits.patience(), Duration.ofHours(2), limits.unannounced());
        busy("list", 1, 429, "Retry-After", "3600");
        isWhole(pull());
        assertThat(pauses.waits).containsExactly(Duration.ofHours(1));
        limits = new DownloadLimits(limits.patience(), Duration.ZERO, limits.unannounced());
        busy("list", 1, 429, "Retry-After", "1");
        assertThat(failure()).contains("asks to wait 1 s, more than the 0 s that are waited");
    }
}
