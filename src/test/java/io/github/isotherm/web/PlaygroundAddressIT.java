package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.Patience;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address of the page: Back and forward, links pasted into it, and links that are damaged. */
class PlaygroundAddressIT extends PlaygroundPage {
    private Locator note() {
        return page.locator("#address-note");
    }

    private String hash() {
        return (String) page.evaluate("location.hash");
    }

    private void arriveAt(String hash) {
        page.evaluate("hash => { location.hash = hash; }", hash);
    }

    /** Each part that cannot be read is quoted, the others hold, and the page has its numbers. */
    @Override
    boolean mayBeRefused() {
        return true;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w=50%25        | “w=50%25” (words",
                "t=abc          | “t=abc” (2 to 6 temperatures",
                "t=1            | “t=1” (2 to 6 temperatures",
                "t=0.5,2.5      | “t=0.5,2.5” (2 to 6 temperatures from 0 to 2",
                "t=0.5,0.123    | “t=0.5,0.123” (2 to 6 temperatures from 0 to 2 in hundredths",
                "t=1,1,1,1,1,1,1| “t=1,1,1,1,1,1,1” (2 to 6 temperatures",
                "a=99           | “a=99” (one of the panels",
                "t=0.5,1&a=2    | “a=2” (one of the panels",
                "n=1e9          | “n=1e9” (a whole number of tokens",
                "n=513          | “n=513” (a whole number of tokens from 1 to 512",
                "k=1            | “k=1” (a whole number of samples from 2 to 128",
                "b=x            | “b=x” (token ids",
                "s=-1           | “s=-1” (a whole number from 0",
                "s=9007199254740992 | “s=9007199254740992” (a whole number from 0",
                "r=best         | “r=best” (words or top",
                "m=all          | “m=all” (share or vocabulary",
                "v=home         | “v=home” (playground",
                "c=top-k%3D(    | “c=top-k%3D(” (a chain",
                "c=temperature+%3E+%3E+top-k | “c=temperature+%3E+%3E+top-k” (a chain",
                "c=temperature%3D0.7 | “c=temperature%3D0.7” (a chain",
                "p=%            | “p=%” (a prompt",
                "%              | “%” (no part",
                "toString=1     | “toString=1” (no part",
            })
    void aDamagedPartIsSaidAndItsDefaultHolds(String hash, String said) {
        open(hash + "&s=7&n=12".substring(hash.startsWith("s=") ? 4 : 0, hash.startsWith("n=") ? 4 : 9));
        assertThat(note()).containsText(said);
        assertThat(note()).containsText("The usual values stand in");
        assertThat(page.locator("#prompt")).hasValue("This is a wonderful ___");
        assertThat(page.locator("#words li")).hasCount(6);
        assertThat(page.locator(".panel")).hasCount(hash.equals("t=0.5,1&a=2") ? 2 : 3);
        assertThat(page.locator(".panel.active")).hasAttribute("data-temperature", "1");
        assertThat(page.locator(".piece")).hasCount(1);
        assertThat(page.locator("#seed")).hasValue(hash.startsWith("s=") ? "42" : "7");
        assertThat(page.locator("#max-tokens")).hasValue(hash.startsWith("n=") ? "40" : "12");
        assertThat(page.locator("#view-playground")).isVisible();
    }

    @Test
    void severalDamagedPartsAreSaidInItalianAndTheNoteCanBeClosed() {
        page = chromium.open(390, 844, ColorScheme.DARK, "it-IT", "t=abc&n=1e9&p=Oggi");
        assertThat(note()).containsText("Non capito in questo indirizzo: “t=abc” (da 2 a 6 temperature");
        assertThat(note()).containsText("“n=1e9” (un numero intero di token da 1 a 512)");
        assertThat(page.locator("#prompt")).hasValue("Oggi");
        Chromium.screenshot(page, "address-390-dark-it");
        Chromium.audit(page);
        page.locator("#address-close").click();
        assertThat(note()).isHidden();
        assertThat(page.locator("#main")).isFocused();
    }

    @Test
    void aLinkOfItsOwnIsReadWithoutASentence() {
        open(
                "p=Ten%25+off&b=253&w=50%2525,a%252Cb&r=words&m=vocabulary&t=0,0.07,2,1&a=3&c=temperature+%3E+top-k%3D50&s=&n=512&k=128");
        assertThat(note()).isHidden();
        assertThat(page.locator("#prompt")).hasValue("Ten% off");
        assertThat(page.locator("#words li").nth(0)).containsText("50%");
        assertThat(page.locator("#words li").nth(1)).containsText("a,b");
        assertThat(page.locator(".panel")).hasCount(4);
        assertThat(page.locator(".panel.active")).hasAttribute("data-temperature", "1");
        assertThat(page.locator("#seed")).hasValue("");
        page.locator("#seed").fill("1");
        Patience.until(() -> hash().contains("s=1"));
        assertThat(hash())
                .isEqualTo("#p=Ten%25+off&b=253&w=50%2525%2Ca%252Cb&r=words&m=vocabulary&t=0%2C0.07%2C2%2C1&a=3"
                        + "&c=temperature+%3E+top-k%3D50&s=1&n=512&k=128");
    }

