package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The most probable tokens are those after the chain, the same rows in every panel and curve. */
class PlaygroundRowsIT extends PlaygroundPage {
    private static final List<Double> TEMPERATURES = List.of(0.5, 1.0, 2.0);

    private void openTop(String chain) {
        open("r=top&c=" + URLEncoder.encode(chain, StandardCharsets.UTF_8));
    }

    private static NextTokens.Distribution next(String chain, double temperature) {
        return model.next(
                        model.encode("This is a wonderful"),
                        new TemperatureSweep(
                                ProcessorCatalog.standard().parse(chain), List.of(temperature), 8, List.of()))
                .distributions()
                .get(0);
    }

    private List<String> names(int panel) {
        return page.locator(".panel").nth(panel).locator("tbody tr:not(.rest)").all().stream()
                .map(row -> row.getAttribute("data-id"))
                .toList();
    }

    @Override
    boolean mayBeRefused() {
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logit-bias={1194: 15} > temperature",
                "temperature > logit-bias={1194: 15}",
                "temperature > min-p=0.05",
                "suppress-tokens=[1183, 2775, 970] > temperature",
                "bad-words=[[1183]] > temperature > top-p=0.9",
                "choice=[\" yes\", \" no\", \" perhaps\"] > temperature",
                "regex=\"[a-z]+\" > temperature"
            })
    void thePanelsBegunWithAreThoseOfNext(String chain) {
        openTop(chain);
        assertThat(page.locator(".panel").nth(0).locator("tbody tr")).hasCount(9);
        List<String> rows = names(0);
        assertThat(rows).hasSize(8).doesNotHaveDuplicates();
        for (int i = 0; i < TEMPERATURES.size(); i++) {
            assertThat(names(i)).isEqualTo(rows);
            NextTokens.Distribution told = next(chain, TEMPERATURES.get(i));
            assertThat(rows).contains(Integer.toString(told.top().get(0).id()));
            Locator panel = page.locator(".panel").nth(i);
            double listed = 0;
            for (NextTokens.TopToken token : told.top()) {
                Locator row = panel.locator("tr[data-id='" + token.id() + "']");
                if (row.count() == 1) {
                    assertThat(Double.parseDouble(row.getAttribute("data-p")))
                            .isCloseTo(token.probability(), within(1e-9));
                    listed += token.probability();
                }
            }
            assertThat(listed)
                    .isGreaterThan(0.5
                            * told.top().stream()
                                    .mapToDouble(NextTokens.TopToken::probability)
                                    .sum());
            double rest = Double.parseDouble(panel.locator("tr.rest").getAttribute("data-p"));
            double shown = panel.locator("tbody tr:not(.rest)").all().stream()
                    .mapToDouble(row -> Double.parseDouble(row.getAttribute("data-p")))
                    .sum();
            assertThat(shown + rest).isCloseTo(1, within(1e-9));
        }
        assertThat(page.locator(".curve")).hasCount(8);
    }

    @Test
    void aTokenThatABiasMakesCertainIsTheFirstRowAndItsCurveIsDrawn() {
        openTop("logit-bias={1194: 15} > temperature");
        Locator first = page.locator(".panel").nth(1).locator("tbody tr").first();
        assertThat(first).hasAttribute("data-id", "1194");
        assertThat(Double.parseDouble(first.getAttribute("data-p"))).isGreaterThan(0.99);
        assertThat(page.locator(".curve-label").first()).isVisible();
        page.locator("[aria-label='Remove logit-bias']").click();
        assertThat(page.locator(".panel").nth(1).locator("tbody tr").first()).hasAttribute("data-id", "1183");
        assertThat(page.locator(".panel tr[data-id='1194']")).hasCount(0);
    }

    /** Where a chain leaves fewer tokens than there are rows, the model's own best follow with what cut them. */
    @Test
    void whatTheChainCutStaysInTheRowsBehindWhatItLeft() {
        openTop("top-k=3 > temperature");
        Locator panel = page.locator(".panel").nth(0);
        assertThat(panel.locator("tbody tr")).hasCount(9);
        assertThat(panel.locator(".died")).hasCount(5);
        assertThat(panel.locator("tbody tr").nth(2).locator(".died")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"-1", "49152"})
    void anIdBeyondTheVocabularyIsRefused(String id) {
        open("");
        Object answer = page.evaluate(
                "async id => (await (await fetch('/api/next', { method: 'POST', headers: { 'Content-Type':"
                        + " 'application/json' }, body: JSON.stringify({ ids: [1], temperatures: [1], watch: [Number(id)] }) })).json()).error",
                id);
        assertThat(answer).isEqualTo("watch is " + id + " but must be between 0 and 49151.");
    }
}
