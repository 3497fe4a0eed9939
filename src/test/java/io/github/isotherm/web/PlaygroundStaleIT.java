package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.github.isotherm.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of another prompt or chain have no colours; a double click runs once. */
class PlaygroundStaleIT extends PlaygroundPage {
    private static final Pattern STALE = Pattern.compile("\\bstale\\b");
    private final List<Route> held = new CopyOnWriteArrayList<>();

    private void assertStale(boolean isStale) {
        if (isStale) {
            assertThat(page.locator("body")).hasClass(STALE);
        } else {
            assertThat(page.locator("body")).not().hasClass(STALE);
        }
    }

    private String colour(String selector) {
        return (String) page.evaluate(
                "selector => { const style = getComputedStyle(document.querySelector(selector));"
                        + " return style.filter === 'none' ? style.color : style.filter; }",
                selector);
    }

    private void release() {
        page.unroute("**/api/**");
        held.forEach(Route::resume);
    }

    /** Where numbers stand: bars, curves, their figures, the readouts and the table. */
    @ParameterizedTest
    @ValueSource(strings = {".bar svg", "#curves svg", ".panel td.number", "#readouts dd", "#tokens td"})
    void thePlacesOfNumbersLoseTheirColour(String selector) {
        open("");
        assertStale(false);
        String before = colour(selector);
        page.route("**/api/**", held::add);
        page.locator("#prompt").fill("A wonderful");
        assertThat(page.evaluate("document.body.classList.contains('stale')")).isEqualTo(true);
        assertThat(colour(selector)).isNotEqualTo(before);
        release();
        assertStale(false);
        assertThat(colour(selector)).isEqualTo(before);
    }

    @Test
    void aBranchAndAChainAreNewNumbersToo() {
        open("r=top");
        page.route("**/api/**", held::add);
        page.locator(".panel tbody button").first().click();
        assertStale(true);
        release();
        assertStale(false);
        held.clear();
        page.route("**/api/**", held::add);
        page.locator("#processor").selectOption("top-p");
        page.locator("#add-processor").click();
        assertStale(true);
        release();
        assertStale(false);
        page.locator("#add-panel").click();
        assertThat(page.locator(".panel")).hasCount(4);
        assertStale(false);
    }

    /** What was typed meanwhile counts: the numbers of the first prompt do not clear the second. */
    @Test
    void theNumbersOfAnEarlierPromptStayWithoutColours() {
        open("");
        page.route("**/api/prompt", held::add);
        page.locator("#prompt").fill("One");
        Patience.until(() -> {
            page.evaluate("0");
            return held.size() == 1;
        });
        page.locator("#prompt").fill("Two more");
        Patience.until(() -> {
            page.evaluate("0");
            return held.size() == 2;
        });
        assertStale(true);
        held.get(1).resume();
        assertStale(false);
        assertThat(page.locator("#prompt-note")).hasText("2 tokens");
    }

    @Test
    void aDoubleClickOnRunRunsOnceToItsEnd() {
        open("n=60");
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.url().endsWith("/api/complete") && !request.postData().contains("\"sentence\":true")) {
                asked.add(request.url());
            }
        });
        page.locator("#run").dblclick();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        assertThat(asked).hasSize(1);
    }
}
