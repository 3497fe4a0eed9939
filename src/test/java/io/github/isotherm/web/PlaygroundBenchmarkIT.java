package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The page that measures: it works, and its figures are logged. How fast it is, no test asserts. */
class PlaygroundBenchmarkIT {
    /** {@code -Disotherm.benchmark.moves=120} for figures to publish. */
    private static final int MOVES = Integer.getInteger("isotherm.benchmark.moves", 8);

    @Test
    void everySizeAndNumberOfPanelsIsMeasuredWithoutAModel() throws IOException {
        try (LocalModel model = LocalModel.openBundled();
                PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
                Chromium chromium = Chromium.launch(server.port())) {
            Page page = chromium.blank(1440, 900, ColorScheme.LIGHT, "en-US");
            page.onRequest(request -> {
                if (request.url().contains("/api/")) {
                    chromium.complaints.add("asked the model: " + request.url());
                }
            });
            chromium.navigate(page, "/benchmark?moves=" + MOVES);
            page.locator("#bench-run:enabled").click();
            page.waitForSelector(
                    "#bench-results[data-results]", new Page.WaitForSelectorOptions().setTimeout(Patience.MILLIS));
            JsonNode results = JsonMapper.builder()
                    .build()
                    .readTree(page.locator("#bench-results").getAttribute("data-results"));
            assertThat(results).hasSize(4);
            assertThat(results.findValuesAsText("logits")).containsExactly("49152", "49152", "151936", "151936");
            assertThat(results.findValuesAsText("panels")).containsExactly("4", "6", "4", "6");
            for (JsonNode result : results) {
                double drawn = result.get("drawn").get(1).asDouble();
                assertThat(drawn).isPositive();
                assertThat(result.get("work").get(1).asDouble()).isGreaterThan(drawn);
                assertThat(result.get("painted").get(1).asDouble()).isGreaterThan(drawn);
                LoggerFactory.getLogger(PlaygroundBenchmarkIT.class).info("min, median, 95 % in ms: {}", result);
            }
            Chromium.screenshot(page, "benchmark-1440-light");
            assertThat(chromium.complaints).isEmpty();
        }
    }

    /** From the last change of the prompt to the first text of a sentence; {@code -Disotherm.benchmark.moves} prompts. */
    @Test
    void aSentenceBeginsSoonAfterAPromptIsChanged() {
        try (LocalModel model = LocalModel.openBundled();
                PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
                Chromium chromium = Chromium.launch(server.port())) {
            Page page = chromium.open(1366, 768, ColorScheme.LIGHT, "");
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < MOVES; i++) {
                Object took = page.evaluate(
                        "text => new Promise(done => { const area = document.getElementById('prompt');"
                                + " area.value = text; area.dispatchEvent(new Event('input', { bubbles: true }));"
                                + " const start = performance.now();"
                                + " const watch = () => { const said = [...document.querySelectorAll('.sentence:not(.old)')]"
                                + "   .some(e => e.textContent.startsWith(text) && e.textContent.length > text.length);"
                                + "   if (said) done(performance.now() - start); else requestAnimationFrame(watch); }; watch(); })",
                        "The house number " + (i + 2) + " was");
                millis.add(((Number) took).doubleValue());
            }
            Collections.sort(millis);
            assertThat(millis.get(0)).isPositive();
            LoggerFactory.getLogger(PlaygroundBenchmarkIT.class)
                    .info(
                            "first text of a sentence after a change of the prompt, min, median, most in ms: {} {} {}",
                            millis.get(0),
                            millis.get(MOVES / 2),
                            millis.get(MOVES - 1));
            assertThat(chromium.complaints).isEmpty();
        }
    }
}
