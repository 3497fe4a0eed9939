package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.Rest;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.FirstLook.Sentence;
import io.github.isotherm.sampling.ListedTexts;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstLookTest {
    private static final ListedTexts TEXTS = new ListedTexts(" day", " extraordinarily long token indeed");
    private static final String PROMPT = "It has been raining for days and this is a wonderful";

    private static FirstLook look(String suffix, int considered, Sentence... sentences) {
        Distribution distribution = new Distribution(
                1,
                "",
                1.5,
                4.5,
                1000,
                3,
                0,
                List.of(),
                List.of(new TopToken(0, 3f, 0.75, 1), new TopToken(1, 2f, 0.15, 2)),
                new Rest(998, 0.1),
                List.of(new Candidate(" day", List.of(0), Math.log(0.02), 0.02, 0.8, null)));
        FilledBlank filled = new FilledBlank(suffix, considered, new NextTokens(1000, List.of(distribution)));
        return new FirstLook(PROMPT, filled, List.of(sentences), TEXTS);
    }

    private static Sentence sentence(double temperature, String... words) {
        return new Sentence(
                temperature,
                List.of(words).stream().map(word -> new Piece(word, 0.3)).toList());
    }

    private static String text(List<Piece> line) {
        return line.stream().map(Piece::text).collect(Collectors.joining());
    }

    @Test
    void wordsStandWithTheirProbabilityAndABarOfItsLength() {
        assertThat(look("", 0).words(80, BarStyle.ASCII))
                .containsExactly(
                        "what comes next, of 1,000 tokens:",
                        "  \" day\"                    0.750000  |" + "#".repeat(30) + " ".repeat(10) + "|",
                        "  \" extraordinarily long …  0.150000  |" + "#".repeat(6) + " ".repeat(34) + "|",
                        "  998 others                0.100000  |" + "#".repeat(4) + " ".repeat(36) + "|");
    }

    @Test
    void aBlankInsideShowsWordsByTheWholeSentence() {
        assertThat(look(" to remember", 64).words(100, BarStyle.ASCII))
                .first()
                .asString()
                .contains("64 likeliest words");
        List<String> own = look(" to remember", 0).words(80, BarStyle.ASCII);
        assertThat(own.get(0)).startsWith("your words");
        assertThat(own.get(1)).contains("\" day\"", "0.020000", "#".repeat(32) + " ".repeat(8));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 33, 40, 80, 200})
    void everyLineFitsAndNothingIsLost(int columns) {
        Sentence long1 =
                sentence(0.2, " thing", ",", " as", " everybody", " who", " ever", " was", " here", " knows", ".");
        Sentence other = sentence(1.5, "\nday", " of", " 晴れの日", "!");
        FirstLook look = look("", 0, long1, other);
        assertThat(look.words(columns, BarStyle.UNICODE))
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
        List<List<Piece>> told = look.told(columns);
        assertThat(told)
                .allSatisfy(line -> assertThat(TerminalText.width(text(line))).isLessThanOrEqualTo(columns));
        String all = told.stream()
                .map(FirstLookTest::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", "");
        assertThat(all)
                .contains("T=0.2", "…andthisisawonderfulthing,aseverybodywhoeverwashereknows.")
                .contains("T=1.5", "day")
                .contains("of晴れの日!");
    }

    @Test
    void temperaturesThatSayTheSameShareALine() {
        FirstLook look = look("", 0, sentence(0.2, " day", "."), sentence(0.5, " day."), sentence(1, " end."));
        assertThat(look.told(100)).hasSize(2);
        assertThat(text(look.told(100).get(0))).startsWith("T = 0.2 and 0.5  ").endsWith(" day.");
    }

    @Test
    void piecesKeepTheirProbabilities() {
        List<Piece> line = look("", 0, sentence(1, " day", ".")).told(100).get(0);
        assertThat(line.get(0).probability()).isNaN();
        assertThat(line.subList(1, 3)).extracting(Piece::probability).containsExactly(0.3, 0.3);
        assertThat(line.get(1).text()).isEqualTo(" day");
    }
}
