package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.Patience;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completions that one can look into: their colours, alternatives, branches, and how the slider draws them again. */
class PlaygroundCompletionsIT extends PlaygroundPage {
    private static final String PROMPT = "This is a wonderful";
    private static final List<Double> TEMPERATURES = List.of(0.5, 1.0, 2.0);

    private final List<String> runs = new ArrayList<>();

    private void open(int width, ColorScheme scheme, String language, String state) {
        page = chromium.open(width, 900, scheme, language, state);
        page.onRequest(request -> {
            if (request.url().endsWith("/api/complete") && !request.postData().contains("\"sentence\":true")) {
                runs.add(request.postData());
            }
        });
    }

    @Override
    void open(String state) {
        open(1440, ColorScheme.LIGHT, "en-US", state);
    }

    private void run() {
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed");
    }

    private Locator tokens(int column) {
        return page.locator("[data-text='" + column + "'] .token");
    }

    private int[] ids(int column) {
        return tokens(column).all().stream()
                .mapToInt(token -> Integer.parseInt(token.getAttribute("data-id")))
                .toArray();
    }

    private static int[] after(int[] ids, int... more) {
        return IntStream.concat(Arrays.stream(ids), Arrays.stream(more)).toArray();
    }

    private static int[] prompt() {
        return model.encode(PROMPT);
    }

