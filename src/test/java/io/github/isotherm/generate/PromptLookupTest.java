package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLookupTest {
    private static TokenSequence ids(String text) {
        return TokenSequence.of(text.chars().toArray());
    }

    private static String text(Draft draft) {
        return java.util.Arrays.stream(draft.ids().toArray())
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({
        // what followed the only earlier place
        "abcdea, 3, bcd, 1",
        // the place with more equal tokens before it, not the later one
        "xay-za+xa, 1, y, 2",
        // the later one of equals
        "ab;ac.a, 2, c., 1",
        // at the end of the text it goes on with itself
        "abcabc, 8, abcabcab, 3",
        "aaa, 5, aaaaa, 2",
        "-ab-ab, 4, -ab-, 3",
    })
    void goesOnAsTheTextDidWhereItsEndStoodBefore(String text, int most, String guess, int evidence) {
        Draft draft = new PromptLookup().draft(ids(text), most);
        assertThat(text(draft)).isEqualTo(guess);
        assertThat(draft.evidence()).isEqualTo(evidence);
    }

    @ParameterizedTest
    @CsvSource({"a", "abcdef"})
    void guessesNothingAfterATokenThatIsNew(String text) {
        assertThat(new PromptLookup().draft(ids(text), 4)).isEqualTo(Draft.NONE);
    }

    /** Places before the last 64 of a token are not looked at, however much they match. */
    @Test
    void looksAtTheLatestPlacesOnly() {
        String match = "wxyza";
        assertThat(text(new PromptLookup().draft(ids(match + "!" + "a.".repeat(63) + match), 1)))
                .isEqualTo("!");
        assertThat(text(new PromptLookup().draft(ids(match + "!" + "a.".repeat(64) + match), 1)))
                .isEqualTo(".");
    }

    @Test
    void readsATextThatGrowsAsOneThatIsWhole() {
        Random random = new Random(5);
        TokenBuffer growing = new TokenBuffer();
        PromptLookup one = new PromptLookup();
        for (int i = 0; i < 2000; i++) {
            growing.add(random.nextInt(1 + i % 7));
            if (random.nextInt(3) == 0) {
                Draft draft = one.draft(growing, 6);
                Draft whole = new PromptLookup().draft(TokenSequence.of(growing.toArray()), 6);
                assertThat(draft.ids().toArray()).isEqualTo(whole.ids().toArray());
                assertThat(draft.evidence()).isEqualTo(whole.evidence());
            }
        }
    }
}
