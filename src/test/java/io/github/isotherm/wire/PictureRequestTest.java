package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.TemperatureSweep.Word;
import io.github.isotherm.report.PanelsPicture.Rows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureRequestTest {
    private static final String ASKED = "\"asked\":{\"ids\":[1],\"temperatures\":[0.5,1]}";
    private static final String LISTED = "\"listed\":[{\"text\":\" a\",\"ids\":[7,8]}]";

    private static PictureRequest read(String fields) {
        return PictureRequest.read(("{" + fields + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String fields, String sentence) {
        assertThatThrownBy(() -> read(fields))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void readsWhatIsShown() {
        PictureRequest request = read(
                "\"asked\":{\"prompt\":\"It ___\",\"ids\":[1,2],\"branched\":1,\"temperatures\":[0.5,1],\"seed\":9,\"max_tokens\":3},"
                        + LISTED + ",\"rows\":\"tokens\",\"texts\":[\"x\",\"y\"]");
        assertThat(request.asked().prompt()).isEqualTo("It ___");
        assertThat(request.asked().ids()).containsExactly(1, 2);
        assertThat(request.asked().branched()).isEqualTo(1);
        assertThat(request.asked().temperatures()).containsExactly(0.5, 1.0);
        assertThat(request.asked().seed()).isEqualTo(9);
        assertThat(request.asked().maxTokens()).isEqualTo(3);
        assertThat(request.listed()).containsExactly(new Word(" a", List.of(7, 8)));
        assertThat(request.rows()).isEqualTo(Rows.TOKENS);
        assertThat(request.texts()).containsExactly("x", "y");
    }

    @ParameterizedTest
    @CsvSource({"words_by_share,WORDS_BY_SHARE", "words_by_probability,WORDS_BY_PROBABILITY", "tokens,TOKENS"})
    void rowsAreNamed(String name, Rows rows) {
        assertThat(read(ASKED + "," + LISTED + ",\"rows\":\"" + name + "\"").rows())
                .isEqualTo(rows);
    }

    @Test
    void whatIsMissingOrUnknownIsRefused() {
        String rows = ",\"rows\":\"tokens\"";
        assertRefused(LISTED + rows, "asked is  but must be an object");
        assertRefused(
                "\"asked\":{\"ids\":[1]}," + LISTED + rows, "temperatures is a list of 0 but must be a list of 1");
        assertRefused(ASKED + rows, "listed is a list of 0 but must be a list of 1 to 100");
        assertRefused(ASKED + "," + LISTED, "rows is \"\" but must be one of words_by_share, words_by_probability");
        assertRefused(ASKED + ",\"listed\":[3]" + rows, "listed is 3 but must be an object");
        assertRefused(ASKED + ",\"listed\":[{\"text\":\"a\"}]" + rows, "A candidate is empty");
        assertRefused(ASKED + "," + LISTED + rows + ",\"colour\":1", "There is no field \"colour\"");
    }

    @Test
    void aPictureIsOfBoundedSize() {
        String rows = ",\"rows\":\"tokens\"";
        String many = "0,".repeat(16) + "0";
        assertRefused(
                "\"asked\":{\"ids\":[1],\"temperatures\":[" + many + "]}," + LISTED + rows,
                "temperatures is a list of 17 but must be a list of 1 to 16");
        String words = "{\"text\":\"a\",\"ids\":[1]},".repeat(100) + "{\"text\":\"a\",\"ids\":[1]}";
        assertRefused(ASKED + ",\"listed\":[" + words + "]" + rows, "listed is a list of 101");
        assertRefused(
                "\"asked\":{\"ids\":[1],\"temperatures\":[1],\"seed\":1}," + LISTED + rows + ",\"texts\":[\""
                        + "x".repeat(10_001) + "\"]",
                "length of a text is 10001 but must be at most 10000");
    }

    @Test
    void textsNeedTheSeedThatMadeThem() {
        assertRefused(
                ASKED + "," + LISTED + ",\"rows\":\"tokens\",\"texts\":[\"x\",\"y\"]",
                "The picture has texts but no seed");
    }
}