    /** The softmax of the model's logits, in double precision, written here once more. */
    private static double[] softmax(int[] ids, double temperature) {
        float[] logits = model.logits(ids);
        double max = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] p = new double[logits.length];
        Arrays.setAll(p, i -> Math.exp((logits[i] - max) / temperature));
        double sum = Arrays.stream(p).sum();
        Arrays.setAll(p, i -> p[i] / sum);
        return p;
    }

    private static List<Integer> best(double[] p, int count) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -p[i]))
                .limit(count)
                .toList();
    }

    private static List<GenerationResult> completions(int[] ids, long seed, int most, Double... temperatures) {
        return model
                .compare(
                        ids,
                        new Comparison(ProcessorChain.EMPTY, List.of(temperatures), 1, seed, most, List.of()),
                        ComparisonListener.NONE,
                        new Cancellation())
                .groups()
                .stream()
                .map(group -> group.samples().get(0))
                .toList();
    }

    private Locator card() {
        Locator card = page.locator("#look");
        assertThat(card.locator("tbody tr").first()).isVisible();
        return card;
    }

    private double shown(int id, double temperature) {
        return Double.parseDouble(cell(id, temperature).getAttribute("data-p"));
    }

    private Locator cell(int id, double temperature) {
        return page.locator("#look tr[data-id='" + id + "'] td[data-temperature='"
                + io.github.isotherm.error.Checks.number(temperature) + "']");
    }

    private static String figure(double p) {
        return p >= 0.5e-4
                ? String.format(Locale.ROOT, "%.4f", p)
                : String.format(Locale.ROOT, "%.1e", p).replace("e-0", "e-");
    }

    /** The scale is the terminal's: at least a half, a tenth, a hundredth, less. */
    @Test
    void tokensHaveTheColourOfTheModelsOwnProbability() {
        open("n=14");
        run();
        for (int column = 0; column < TEMPERATURES.size(); column++) {
            int[] drawn = ids(column);
            assertThat(drawn).hasSize(14);
            for (int i = 0; i < drawn.length; i++) {
                double p = softmax(after(prompt(), Arrays.copyOf(drawn, i)), 1)[drawn[i]];
                String expected = p >= 0.5 ? "likely" : p >= 0.1 ? "usual" : p >= 0.01 ? "unusual" : "rare";
                assertThat(tokens(column).nth(i)).hasClass("token " + expected);
                assertThat(Double.parseDouble(tokens(column).nth(i).getAttribute("data-p")))
                        .isCloseTo(p, within(1e-6));
                assertThat(tokens(column).nth(i))
                        .hasText(model.vocabulary().text(drawn[i]).strip());
            }
        }
        assertThat(page.locator("#completions-legend .token"))
                .hasText(new String[] {"at least 1/2", "1/10", "1/100", "less"});
    }

    @Test
    void coloursCanBeSwitchedOffForGood() {
        open("n=10");
        run();
        String background =
                "getComputedStyle(document.querySelector('#completions .token:not(.likely)')).backgroundColor";
        assertThat(page.evaluate(background)).isNotEqualTo("rgba(0, 0, 0, 0)");
        page.locator("#completions-legend input").click();
        assertThat(page.evaluate(background)).isEqualTo("rgba(0, 0, 0, 0)");
        page.reload();
        page.waitForSelector("body[data-ready=true]");
        run();
        assertThat(page.locator("#completions-legend input")).not().isChecked();
        assertThat(page.evaluate(background)).isEqualTo("rgba(0, 0, 0, 0)");
        page.locator("#completions-legend input").click();
        assertThat(page.evaluate(background)).isNotEqualTo("rgba(0, 0, 0, 0)");
    }

    @Test
    void aTokenTellsItsAlternativesAtEveryTemperature() {
        open("n=10");
        run();
        int[] drawn = ids(2);
        int at = 4;
        tokens(2).nth(at).hover();
        Locator rows = card().locator("tbody tr[data-id]");
        double[] own = softmax(after(prompt(), Arrays.copyOf(drawn, at)), 2);
        List<Integer> expected = new ArrayList<>(best(own, 5));
        if (!expected.contains(drawn[at])) {
            expected.add(drawn[at]);
        }
        assertThat(rows.all().stream()
                        .map(row -> Integer.valueOf(row.getAttribute("data-id")))
                        .toList())
                .isEqualTo(expected);
        for (double temperature : TEMPERATURES) {
            double[] exact = softmax(after(prompt(), Arrays.copyOf(drawn, at)), temperature);
            for (int id : expected) {
                assertThat(shown(id, temperature)).isCloseTo(exact[id], within(1e-9));
                assertThat(cell(id, temperature)).hasText(figure(exact[id]));
            }
        }
        assertThat(page.locator("#look .drawn-mark")).hasCount(1);
        assertThat(page.locator("#look tr[data-id='" + drawn[at] + "'] .drawn-mark"))
                .hasText("drawn");
        assertThat(page.locator("#look-then")).hasCount(0);
        assertThat(page.locator("#look")).not().containsText("null");
        Chromium.screenshot(page, "look-1440-light-en");
        Chromium.audit(page);
    }

    /** Of the first screen, before anything was run. */
    @Test
    void theSentencesOfThePanelsAreColouredLookedIntoAndGoneOnFrom() {
        open("");
        Locator sentence = page.locator("#sentence-2 .token");
        assertThat(page.locator("#sentence-2")).hasText(Pattern.compile(PROMPT + ".+[.!?…]\\W?"));
        assertThat(page.locator("#completions-legend .token")).hasCount(4);
        int[] drawn = sentence.all().stream()
                .mapToInt(token -> Integer.parseInt(token.getAttribute("data-id")))
                .toArray();
        assertThat(drawn)
                .isEqualTo(Arrays.copyOf(
                        completions(prompt(), 42, 48, 0.5, 1.0, 2.0)
                                .get(2)
                                .tokens()
                                .toArray(),
                        drawn.length));
        for (int i = 0; i < drawn.length; i++) {
            double p = softmax(after(prompt(), Arrays.copyOf(drawn, i)), 1)[drawn[i]];
            assertThat(Double.parseDouble(sentence.nth(i).getAttribute("data-p")))
                    .isCloseTo(p, within(1e-6));
            assertThat(sentence.nth(i).textContent())
                    .isNotEmpty()
                    .isSubstringOf(model.vocabulary().text(drawn[i]));
        }
        sentence.nth(2).hover();
        card();
        double[] exact = softmax(after(prompt(), Arrays.copyOf(drawn, 2)), 2);
        int best = best(exact, 1).get(0);
        assertThat(shown(best, 2)).isCloseTo(exact[best], within(1e-9));
        page.locator("#look tr[data-id='" + best + "'] button").click();
        assertThat(page.locator("#branch-tree [aria-current]")).isVisible();
        assertThat(page).hasURL(Pattern.compile("b=" + drawn[0] + "%2C" + drawn[1] + "%2C" + best));
    }

    /** Two are left of top-k=2, with the logit of one raised: the probabilities are those after both. */
    @Test
    void alternativesAreThoseAfterTheChain() {
        int raised = model.encode(" zebra")[0];
        open("n=6&c=logit-bias%3D%7B" + raised + "%3A+30%7D+%3E+temperature+%3E+top-k%3D2");
        run();
        int[] drawn = ids(1);
        tokens(1).nth(0).hover();
        assertThat(card().locator("tbody tr[data-id]")).hasCount(2);
        float[] logits = model.logits(prompt());
        logits[raised] += 30;
        double[] biased = new double[logits.length];
        Arrays.setAll(biased, i -> logits[i]);
        List<Integer> two = best(biased, 2);
        for (double temperature : TEMPERATURES) {
            double first = 1 / (1 + Math.exp((biased[two.get(1)] - biased[two.get(0)]) / temperature));
            assertThat(shown(two.get(0), temperature)).isCloseTo(first, within(1e-6));
            assertThat(shown(two.get(1), temperature)).isCloseTo(1 - first, within(1e-6));
        }
        assertThat(two).contains(raised, drawn[0]);
    }

    /** Adaptive-p knows what was drawn before; the card says what the probability was then. */
    @Test
    void aChainWithAMemorySaysSo() {
        open("n=12&t=1,1.5&c=temperature+%3E+adaptive-p%3D0.2");
        run();
        tokens(0).nth(10).hover();
        card();
        assertThat(page.locator("#look-then")).containsText("remembers what came before");
    }

    @Test
    void theCardIsThereForTheKeyboardAndIsAnnounced() {
        open("n=10");
        run();
        Locator first = tokens(1).nth(0);
        assertThat(page.locator("[data-text='1'] [tabindex='0']")).hasCount(1);
        first.focus();
        card();
        page.keyboard().press("ArrowRight");
        assertThat(tokens(1).nth(1)).isFocused();
        assertThat(tokens(1).nth(1)).hasAttribute("aria-expanded", "true");
        int id = ids(1)[1];
        double p = softmax(after(prompt(), ids(1)[0]), 1)[id];
        assertThat(page.locator("#look-said")).containsText(figure(p) + " at T = 1.00");
        assertThat(page.locator("#look-said")).containsText("Arrow down for the list");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#look tbody button").first()).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#look tbody button").nth(1)).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#look")).isHidden();
        assertThat(tokens(1).nth(1)).isFocused();
        page.keyboard().press("End");
        assertThat(tokens(1).nth(9)).isFocused();
        assertThat(page.locator("#look")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#look")).isHidden();
        page.keyboard().press("Tab");
        assertThat(tokens(2).nth(0)).isFocused();
    }

    @ParameterizedTest
    @CsvSource({"1440,LIGHT,en-US", "1440,DARK,it-IT", "390,LIGHT,it-IT", "390,DARK,en-US"})
    void theCardStaysInTheWindow(int width, ColorScheme scheme, String language) {
        open(width, scheme, language, "n=24&t=0.2,0.7,1,1.5");
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("42:");
        for (int column = 0; column < 4; column++) {
            for (int at : new int[] {0, 12, 23}) {
                page.mouse().move(2, 2);
                tokens(column).nth(at).focus();
                card();
                BoundingBox box = page.locator("#look").boundingBox();
                assertThat(box.x).isGreaterThanOrEqualTo(0);
                assertThat(box.y).isGreaterThanOrEqualTo(0);
                assertThat(box.x + box.width).isLessThanOrEqualTo(width);
                assertThat(box.y + box.height).isLessThanOrEqualTo(900);
            }
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of(
                        "target",
                        "screenshots",
                        "look-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
        Chromium.audit(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    /** What the card says of the next place is what the bars show after the branch; what it says of this one stays with the branch. */
    @Test
    void aBranchShowsTheNumbersThatTheCardShowed() {
        open("n=10&r=top");
        run();
        int[] drawn = ids(1);
        int at = 3;
        tokens(1).nth(at + 1).hover();
        card();
        List<List<String>> next = numbers(best(softmax(after(prompt(), Arrays.copyOf(drawn, at + 1)), 1), 5));
        tokens(1).nth(at).hover();
        assertThat(page.locator("#look h3")).containsText("token 4");
        card();
        List<List<String>> here = numbers(List.of(drawn[at]));
        tokens(1).nth(at).click();
        int[] branch = Arrays.copyOf(drawn, at + 1);
        assertThat(page.locator("#prompt-note")).containsText("8 tokens");
        assertBars(best(softmax(after(prompt(), branch), 1), 5), next);
        Locator current = page.locator("#branches [aria-current=true]");
        assertThat(current).isFocused();
        assertThat(current).hasAttribute("data-branch", joined(branch));
        Locator facts = page.locator("#branches li li .branch-facts > span");
        for (int t = 0; t < 3; t++) {
            assertThat(facts.nth(t).locator("b")).hasText(here.get(0).get(2 * t));
            assertThat(facts.nth(t)).hasAttribute("data-p", here.get(0).get(2 * t + 1));
        }
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        assertThat(page.locator("[data-text='1']"))
                .hasText(completions(after(prompt(), branch), 42, 10, 1.0)
                        .get(0)
                        .text()
                        .strip());
    }

    /** Text and value of each id at each temperature, as the card has them: sums of the server's, which end 1e-13 from the page's own. */
    private List<List<String>> numbers(List<Integer> ids) {
        List<List<String>> numbers = new ArrayList<>();
        for (int id : ids) {
            List<String> row = new ArrayList<>();
            for (double temperature : TEMPERATURES) {
                row.add(cell(id, temperature).textContent());
                row.add(cell(id, temperature).getAttribute("data-p"));
            }
            numbers.add(row);
        }
        return numbers;
    }

    private void assertBars(List<Integer> ids, List<List<String>> numbers) {
        for (int i = 0; i < ids.size(); i++) {
            for (int t = 0; t < 3; t++) {
                Locator row = page.locator(".panel").nth(t).locator("tbody tr").nth(i);
                assertThat(row).hasAttribute("data-token", model.vocabulary().text(ids.get(i)));
                assertThat(row.locator("td.number")).hasText(numbers.get(i).get(2 * t));
                assertThat(Double.parseDouble(row.getAttribute("data-p")))
                        .isCloseTo(Double.parseDouble(numbers.get(i).get(2 * t + 1)), within(1e-12));
            }
        }
    }

    private static String joined(int... ids) {
        return String.join(",", Arrays.stream(ids).mapToObj(Integer::toString).toList());
    }

    @Test
    void thePlaceItselfCanBeShownInTheBars() {
        open("n=10&r=top");
        run();
        int[] drawn = ids(1);
        tokens(1).nth(5).hover();
        card();
        List<Integer> ids = best(softmax(after(prompt(), Arrays.copyOf(drawn, 5)), 1), 5);
        List<List<String>> numbers = numbers(ids);
        page.locator("#look-here").click();
        assertThat(page.locator("#prompt-note")).containsText("9 tokens");
        assertBars(ids, numbers);
    }

    /** Two branches from one text, one below the first; every one of them can be gone back to, and none is forgotten. */
    @Test
    void branchesAreATreeWithAWayBackFromEach() {
        open("n=8&r=top");
        run();
        int[] drawn = ids(1);
        tokens(1).nth(1).hover();
        card();
        int other = best(softmax(after(prompt(), drawn[0]), 1), 5).stream()
                .filter(id -> id != drawn[1])
                .findFirst()
                .orElseThrow();
        page.locator("#look tr[data-id='" + other + "'] button").click();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        assertThat(page.locator("#branches [aria-current]")).hasAttribute("data-branch", joined(drawn[0], other));
        tokens(2).nth(0).click();
        int[] deeper = {drawn[0], other, -1};
        assertThat(page.locator("#branches .branch")).hasCount(3);
        assertThat(page.locator("#branches li li li .branch")).hasAttribute("aria-current", "true");
        assertThat(page.locator("#branches li li li .branch-facts > .own")).containsText("T 2.00");
        deeper[2] = Integer.parseInt(page.locator("#branches [aria-current]")
                .getAttribute("data-branch")
                .replaceAll(".*,", ""));
        double p = softmax(after(prompt(), drawn[0], other), 2)[deeper[2]];
        assertThat(Double.parseDouble(
                        page.locator("#branches li li li .branch-facts > .own").getAttribute("data-p")))
                .isCloseTo(p, within(1e-9));
        page.locator("#branch-back").click();
        assertThat(page.locator("#branches [aria-current]")).hasAttribute("data-branch", joined(drawn[0], other));
        assertThat(page.locator("#branches [aria-current]")).isFocused();
        page.locator("#branch-back").click();
        assertThat(page.locator("#branches [aria-current]")).hasAttribute("data-branch", "");
        assertThat(page.locator("#branch-back")).hasCount(0);
        assertThat(page.locator("#prompt-note")).containsText("4 tokens");
        assertThat(page.locator("#branches .branch")).hasCount(3);
        page.locator("#branches li li li .branch").click();
        assertThat(page.locator("#prompt-note")).containsText("7 tokens");
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        page.locator("#branches").scrollIntoViewIfNeeded();
        Chromium.screenshot(page, "branches-1440-light-en");
        Chromium.audit(page);
        page.locator("#prompt").fill("Another prompt");
        assertThat(page.locator("#branches")).hasCount(0);
    }

    private void slide(String... keys) {
        page.locator("#temperature").focus();
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /** The slider's panel is drawn again, from the same random numbers; the others are left alone. */
    @Test
    void theSliderDrawsItsCompletionAgainAndMarksWhatChanged() {
        open("n=16&t=0.5,1&a=1");
        run();
        int[] cold = ids(0);
        int[] before = ids(1);
        slide("PageUp", "PageUp", "PageUp", "PageUp");
        double temperature = Double.parseDouble(page.locator("#temperature").inputValue());
        String reading = String.format(java.util.Locale.ROOT, "%.2f", temperature);
        GenerationResult expected = completions(prompt(), 42, 16, temperature).get(0);
        assertThat(page.locator("[data-text='1']")).hasText(expected.text().strip());
        assertThat(page.locator(".completion").nth(1)).not().hasAttribute("aria-busy", "true");
        assertThat(page.locator(".completion").nth(1).locator("h3")).hasText("T = " + reading);
        int[] now = ids(1);
        assertThat(now).isEqualTo(expected.tokens().toArray());
        int differs = Arrays.mismatch(before, now);
        assertThat(differs).as("another temperature, another text").isNotNegative();
        for (int i = 0; i < now.length; i++) {
            assertThat(tokens(1).nth(i))
                    .hasClass(Pattern.compile(i >= differs ? "changed" : "^token (likely|usual|unusual|rare)$"));
        }
        assertThat(page.locator("[data-text='1'] .diverges")).hasCount(1);
        assertThat(tokens(1).nth(differs)).hasClass(Pattern.compile("diverges"));
        assertThat((String) page.evaluate("getComputedStyle(document.querySelector('.diverges'), '::before').content"))
                .contains("⤷");
        String sentence = "Changed from token " + (differs + 1) + " on: “";
        assertThat(page.locator(".completion").nth(1).locator(".change")).containsText(sentence);
        assertThat(page.locator("#completions-said")).containsText("T = " + reading + ": ⤷ " + sentence);
        assertThat(ids(0)).isEqualTo(cold);
        assertThat(runs.stream().skip(1)).allMatch(body -> body.contains("\"temperatures\":[" + temperature + "]"));
        Chromium.screenshot(page, "redrawn-1440-light-en");
        Chromium.audit(page);
    }

    /** Many moves, one text: that of the last; a run that is overtaken is given up, and the model is free in the end. */
    @Test
    void theLastMoveWins() {
        open("n=60&t=0.5,1&a=1");
        page.locator("#run").click();
        assertThat(tokens(1).nth(3)).isVisible();
        for (int i = 0; i < 3; i++) {
            slide("PageUp");
            page.waitForTimeout(350);
        }
        slide("Home", "PageUp");
        double temperature = Double.parseDouble(page.locator("#temperature").inputValue());
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        List<GenerationResult> expected = completions(prompt(), 42, 60, 0.5, temperature);
        for (int column = 0; column < 2; column++) {
            assertThat(page.locator("[data-text='" + column + "']"))
                    .hasText(expected.get(column).text().strip());
        }
        assertThat(page.locator("#run")).isVisible();
        Patience.until(server::isIdle);
    }

    @Test
    void aSeedOfTheServersIsKeptForDrawingAgain() {
        open("n=8&s=&t=0.5,1");
        run();
        long seed = Long.parseLong(page.locator("#completions").getAttribute("data-seed"));
        slide("ArrowRight", "ArrowRight", "ArrowRight");
        assertThat(page.locator("#completions-said")).containsText("T = 1.03");
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1)).contains("\"seed\":" + seed);
        assertThat(page.locator("[data-text='1']"))
                .hasText(completions(prompt(), seed, 8, 1.03).get(0).text().strip());
    }

    @Test
    void panelsComeAndGoWithTheirCompletions() {
        open("n=6&t=0.5,1");
        run();
        page.locator("#add-panel").click();
        assertThat(page.locator(".completion")).hasCount(3);
        assertThat(page.locator("[data-text='2']"))
                .hasText(completions(prompt(), 42, 6, 1.5).get(0).text().strip());
        page.locator(".panel").nth(0).locator(".close").click();
        assertThat(page.locator(".completion")).hasCount(2);
        assertThat(page.locator("[data-text='0']"))
                .hasText(completions(prompt(), 42, 6, 1.0).get(0).text().strip());
        assertThat(page.locator(".completion h3")).hasText(new String[] {"T = 1.00", "T = 1.50"});
    }

    @Test
    void aDoubleClickRunsOnce() {
        open("n=12");
        page.locator("#run").dblclick();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        assertThat(runs).hasSize(1);
        assertThat(tokens(0)).hasCount(12);
        assertThat(page.locator("#run")).isFocused();
    }

    @Test
    void stoppingKeepsWhatCame() {
        open("n=400&t=1,1.2");
        page.locator("#run").click();
        assertThat(tokens(1).nth(12)).isVisible();
        page.locator("#stop").click();
        assertThat(page.locator("#completions [role=status]")).hasText("Stopped.");
        Patience.until(server::isIdle);
        int[] kept = ids(1);
        assertThat(kept).hasSizeGreaterThan(12).hasSizeLessThan(400);
        assertThat(kept)
                .isEqualTo(completions(prompt(), 42, kept.length, 1.2)
                        .get(0)
                        .tokens()
                        .toArray());
        tokens(1).nth(3).hover();
        assertThat(card()).isVisible();
    }
}
