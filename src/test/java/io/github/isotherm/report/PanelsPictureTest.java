package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.Rest;
import io.github.isotherm.report.PanelsPicture.Drawn;
import io.github.isotherm.report.PanelsPicture.Rows;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PanelsPictureTest {
    private static final NextTokens NEXT = new NextTokens(
            9,
            List.of(new Distribution(
                    0.5,
                    "temperature=0.5",
                    1,
                    2.718,
                    9,
                    3,
                    0,
                    List.of(),
                    List.of(),
                    new Rest(9, 1),
                    List.of(
                            new Candidate(" a", List.of(1), -1.4, 0.25, 0.625, 1),
                            new Candidate(" b", List.of(2), -1.9, 0.15, 0.375, 2),
                            new Candidate(" c", List.of(3), Double.NEGATIVE_INFINITY, 0, 0, null)),
                    null)));

    private static String svg(Rows rows, @Nullable Drawn drawn) {
        return new PanelsPicture("tiny", "It ___", NEXT, rows, drawn, LocalDate.of(2026, 3, 2)).svg();
    }

    @Test
    void barsAreWhatTheirAxisSays() {
        assertThat(svg(Rows.WORDS_BY_SHARE, null))
                .contains("data-value=\"0.625\"", "data-value=\"0.375\"", ">share among the words listed<")
                .doesNotContain("others", "data-value=\"0.25\"");
        assertThat(svg(Rows.WORDS_BY_PROBABILITY, null))
                .contains("data-value=\"0.25\"", "data-value=\"0.15\"", ">probability over the whole vocabulary<")
                .doesNotContain("others", "data-value=\"0.625\"");
    }

    /** Two of the nine that are in play are listed; the third was dropped. */
    @Test
    void tokensLeaveARest() {
        assertThat(svg(Rows.TOKENS, null)).contains("7 others", "data-value=\"0.6\"", ">probability over the whole");
    }

    @Test
    void saysModelDateTemperatureAndChain() {
        assertThat(svg(Rows.TOKENS, null))
                .contains("<title>It ___</title>", "tiny, 2026-03-02. Next token, exact, at T = 0.5.")
                .contains("T = 0.5: entropy 1.000 nats, 2.72 effective candidates", "chain temperature=0.5")
                .doesNotContain("seed");
    }

    @Test
    void completionsStandUnderTheBarsWithTheirSeed() {
        String svg = svg(Rows.TOKENS, new Drawn(42, 17, List.of(" b\nc")));
        assertThat(svg.replaceAll("</text>\n<text[^>]*>", ""))
                .contains("a completion of at most 17 tokens, seed 42, the same random numbers", "&quot; b\\nc&quot;");
    }

    @Test
    void completionsAreOneATemperature() {
        assertThatThrownBy(() -> svg(Rows.TOKENS, new Drawn(42, 17, List.of("a", "b"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "texts has 2 completions but must have one for each of the 1 temperatures, or none at all.");
    }
}