    @Test
    void whatIsChosenIsAStepBackAndWhatIsMovedIsNot() {
        open("");
        page.locator("[name=rows][value=words]").check(new Locator.CheckOptions().setForce(true));
        page.locator("#temperature").focus();
        for (int i = 0; i < 5; i++) {
            page.keyboard().press("ArrowRight");
        }
        page.locator("#add-panel").click();
        page.locator("#processor").selectOption("top-p");
        page.locator("#add-processor").click();
        page.locator("#tab-lesson").click();
        assertThat(page.locator("#view-lesson")).isVisible();
        page.goBack();
        assertThat(page.locator("#view-playground")).isVisible();
        assertThat(page.locator(".piece")).hasCount(2);
        page.goBack();
        assertThat(page.locator(".piece")).hasCount(1);
        assertThat(page.locator(".panel")).hasCount(4);
        page.goBack();
        assertThat(page.locator(".panel")).hasCount(3);
        assertThat(page.locator(".panel").nth(1)).hasAttribute("data-temperature", "1.05");
        assertThat(page.locator("[name=rows][value=words]")).isChecked();
        page.goBack();
        assertThat(page.locator("[name=rows][value=top]")).isChecked();
        assertThat(page.locator(".panel").nth(1)).hasAttribute("data-temperature", "1");
        for (int i = 0; i < 4; i++) {
            page.goForward();
        }
        assertThat(page.locator("#view-lesson")).isVisible();
        assertThat(hash()).contains("v=lesson", "r=words", "c=temperature+%3E+top-p", "t=0.5%2C1.05%2C2%2C1.5");
    }

    @Test
    void aPromptThatWasTypedIsOneStepAndComesBackIntoItsField() {
        open("");
        page.locator("#prompt").press("End");
        page.keyboard().type(" and more", new com.microsoft.playwright.Keyboard.TypeOptions().setDelay(60));
        assertThat(page.locator("#prompt-note")).containsText("a blank ___ before its end");
        page.locator("#prompt").fill("The capital of France is");
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
        page.goBack();
        assertThat(page.locator("#prompt")).hasValue("This is a wonderful ___");
        assertThat(page.locator("#prompt-note")).containsText("4 tokens");
        page.goForward();
        assertThat(page.locator("#prompt")).hasValue("The capital of France is");
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
    }

    @Test
    void aBranchIsAStepBack() {
        open("r=top");
        page.locator(".panel tbody button").first().click();
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
        page.goBack();
        assertThat(page.locator("#prompt-note")).hasText(Pattern.compile("^4 tokens"));
    }

    @Test
    void aLinkPastedIntoAnOpenTabIsTaken() {
        open("");
        arriveAt("p=It+was&r=words&w=a,raining&t=0.25,1.3&a=0&c=temperature+%3E+top-k%3D50&s=9&v=playground");
        assertThat(page.locator("#prompt")).hasValue("It was");
        assertThat(page.locator(".panel")).hasCount(2);
        assertThat(page.locator(".panel").first()).hasAttribute("data-temperature", "0.25");
        assertThat(page.locator(".panel").first().locator("tr[data-token=' raining']"))
                .hasCount(1);
        assertThat(page.locator(".piece").nth(1)).hasAttribute("data-kept", "50");
        assertThat(page.locator("#seed")).hasValue("9");
        arriveAt("t=abc");
        assertThat(note()).containsText("“t=abc”");
        assertThat(page.locator("#prompt")).hasValue("This is a wonderful ___");
        page.goBack();
        assertThat(note()).isHidden();
        assertThat(page.locator("#prompt")).hasValue("It was");
    }

    /** An id beyond the vocabulary is the server's to refuse, and taking the branch away is offered. */
    @Test
    void aBranchOfAnotherModelIsSaidAndCanBeLeft() {
        open("");
        arriveAt("b=99999999");
        assertThat(page.locator("#prompt-note")).containsText("99999999");
        page.goBack();
        assertThat(page.locator("#prompt-note")).hasText(Pattern.compile("^4 tokens"));
    }

    @Test
    void theSkipLinkLeavesTheAddressAlone() {
        open("t=0.2,1");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        assertThat(hash()).isEqualTo("#t=0.2,1");
        assertThat(note()).isHidden();
    }
}
