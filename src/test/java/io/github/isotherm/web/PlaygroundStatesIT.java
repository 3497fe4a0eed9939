package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page without its numbers: while they come, when they cannot come, and when the server is gone. */
class PlaygroundStatesIT {
    /** Where things stand on the page, from the top, in CSS pixels. */
    private static final String PLACES =
            "Object.fromEntries(['#words', '#instrument', '#temperature', '.panel:nth-child(3)',"
                    + " '.panel:nth-child(3) tbody tr:last-child', '#chain', '.piece:last-child', '#run', '#tokens',"
                    + " '#tokens tbody tr:last-child', '#more'].map(s => [s, document.querySelector(s).getBoundingClientRect().top]))";

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;

    private Page page;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
        chromium = Chromium.launch(server.port());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
        model.close();
    }

    @BeforeEach
    void fresh() {
        chromium.complaints.clear();
    }

    @AfterEach
    void noComplaints() {
        page.context().close();
        chromium.complaints.removeIf(said -> said.contains("ERR_FAILED") || said.contains("400 (Bad Request)"));
        assertThat(chromium.complaints).isEmpty();
    }

    private void open(int width, ColorScheme scheme, String state) {
        page = chromium.open(width, 900, scheme, state.contains("r=") ? state : state + "&r=words");
        Chromium.unfold(page);
    }

    private void screenshot(String state, int width, ColorScheme scheme) {
        Chromium.screenshot(page, state + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Number> places() {
        return (Map<String, Number>) page.evaluate(PLACES);
    }

    @ParameterizedTest
    @CsvSource({"1440,LIGHT", "1440,DARK", "390,LIGHT", "390,DARK"})
    void whatComesStandsWhereItsPlaceWas(int width, ColorScheme scheme) {
        page = chromium.blank(width, 900, scheme, width == 390 ? "it-IT" : "en-US");
        List<Route> held = new ArrayList<>();
        page.route("**/api/logits*", held::add);
        chromium.navigate(page, "/#c=temperature+%3E+top-p%3D0.95");
        assertThat(page.locator("#awaited"))
                .hasText(width == 390 ? "Il modello legge il prompt …" : "The model reads the prompt …");
        for (String part : List.of("#instrument", "#panels", "#chain", "#tokens")) {
            assertThat(page.locator(part)).hasAttribute("aria-busy", "true");
        }
        assertThat(page.locator(".panel")).hasCount(3);
        assertThat(page.locator("#run")).isDisabled();
        Map<String, Number> before = places();
        screenshot("loading", width, scheme);
        if (scheme == ColorScheme.LIGHT) {
            Chromium.audit(page);
        }
        held.forEach(Route::resume);
        page.waitForSelector("body[data-ready=true]");
        assertThat(page.locator("#tokens tbody button")).hasCount(12);
        assertThat(page.locator("#panels")).hasAttribute("aria-busy", "false");
        assertThat(page.locator("#awaited")).isEmpty();
        assertThat(page.locator("#run")).isEnabled();
        places().forEach((place, top) -> assertThat(top.doubleValue())
                .as(place)
                .isCloseTo(before.get(place).doubleValue(), org.assertj.core.api.Assertions.within(1.5)));
    }

    @Test
    void aSlowModelHasItsSecondsCounted() {
        page = chromium.blank(1440, 900, ColorScheme.LIGHT, "en-US");
        List<Route> held = new ArrayList<>();
        page.route("**/api/model", held::add);
        chromium.navigate(page, "/");
        assertThat(page.locator("#awaited")).hasText("Asking the server for its model …");
        assertThat(page.locator("#awaited-seconds")).hasText(Pattern.compile("^([2-9]|\\d\\d+) s$"));
        held.forEach(Route::resume);
        page.waitForSelector("body[data-ready=true]");
        assertThat(page.locator("#awaited-seconds")).isEmpty();
    }

    /** What is typed and moved before the model has answered is taken. */
    @Test
    void thePageCanBeUsedWhileItLoads() {
        page = chromium.blank(1440, 900, ColorScheme.LIGHT, "en-US");
        List<Route> held = new ArrayList<>();
        page.route("**/api/vocabulary", held::add);
        chromium.navigate(page, "/");
        assertThat(page.locator("#awaited")).hasText("Loading the vocabulary …");
        page.locator("#temperature").focus();
        page.keyboard().press("ArrowRight");
        page.locator("#add-panel").click();
        assertThat(page.locator(".panel")).hasCount(4);
        held.forEach(Route::resume);
        page.waitForSelector("body[data-ready=true]");
        assertThat(page.locator(".panel").nth(1)).hasAttribute("data-temperature", "1.01");
        assertThat(page.locator(".panel").nth(3).locator(".facts")).containsText("effective");
    }

    @ParameterizedTest
    @CsvSource({"1440,LIGHT", "1440,DARK", "390,LIGHT", "390,DARK"})
    void aServerThatIsGoneIsSaidAndTriedAgain(int width, ColorScheme scheme) {
        open(width, scheme, "");
        double before = places().get("#instrument").doubleValue();
        page.route("**/api/**", Route::abort);
        page.locator("#prompt").fill("Another prompt");
        assertThat(page.locator("#notice")).containsText("The server does not answer");
        assertThat(page.locator("#prompt-note")).hasText("The numbers below are still those of “This is a wonderful”.");
        assertThat(page.locator(".panel")).hasCount(3);
        assertThat(places().get("#instrument").doubleValue()).isEqualTo(before);
        screenshot("offline", width, scheme);
        Chromium.audit(page);
        page.unroute("**/api/**");
        page.locator("#notice-retry").click();
        assertThat(page.locator("#notice")).isHidden();
        assertThat(page.locator("#prompt-note")).containsText("2 tokens");
    }

    @ParameterizedTest
    @CsvSource({"1440,LIGHT", "1440,DARK", "390,LIGHT", "390,DARK"})
    void aPromptThatCannotBeContinuedIsSaidBesideIt(int width, ColorScheme scheme) {
        open(width, scheme, "c=temperature+%3E+top-p%3D0.95");
        page.locator("#prompt").fill("A ___ day");
        assertThat(page.locator("#prompt-note")).containsText("a blank ___ before its end");
        assertThat(page.locator("#prompt-note")).containsText("still those of “This is a wonderful”");
        assertThat(page.locator("#prompt")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#notice")).isHidden();
        page.locator("[aria-label='Parameters of top-p']").fill("7");
        page.keyboard().press("Enter");
        assertThat(page.locator("#chain-error")).hasText("top-p is 7 but must be between 0 and 1.");
        screenshot("error", width, scheme);
        Chromium.audit(page);
        page.locator("#prompt").fill("A wonderful");
        assertThat(page.locator("#prompt-note")).hasText("2 tokens");
        assertThat(page.locator("#prompt")).hasAttribute("aria-invalid", "false");
    }

    /** Without words there is a sentence in each panel's place. */
    @Test
    void noWordsAreAnEmptyStateOfTheirOwn() {
        open(1440, ColorScheme.LIGHT, "w=");
        assertThat(page.locator(".panel").first()).containsText("No words yet");
        assertThat(page.locator(".curve")).hasCount(0);
        screenshot("empty", 1440, ColorScheme.LIGHT);
        Chromium.audit(page);
    }
}
