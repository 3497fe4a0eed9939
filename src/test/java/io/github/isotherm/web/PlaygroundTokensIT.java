package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that differ look different, and a usual word looks like one. */
class PlaygroundTokensIT extends PlaygroundPage {
    @BeforeEach
    void opened() {
        open("r=words");
    }

    private Object told(String function, String json, Object id) {
        return page.evaluate(
                "async ([name, json, id]) => (await import('/token-text.js'))[name](JSON.parse(json), id ?? undefined)",
                java.util.Arrays.asList(function, json, id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\" day\"          | day",
                "\"day\"           | ‿day",
                "\" \"             | ␣",
                "\"  \"            | ␣␣",
                "\"  day\"         | ␣␣day",
                "\" a lovely day\" | a lovely day",
                "\" 7\"            | 7",
                "\",\"             | ,",
                "\" ,\"            | ␣,",
                "\"\\n\"           | ⏎",
                "\"\\r\\n\"        | ␍⏎",
                "\"\\t\"           | ⇥",
                "\"\\u200b\"       | ⟨U+200B⟩",
                "\"\\u00a0\"       | ⟨U+00A0⟩",
                "\"\\u0301\"       | ◌\u0301",
                "\" e\\u0301\"     | e◌\u0301",
                "\"\\u212b\"       | ‿⟨U+212B⟩",
                "\"␣\"             | ⟨U+2423⟩",
                "\"‿day\"          | ⟨U+203F⟩day",
                "\"day \"          | ‿day␣",
            })
    void aTokenIsShownWithWhatCannotBeSeen(String json, String shown) {
        assertThat(told("tokenText", json, null)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"\"\ufffd\",\ufffd⟨131⟩", "\"\",⟨131⟩"})
    void bytesThatAreNoTextAreToldApartByTheirId(String json, String shown) {
        assertThat(told("tokenText", json, 131)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\" day\"       | Continue with day",
                "\"day\"        | Continue with ‿day: no blank before it",
                "\"  \"         | Continue with ␣␣: blanks: 2",
                "\"\\n\\n\"     | Continue with ⏎⏎: line ends: 2",
                "\"\\t\"        | Continue with ⇥: tabs: 1",
                "\"\\u200b\"    | Continue with ⟨U+200B⟩: signs that are not seen: 1",
                "\"\\ufffd\"    | Continue with \ufffd: bytes that are no whole sign: 1",
            })
    void itsNameSaysItToo(String json, String label) {
        String shown = (String) told("tokenText", json, null);
        assertThat(page.evaluate(
                        "async ([json, shown]) => (await import('/token-text.js')).branchLabel(JSON.parse(json), shown)",
                        List.of(json, shown)))
                .isEqualTo(label);
    }

    /** As a browser shows them: composed, runs of blanks as one, none at the ends. */
    @Test
    @SuppressWarnings("unchecked")
    void noTwoTokensOfTheVocabularyLookTheSame() {
        List<String> shown = (List<String>)
                page.evaluate(
                        "async () => { const { tokenText } = await import('/token-text.js');"
                                + " const { texts } = await (await fetch('/api/vocabulary')).json();"
                                + " return texts.map((text, id) => tokenText(text, id).normalize('NFC').replace(/\\s+/g, ' ').trim()); }");
        assertThat(shown).hasSize(model.vocabularySize()).doesNotContain("");
        Map<String, Integer> seen = new LinkedHashMap<>();
        Map<String, String> same = new LinkedHashMap<>();
        for (int id = 0; id < shown.size(); id++) {
            Integer other = seen.putIfAbsent(shown.get(id), id);
            if (other != null) {
                same.put(shown.get(id), other + " and " + id);
            }
        }
        assertThat(same).isEmpty();
        long plain = shown.stream().filter(text -> text.matches("\\p{L}+")).count();
        assertThat(plain).as("usual words").isGreaterThan(20_000);
    }

    @Test
    void theTableAndThePanelsShowThem() {
        page.locator("#search").fill("day");
        int joined = model.encode("day")[0];
        int word = model.word("day").ids().get(0);
        assertThat(page.locator("#tokens tr[data-id='" + word + "'] button")).hasText("day");
        page.locator("#search").fill(Integer.toString(joined));
        assertThat(page.locator("#tokens tr[data-id='" + joined + "'] button")).hasText("‿day");
        assertThat(page.locator("#tokens tr[data-id='" + joined + "'] .sign")).hasText("‿");
        assertThat(page.locator("#words li").first()).containsText("day");
        assertThat(page.locator(".panel tr[data-token=' day'] button").first()).hasText("day");
        Chromium.audit(page);
    }
}
