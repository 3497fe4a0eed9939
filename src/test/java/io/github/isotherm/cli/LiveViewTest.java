package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.Rest;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.TerminalText;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveViewTest {
    private static final Vocabulary WORDS = new Vocabulary() {
        @Override
        public int size() {
            return 100;
        }

        @Override
        public String text(int id) {
            return id == 1 ? " 日本語" : " token" + id;
        }

        @Override
        public boolean isSpecial(int id) {
            return false;
        }

        @Override
        public byte[] bytes(int id) {
            return text(id).getBytes(StandardCharsets.UTF_8);
        }
    };

    private static Distribution distribution(int tokens, int words) {
        List<TopToken> top = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            top.add(new TopToken(i, -i, 0.1, i + 1));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            candidates.add(new Candidate(" word" + i, List.of(i), -1, 0.3, 0.25, 1));
        }
        return new Distribution(
                1, "temperature=1", 2.5, 12.18, 100, 40, 0.125, List.of(), top, new Rest(91, 0.1), candidates);
    }

    private static List<String> lines(int columns, int rows, int tokens, String note, BarStyle bars) {
        return new LiveView(
                        "This is a\n\033[2J wonderful " + "day ".repeat(40),
                        LiveSettings.at(0.5),
                        7,
                        note,
                        false,
                        List.of(),
                        distribution(tokens, 3),
                        List.of(distribution(tokens, 3), distribution(tokens, 3)),
                        WORDS,
                        bars)
                .lines(columns, rows, 9);
    }

    @ParameterizedTest
    @CsvSource({"80,24", "120,40", "200,60", "60,16", "40,10", "20,5", "8,3", "1,1"})
    void aWindowOfAnySizeIsFilledAndNeverOverrun(int columns, int rows) {
        for (BarStyle bars : BarStyle.values()) {
            List<String> lines = lines(columns, rows, 9, "a note ".repeat(50), bars);
            assertThat(lines).hasSizeBetween(1, rows);
            assertThat(lines).allMatch(line -> TerminalText.width(line) <= Math.max(columns, 1));
            assertThat(String.join("", lines)).doesNotContain("\n", "\033");
        }
    }

    @Test
    void whatMattersIsThereInEightyByTwentyFour() {
        List<String> lines = lines(80, 24, 9, "", BarStyle.UNICODE);
        assertThat(lines.get(0)).startsWith("…").endsWith("day  ___");
        assertThat(lines.get(1)).contains("●").endsWith("T = 0.50");
        assertThat(lines.get(2))
                .startsWith("entropy 2.500 nats  12.18 effective")
                .endsWith("tail 0.125000");
        assertThat(lines).filteredOn(line -> line.contains("token")).hasSize(8);
        assertThat(lines).anyMatch(line -> line.startsWith("2  \" 日本語\"     0.100000  "));
        assertThat(lines).filteredOn(line -> line.contains("\" word")).hasSize(3);
        assertThat(lines).anyMatch(line -> line.equals("chain temperature=0.5   seed 7"));
        assertThat(lines).anyMatch(line -> line.endsWith("? keys  q quit"));
    }

    @Test
    void nothingMovesWhenTokensAreCut() {
        List<String> nine = lines(80, 24, 9, "", BarStyle.UNICODE);
        List<String> two = lines(80, 24, 2, "", BarStyle.UNICODE);
        assertThat(two).hasSameSizeAs(nine);
        assertThat(two.indexOf("chain temperature=0.5   seed 7"))
                .isEqualTo(nine.indexOf("chain temperature=0.5   seed 7"));
    }

    @Test
    void aTerminalWithoutUnicodeGetsNone() {
        assertThat(String.join("", lines(120, 40, 1, "", BarStyle.ASCII))).matches("\\p{ASCII}*");
        assertThat(String.join("", LiveKeys.all(BarStyle.ASCII))).matches("\\p{ASCII}*");
    }
}
