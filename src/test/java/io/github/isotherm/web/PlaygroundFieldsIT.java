package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.github.isotherm.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that hold one number: what they take, what they refuse, and that they show what is used. */
class PlaygroundFieldsIT extends PlaygroundPage {
    private Locator panel() {
        return page.locator(".panel").first();
    }

    private String hash() {
        return (String) page.evaluate("location.hash");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "5,“5”",
                "2.01,“2.01”",
                "-1,“-1”",
                "`1,5,2`,`“1,5,2”`",
                "1e0,“1e0”",
                "0.123,“0.123”",
                "warm,“warm”",
                "``,nothing"
            })
    void aTemperatureThatIsNoneIsRefusedAndTheOneInUseComesBack(String written, String said) {
        open("");
        Locator field = page.locator("#panel-0");
        field.fill(written);
        assertThat(field).hasAttribute("aria-invalid", "true");
        field.press("Enter");
        Locator refusal = page.locator("#panel-0-refused");
        assertThat(refusal)
                .hasText("Not taken: " + said + ", as it must be from 0 to 2, in hundredths. It stays 0.50.");
        assertThat(field).hasAttribute("aria-describedby", "panel-0-refused");
        field.press("Tab");
        assertThat(field).hasValue("0.50");
        assertThat(field).hasAttribute("aria-invalid", "false");
        assertThat(refusal).isVisible();
        assertThat(panel()).hasAttribute("data-temperature", "0.5");
        page.mouse().click(5, 5);
        assertThat(refusal).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0.7,0.7,`0,70`",
                "`0,7`,0.7,`0,70`",
                "`1,25`,1.25,`1,25`",
                ".3,0.3,`0,30`",
                "2,2,`2,00`",
                "0,0,`0,00`"
            })
    void aTemperatureIsTakenWithAPointOrAComma(String written, String used, String shown) {
        open("it-IT", "");
        Locator field = page.locator("#panel-0");
        field.fill(written);
        assertThat(panel()).hasAttribute("data-temperature", used);
        field.press("Tab");
        assertThat(field).hasValue(shown);
        assertThat(page.locator(".refusal")).hasCount(0);
    }

    @Test
    void arrowsMoveATemperatureUpToItsEnds() {
        open("t=1.99,1");
        page.locator("#panel-0").press("ArrowUp");
        assertThat(panel()).hasAttribute("data-temperature", "2");
        page.locator("#panel-0").press("ArrowUp");
        assertThat(page.locator("#panel-0")).hasAttribute("aria-invalid", "false");
        page.locator("#panel-0").press("ArrowDown");
        page.locator("#panel-0").press("ArrowDown");
        assertThat(panel()).hasAttribute("data-temperature", "1.98");
    }

    @Test
    void aRefusalIsSeenAndReadInItalian() {
        open("it-IT", "");
        page.locator("#panel-0").fill("5");
        page.locator("#panel-0").press("Enter");
        assertThat(page.locator("#panel-0-refused"))
                .hasText("Non preso: “5”, perché deve essere da 0 a 2, in centesimi. Resta 0,50.");
        Chromium.screenshot(page, "refused-1366-light-it");
        Chromium.audit(page);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "seed,seven,42,`a whole number from 0 to 9007199254740991, or nothing`",
                "seed,-1,42,`a whole number from 0 to 9007199254740991, or nothing`",
                "seed,9007199254740992,42,`a whole number from 0 to 9007199254740991, or nothing`",
                "max-tokens,0,40,a whole number from 1 to 512",
                "max-tokens,513,40,a whole number from 1 to 512",
                "max-tokens,``,40,a whole number from 1 to 512",
                "max-tokens,2.5,40,a whole number from 1 to 512"
            })
    void aSeedOrACountThatIsNoneIsRefused(String id, String written, String used, String allowed) {
        open("");
        Locator field = page.locator("#" + id);
        field.fill(written);
        field.press("Tab");
        assertThat(page.locator("#" + id + "-refused")).containsText(allowed + ". It stays " + used + ".");
        assertThat(field).hasValue(used);
        field.fill("12");
        assertThat(page.locator(".refusal")).hasCount(0);
        Patience.until(() -> hash().equals("#" + (id.equals("seed") ? "s" : "n") + "=12"));
        assertThat(field).hasAttribute("aria-invalid", "false");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"1", "129", "``", "3.5", "many"})
    void aCountOfSamplesThatIsNoneIsRefused(String written) {
        open("v=samples");
        Locator field = page.locator("#sample-count");
        field.fill(written);
        field.press("Tab");
        assertThat(page.locator("#sample-count-refused")).containsText("a whole number from 2 to 128. It stays 20.");
        assertThat(field).hasValue("20");
        field.fill("12");
        assertThat(page.locator(".refusal")).hasCount(0);
        Patience.until(() -> hash().contains("k=12"));
    }
}
