package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees who opens the page and has not scrolled yet. */
class PlaygroundFirstScreenIT extends PlaygroundPage {
    private static final String PROMPT = "This is a wonderful";
    private static final int TOP = 8;

    private void open(int width, int height, ColorScheme scheme, String language, String state) {
        page = chromium.open(width, height, scheme, language, state);
    }

    /** Ids by descending logit, and their softmax at a temperature; written here once more. */
    private static double[] softmax(float[] logits, double temperature) {
        double max = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] p = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp((logits[i] - max) / temperature))
                .toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(weight -> weight / sum).toArray();
    }

    private static List<Integer> ranking(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id]))
                .toList();
    }

    private static String figure(double p) {
        return String.format(Locale.ROOT, "%.4f", p);
    }

    /** The first sentence that the model writes from a seed; cut at the first mark that a blank follows. */
    private static String sentence(double temperature, long seed) {
        String text = model.compare(
                        model.encode(PROMPT),
                        new Comparison(ProcessorChain.EMPTY, List.of(temperature), 1, seed, 48, List.of()),
                        ComparisonListener.NONE,
                        new Cancellation())
                .groups()
                .get(0)
                .samples()
                .get(0)
                .text();
        java.util.regex.Matcher end =
                Pattern.compile("[.!?…]+[\"'”’»)\\]*_]*(?=\\s|\\z)").matcher(text);
        return end.find() ? text.substring(0, end.end()) : text + " …";
    }

    private static void isWithin(Locator locator, double width, double height) {
        BoundingBox box = locator.boundingBox();
        assertThat(box).as(locator.toString()).isNotNull();
        assertThat(box.x).as(locator + " left").isBetween(0.0, width - box.width);
        assertThat(box.y).as(locator + " top and bottom").isBetween(0.0, height - box.height);
    }

    @ParameterizedTest
    @CsvSource({
        "1366,768,LIGHT,en",
        "1366,768,DARK,it",
        "390,844,LIGHT,it",
        "390,844,DARK,en",
        "1440,900,DARK,en",
        "1024,768,LIGHT,it"
    })
    void showsSentenceCurvesSliderBarsAndWhatTheModelWrites(
            int width, int height, ColorScheme scheme, String language) {
        open(width, height, scheme, language, "");
        for (int i = 0; i < 3; i++) {
            assertThat(page.locator("#sentence-" + i)).hasText(Pattern.compile(PROMPT + ".+[.!?…]\\W?"));
        }
        for (String part : List.of("#prompt", "#filled .fill", "#curves svg", "#temperature")) {
            isWithin(page.locator(part), width, height);
        }
        Locator bars = page.locator(".panel.active tbody tr[data-token]");
        assertThat(bars).hasCount(TOP + 1);
        isWithin(bars.last(), width, height);
        assertThat(page.locator(".panel.active .sentence .given")).hasText(PROMPT);
        assertThat(page.locator(".panel.active .sentence .given").boundingBox().y)
                .isLessThan(height - 20.0);
        double slider = page.locator("#temperature").boundingBox().y;
        assertThat(page.locator("#curves svg").boundingBox().y).isLessThan(slider);
        assertThat(bars.first().boundingBox().y).isGreaterThan(slider);
        for (String fold : List.of("chain", "tokens")) {
            assertThat(page.locator("[data-fold=" + fold + "]").getAttribute("open"))
                    .isNull();
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of(
                        "target",
                        "screenshots",
                        String.join("-", "first", "" + width, scheme.name().toLowerCase(Locale.ROOT), language)
                                + ".png")));
        Chromium.audit(page);
    }

    @Test
    void boldNumbersAreProbabilitiesOverTheWholeVocabulary() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        float[] logits = model.logits(model.encode(PROMPT));
        List<Integer> order = ranking(logits);
        double[] temperatures = {0.5, 1, 2};
        for (int i = 0; i < temperatures.length; i++) {
            double[] p = softmax(logits, temperatures[i]);
            Locator numbers = page.locator(".panel").nth(i).locator("tbody td.number");
            for (int n = 0; n < TOP; n++) {
                assertThat(numbers.nth(n)).hasText(figure(p[order.get(n)]));
            }
            assertThat(numbers.nth(TOP))
                    .hasText(figure(1
                            - order.subList(0, TOP).stream()
                                    .mapToDouble(id -> p[id])
                                    .sum()));
        }
        assertThat(page.locator("#filled .given")).hasText(PROMPT);
        assertThat(page.locator("#filled .fill"))
                .hasText(model.vocabulary().text(order.get(0)).strip());
        assertThat(page.locator("#filled .note")).containsText(figure(softmax(logits, 1)[order.get(0)]));
        page.locator("input[name=rows][value=words]").check(new Locator.CheckOptions().setForce(true));
        int day = model.encode(" day")[0];
        Locator row = page.locator(".panel").nth(1).locator("tr[data-token=' day'] td.number");
        assertThat(row.first()).hasText(figure(softmax(logits, 1)[day]));
        assertThat(Double.parseDouble(page.locator(".panel")
                        .nth(1)
                        .locator("tr[data-token=' day']")
                        .getAttribute("data-share")))
                .isGreaterThan(0.1);
        assertThat(row.first().evaluate("e => Number(getComputedStyle(e).fontWeight)"))
                .isEqualTo(600);
        assertThat(row.last().evaluate("e => Number(getComputedStyle(e).fontWeight)"))
                .isEqualTo(400);
    }

    @Test
    void aSentenceAtEachTemperatureComesByItselfFromOneSeed() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        double[] temperatures = {0.5, 1, 2};
        for (int i = 0; i < temperatures.length; i++) {
            assertThat(page.locator("#sentence-" + i)).hasText(PROMPT + sentence(temperatures[i], 42));
        }
        assertThat(page.locator(".changed")).hasCount(0);
    }

    @Test
    void aMovedTemperatureDrawsTheSentenceAgainFromTheSameUniformsAndMarksWhatChanged() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        String before = sentence(1, 42);
        assertThat(page.locator("#sentence-1")).hasText(PROMPT + before);
        page.locator("#temperature").fill("0.7");
        String after = sentence(0.7, 42);
        assertThat(page.locator("#sentence-1")).hasText(PROMPT + after);
        assertThat(after).isNotEqualTo(before);
        int[] then = model.encode(before);
        int[] now = model.encode(after);
        int same = Arrays.mismatch(then, now);
        page.locator("#sentence-1 .token.changed").first().waitFor();
        assertThat(String.join("", page.locator("#sentence-1 .token.changed").allTextContents()))
                .isEqualTo(model.decode(Arrays.copyOfRange(now, same, now.length)));
        assertThat(page.locator("#sentence-1 .drawn"))
                .hasAttribute(
                        "aria-description",
                        Pattern.compile("⤷ Changed from token " + (same + 1) + " on: “.+” instead of “.+”\\."));
        assertThat(page.locator("#sentence-0 .changed, #sentence-2 .changed")).hasCount(0);
        page.locator("#temperature").fill("1");
        assertThat(page.locator("#sentence-1")).hasText(PROMPT + before);
        page.locator("#seed").fill("43");
        assertThat(page.locator("#sentence-1")).hasText(PROMPT + sentence(1, 43));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # drawn before, ~ where broken off, then drawn last | the token that changed, and what the page says of it
            a b c., a x c.        | 1 | Changed from token 2 on: “x” instead of “b”.
            a b c~, a x c.        | 1 | Changed from token 2 on: “x” instead of “b”.
            a b~, a b c.          | -1 | ''
            a b., a b c.          | 2 | Changed from token 3 on: “c” instead of the end.
            a b., a b.            | -1 | The same text as before.
            a b c., a~, a x c.    | 1 | Changed from token 2 on: “x” instead of “b”.
            a b., a y z~, a b z.  | 1 | Changed from token 2 on: “b” instead of “y”.
            a b c~, a b.          | 2 | Changed from token 3 on: the end instead of “c”.
            """)
    void aDrawingIsComparedWithTheOneThatCameFarthestBeforeIt(String drawings, int first, String said) {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        Object changed = page.evaluate("""
                async (drawings) => {
                  const { DrawnText } = await import('./drawn-text.js');
                  const base = { ids: [], branched: 0, branch: [], chain: '', temperature: 1 };
                  const text = new DrawnText(base);
                  drawings.split(', ').forEach((drawing, i) => {
                    if (i > 0) text.again(base);
                    for (const token of drawing.slice(0, -1).split(' ')) {
                      text.take({ id: token.codePointAt(0), logprob_raw: -1 });
                      text.append(token);
                    }
                    if (drawing.endsWith('.')) text.finish();
                  });
                  const marked = [...text.element.children].filter((part) => part.classList.contains('changed')).length;
                  return [text.firstChange(), text.changeText().replace(/^⤷ /, '').replaceAll("‿", ""), text.tokens.length - marked];
                }""", drawings);
        int length = drawings.substring(drawings.lastIndexOf(", ") + 2).split(" ").length;
        assertThat(changed).isEqualTo(List.of(first, said, first < 0 ? length : first));
    }

    @Test
    void aPromptOfSeveralLinesGrowsAndIsReadAsWritten() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        double line = page.locator("#prompt").boundingBox().height;
        page.locator("#prompt").fill("Roses are red,\nviolets are blue,\nsugar is sweet,\nand so");
        String written = "Roses are red,\nviolets are blue,\nsugar is sweet,\nand so";
        assertThat(page.locator("#prompt-note")).hasText(model.encode(written).length + " tokens");
        assertThat(page.locator("#prompt").boundingBox().height).isGreaterThan(line + 60);
        float[] logits = model.logits(model.encode(written));
        double p = softmax(logits, 1)[ranking(logits).get(0)];
        assertThat(Double.parseDouble(page.locator("#filled .fill").getAttribute("data-p")))
                .isCloseTo(p, within(1e-9));
        page.reload();
        page.waitForSelector("body[data-ready=true]");
        assertThat(page.locator("#prompt")).hasValue(written);
        assertThat(page.locator("#prompt").boundingBox().height).isGreaterThan(line + 60);
    }

    @Test
    void thePresentationShowsTwoPanelsAndTheSliderInLargeNumbers() {
        open(1366, 768, ColorScheme.LIGHT, "en", "t=0.2,0.7,1,1.5&a=2");
        page.locator("#present").click();
        assertThat(page.locator(".panel:visible")).hasCount(2);
        assertThat(page.locator(".panel.active")).isVisible();
        assertThat(page.locator("#temperature")).isVisible();
        assertThat(page.locator("#temperature")).isFocused();
        for (String gone : List.of("header", "#prompt", ".toolbar", "#completions", "[data-fold=chain]")) {
            assertThat(page.locator(gone)).isHidden();
        }
        assertThat(
                        (Boolean)
                                page.evaluate(
                                        "[...document.querySelectorAll('.panel :is(td.number, .panel-head input)')]"
                                                + ".filter(e => e.offsetParent).every(e => { const s = document.createElement('canvas').getContext('2d');"
                                                + " const c = getComputedStyle(e);"
                                                + " s.font = `${c.fontWeight} ${c.fontSize} ${c.fontFamily}`; return s.measureText('0').actualBoundingBoxAscent >= innerHeight / 40; })"))
                .as("digits as high as a fortieth of the window")
                .isTrue();
        isWithin(page.locator(".panel.active tbody tr").last(), 1366, 768);
        page.locator("#temperature").press("ArrowRight");
        assertThat(page.locator(".panel.active")).hasAttribute("data-temperature", "1.01");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of("target", "screenshots", "presenting-1366-light.png")));
        Chromium.audit(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#present")).isFocused();
        assertThat(page.locator(".panel:visible")).hasCount(4);
        page.locator("#present").click();
        page.locator("#leave").click();
        assertThat(page.locator(".panel:visible")).hasCount(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "it"})
    void everyWordOfArtExplainsItselfInOneSentence(String language) {
        open(1366, 768, ColorScheme.LIGHT, language, "");
        Chromium.unfold(page);
        page.locator("#more").scrollIntoViewIfNeeded();
        Locator terms = page.locator(".term:visible");
        assertThat(terms.count()).isGreaterThan(12);
        for (int i = 0; i < terms.count(); i++) {
            terms.nth(i).focus();
            assertThat(page.locator("#explanation")).isVisible();
            assertThat(page.locator("#explanation").textContent()).matches("[^\\n]{30,240}\\.");
            assertThat(terms.nth(i)).hasAttribute("aria-describedby", "explanation");
            isWithin(page.locator("#explanation"), 1366, 768);
        }
        page.keyboard().press("Escape");
        assertThat(page.locator("#explanation")).isHidden();
        page.evaluate("scrollTo(0, 0)");
        page.locator("[data-term=entropy]").hover();
        assertThat(page.locator("#explanation")).containsText(language.equals("it") ? "incerto" : "uncertain");
        page.mouse().move(700, 5);
        assertThat(page.locator("#explanation")).isHidden();
    }

    @Test
    void italianNumbersHaveTheirComma() {
        open(1366, 768, ColorScheme.LIGHT, "it", "");
        Chromium.unfold(page);
        assertThat(page.locator(".panel.active tbody td.number").first()).hasText(Pattern.compile("0,\\d{4}"));
        assertThat(page.locator("#reading")).hasText("1,00");
        assertThat(page.locator("#readout-entropy")).hasText(Pattern.compile("\\d,\\d{3} nat"));
        assertThat(page.locator("#tokens tbody td.number").nth(2)).hasText(Pattern.compile("−?-?\\d+,\\d{3}"));
        assertThat(
                        (List<?>)
                                page.evaluate(
                                        "[...document.querySelectorAll('.panel td, #readouts dd, #curves text, #tokens td.number')]"
                                                + ".filter(e => e.offsetParent || e.ownerSVGElement).map(e => e.textContent).filter(s => /\\d\\.\\d/.test(s))"))
                .as("numbers with a point")
                .isEmpty();
    }

    @Test
    void piecesOfTheChainSayWhatTheyDoInTheLanguageOfThePage() {
        open(1366, 768, ColorScheme.LIGHT, "it", "c=temperature+%3E+top-k%3D40");
        assertThat(page.locator("[data-fold=chain]")).hasAttribute("open", "");
        assertThat(page.locator("[data-piece=top-k] .meaning")).hasText("Tiene i k token più probabili.");
        page.locator("#language").click();
        assertThat(page.locator("[data-piece=top-k] .meaning")).hasText("Keeps the k most probable tokens.");
        assertThat((Boolean) page.evaluate("(async () => { const it = (await import('/it-processors.js')).default;"
                        + " const { processors } = await (await fetch('/api/model')).json();"
                        + " return processors.every(({ name }) => /^[A-Z].*\\.$/.test(it[name] ?? '')); })()"))
                .as("every processor in Italian")
                .isTrue();
    }

    @Test
    void ordersAreOfferedWhereThereIsAnOrder() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        Chromium.unfold(page);
        assertThat(page.locator("#orders")).isHidden();
        page.locator("#processor").selectOption("min-p");
        page.locator("#add-processor").click();
        assertThat(page.locator("#orders button")).hasCount(5);
        assertThat(page.locator("#orders")).isVisible();
    }

    @Test
    void panelsAndTheirTablesAreNamedByTheirTemperature() {
        open(1366, 768, ColorScheme.LIGHT, "it", "");
        page.locator("#temperature").fill("0.7");
        assertThat(page.locator(".panel").nth(1)).hasAttribute("aria-label", "T = 0,70");
        assertThat(page.locator(".panel").nth(1).locator("table"))
                .hasAttribute("aria-label", "Probabilità a temperatura 0,70");
        assertThat(page.locator(".panel").nth(2).locator("table"))
                .hasAttribute("aria-label", "Probabilità a temperatura 2,00");
    }

    /** Each of these takes away, hides or disables what had the focus. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".panel:nth-child(2) .close",
                "#add-panel",
                "[data-piece=top-k] [aria-label='Remove top-k']",
                "#words li:first-child button",
                "#present",
                "#run",
                ".panel:nth-child(1) tr:nth-child(1) button:not(.term)"
            })
    void theFocusNeverFallsOnTheBody(String button) {
        open(1366, 768, ColorScheme.LIGHT, "en", "r=words&n=2&t=0.2,0.5,0.7,1,2&c=temperature+%3E+top-k%3D40");
        Locator pressed = page.locator(button).first();
        pressed.focus();
        pressed.press("Enter");
        page.waitForTimeout(1500);
        assertThat(page.evaluate(
                        "document.activeElement === document.body || !document.activeElement.checkVisibility()"))
                .isEqualTo(false);
    }

    @Test
    void forcedColoursShowSliderChoiceAndSelection() {
        open(1366, 768, ColorScheme.LIGHT, "en", "");
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        String colour = "(e, p) => getComputedStyle(e)[p]";
        Locator chosen = page.locator(".switch label:has(:checked)").first();
        Locator other = page.locator(".switch label:not(:has(:checked))").first();
        assertThat(chosen.evaluate(colour, "backgroundColor")).isNotEqualTo(other.evaluate(colour, "backgroundColor"));
        assertThat(page.locator(".panel.active").evaluate(colour, "outlineStyle"))
                .isEqualTo("solid");
        assertThat(page.locator(".panel:not(.active)").first().evaluate(colour, "outlineStyle"))
                .isEqualTo("none");
        assertThat(page.locator(".panel.active .pick").evaluate(colour, "backgroundColor"))
                .isNotEqualTo(page.locator(".panel:not(.active) .pick").first().evaluate(colour, "backgroundColor"));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of("target", "screenshots", "forced-colours-1366.png")));
        Chromium.audit(page);
    }
}
