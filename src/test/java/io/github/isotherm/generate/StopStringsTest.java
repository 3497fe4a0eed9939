package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static String said(StopStrings stops, String... pieces) {
        StringBuilder said = new StringBuilder();
        for (String piece : pieces) {
            if (!stops.isStopped()) {
                said.append(
                        piece.startsWith("<")
                                ? stops.passSpecial(piece).plain()
                                : stops.pass(piece).plain());
            }
        }
        return said.append(stops.isStopped() ? "" : stops.flush().plain()).toString();
    }

    @Test
    void theEarliestStopCuts() {
        assertThat(said(new StopStrings(List.of("bc", "abcd")), "xabc", "d")).isEqualTo("xa");
        assertThat(said(new StopStrings(List.of("abcd", "c")), "xab", "c", "d")).isEqualTo("xab");
        assertThat(said(new StopStrings(List.of("aab")), "a", "a", "a", "b", "c"))
                .isEqualTo("a");
    }

    @Test
    void whatOnlyBeginsAStopComesInTheEnd() {
        assertThat(said(new StopStrings(List.of("abc")), "ab", "ab", "x", "ab")).isEqualTo("ababxab");
    }

    @Test
    void aSpecialTokenIsPartOfAStopWholeOrNotAtAll() {
        assertThat(said(new StopStrings(List.of("a<s>b")), "xa", "<s>", "bc")).isEqualTo("x");
        assertThat(said(new StopStrings(List.of("s>b")), "xa", "<s>", "bc")).isEqualTo("xabc");
        assertThat(said(new StopStrings(List.of("ab")), "xa", "<s>", "<s>", "bc"))
                .isEqualTo("x");
    }

    @Test
    void manySpecialTokensWhileAStopIsOpenCostNoMoreThanOneByOne() {
        StopStrings stops = new StopStrings(List.of("ab"));
        Assertions.assertTimeoutPreemptively(SOON, () -> {
            stops.pass("a");
            for (int n = 0; n < 100_000; n++) {
                stops.passSpecial("<|reserved|>");
            }
            assertThat(stops.flush().plain()).isEqualTo("a");
        });
    }

    @Test
    void manyStopsAndLongOnesAreFoundSoon() {
        List<String> many =
                IntStream.range(0, 10_000).mapToObj(n -> "stop number " + n).toList();
        Assertions.assertTimeoutPreemptively(SOON, () -> {
            StopStrings stops = new StopStrings(many);
            for (int n = 0; n < 2_000; n++) {
                stops.pass(" and stop");
            }
            stops.pass(" number 7777");
            assertThat(stops.isStopped()).isTrue();
            StopStrings one = new StopStrings(List.of("ab".repeat(500_000)));
            for (int n = 0; n < 20_000; n++) {
                one.pass(n % 1000 == 999 ? "x" : "ab");
            }
            assertThat(one.isStopped()).isFalse();
        });
    }
}
