package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.Patience;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples: written into their places while they come, kept when stopped, and looked into like completions. */
class PlaygroundSamplesIT extends PlaygroundPage {
    private static final String PROMPT = "This is a wonderful";

    private final List<String> runs = new ArrayList<>();

    private void open(int width, ColorScheme scheme, String state) {
        page = chromium.open(width, 900, scheme, "v=samples&" + state);
        page.onRequest(request -> {
            if (request.url().endsWith("/api/complete") && !request.postData().contains("\"sentence\":true")) {
                runs.add(request.postData());
            }
        });
    }

    private Locator text(int temperature, int sample) {
        return page.locator("#view-samples .texts").nth(temperature).locator("[data-sample='" + sample + "'] .drawn");
    }

    private static List<List<GenerationResult>> samples(int samples, int most, Double... temperatures) {
        return model
                .compare(
                        model.encode(PROMPT),
                        new Comparison(ProcessorChain.EMPTY, List.of(temperatures), samples, 42, most, List.of()),
                        ComparisonListener.NONE,
                        new Cancellation())
                .groups()
                .stream()
                .map(group -> group.samples())
                .toList();
    }

    private static int[] ids(Locator text) {
        return text.locator(".token").all().stream()
                .mapToInt(token -> Integer.parseInt(token.getAttribute("data-id")))
                .toArray();
    }

    @Test
    void samplesAppearAsTheyComeAndAreThoseOfTheLibrary() {
        open(1440, ColorScheme.LIGHT, "k=12&n=20&t=0.5,1.5");
        page.locator("#samples-run").dblclick();
        assertThat(text(1, 3).locator(".token").first()).isVisible();
        assertThat(page.locator("#statistics")).hasCount(0);
        assertThat(page.locator("#samples-stop")).isVisible();
        assertThat(page.locator("#statistics [data-statistic=unique] td").first())
                .containsText("/ 12");
        assertThat(runs).hasSize(1);
        assertThat(page.locator("#view-samples")).containsText("The first 10 of 12 at each temperature.");
        List<List<GenerationResult>> expected = samples(12, 20, 0.5, 1.5);
        for (int t = 0; t < 2; t++) {
            for (int n : new int[] {0, 4, 9}) {
                Locator shown = text(t, n);
                assertThat(shown.textContent()).isEqualTo(expected.get(t).get(n).text());
                assertThat(ids(shown)).isEqualTo(expected.get(t).get(n).tokens().toArray());
            }
        }
        assertThat(page.locator("#samples-run")).isFocused();
        Chromium.screenshot(page, "samples-coloured-1440-light-en");
        Chromium.audit(page);
    }

    /** What the statistics say of a stopped run is of the texts that had ended, and how many those are is said. */
    @Test
    void stoppingKeepsWhatCameAndCountsWhatWasFinished() {
        open(1440, ColorScheme.LIGHT, "k=16&n=512&t=1,1.2");
        page.locator("#samples-run").click();
        page.waitForCondition(() -> number("#samples-progress") > 700);
        assertThat(page.locator("#statistics")).hasCount(0);
        page.locator("#samples-stop").click();
        assertThat(page.locator("#samples-progress")).containsText("Stopped: ");
        Patience.until(server::isIdle);
        Matcher said = Pattern.compile("Stopped: (\\d+) of (\\d+) texts")
                .matcher(page.locator("#samples-progress").textContent());
        assertThat(said.find()).isTrue();
        assertThat(said.group(2)).isEqualTo("32");
        int finished = Integer.parseInt(said.group(1));
        assertThat(finished).isLessThan(32);
        int counted = page.locator("#statistics [data-statistic=unique] td").allTextContents().stream()
                .mapToInt(cell -> Integer.parseInt(cell.replaceAll(".*/ ", "")))
                .sum();
        assertThat(counted).isEqualTo(finished);
        Locator kept = text(0, 1);
        int[] ids = ids(kept);
        assertThat(ids).isNotEmpty();
        assertThat(ids)
                .isEqualTo(samples(2, ids.length, 1.0).get(0).get(1).tokens().toArray());
        assertThat(page.locator("#samples-run")).isFocused();
    }

    private int number(String selector) {
        String digits = page.locator(selector).textContent().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    @Test
    void aSampleCanBeLookedIntoAndBranchedFrom() {
        open(390, ColorScheme.DARK, "k=3&n=6&t=0.5,1.5");
        page.locator("#samples-run").click();
        assertThat(page.locator("#statistics [data-statistic=unique] td").first())
                .containsText("/ 3");
        Locator shown = text(1, 2);
        int[] drawn = ids(shown);
        shown.locator(".token").nth(2).focus();
        Locator cell = page.locator("#look tr[data-id='" + drawn[2] + "'] td[data-temperature='1.5']");
        int[] before = IntStream.concat(Arrays.stream(model.encode(PROMPT)), Arrays.stream(drawn, 0, 2))
                .toArray();
        float[] logits = model.logits(before);
        double all = 0;
        for (float logit : logits) {
            all += Math.exp((logit - logits[drawn[2]]) / 1.5);
        }
        assertThat(Double.parseDouble(cell.getAttribute("data-p"))).isCloseTo(1 / all, within(1e-9));
        Chromium.audit(page);
        page.keyboard().press("Enter");
        assertThat(page.locator("#prompt-note")).containsText("7 tokens");
        assertThat(page.locator("#branches [aria-current]")).isFocused();
        assertThat(page.locator("#view-playground")).isVisible();
    }
}
