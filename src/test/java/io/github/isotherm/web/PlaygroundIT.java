package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, with the bundled model: its numbers, and what people do with it. */
class PlaygroundIT {
    private static final String PROMPT = "This is a wonderful";
    private static final List<String> WORDS =
            List.of("day", "space", "furniture", "experience", "problem", "challenge");

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;

    @TempDir
    private Path folder;

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
        page = null;
    }

    @AfterEach
    void noComplaints() {
        page.context().close();
        assertThat(chromium.complaints).isEmpty();
    }

    private void open(String state) {
        if (page != null) {
            page.context().close();
        }
        page = chromium.open(1440, 900, ColorScheme.LIGHT, state.contains("r=") ? state : state + "&r=words");
        Chromium.unfold(page);
    }

    /** The softmax of the model's logits, in double precision, written here once more. */
    private static double[] softmax(int[] ids, double temperature) {
        float[] logits = model.logits(ids);
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp((logits[i] - max) / temperature);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private static NextTokens.Distribution next(String chain, double temperature, int top) {
        List<TemperatureSweep.Word> words = WORDS.stream().map(model::word).toList();
        return model.next(
                        model.encode(PROMPT),
                        new TemperatureSweep(
                                ProcessorCatalog.standard().parse(chain), List.of(temperature), top, words))
                .distributions()
                .get(0);
    }

    private Locator panel(int index, double temperature) {
        Locator panel = page.locator(".panel").nth(index);
        assertThat(panel).hasAttribute("data-temperature", io.github.isotherm.error.Checks.number(temperature));
        return panel;
    }

    private static double number(Locator panel, String token, String name) {
        return Double.parseDouble(
                panel.locator("tr[data-token='" + token + "']").getAttribute("data-" + name));
    }

    private double readout(String name) {
        return Double.parseDouble(page.locator("#readout-" + name).getAttribute("data-value"));
    }

    /** The slider is moved by keyboard, and every number is compared with two others. */
    @ParameterizedTest
    @CsvSource({
        "PageDown PageDown PageDown ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight,0.45",
        "ArrowLeft ArrowLeft,0.98",
        "PageUp ArrowUp,1.21",
        "End,2",
        "Home ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight,0.05"
    })
    void numbersAreThoseOfNextAndOfTheLogits(String keys, double temperature) {
        open("");
        page.locator("#temperature").focus();
        for (String key : keys.split(" ")) {
            page.keyboard().press(key);
        }
        double[] exact = softmax(model.encode(PROMPT), temperature);
        NextTokens.Distribution told = next("", temperature, 8);
        Locator words = panel(1, temperature);
        for (NextTokens.Candidate word : told.candidates()) {
            double p = number(words, word.text(), "p");
            assertThat(p).isCloseTo(exact[word.ids().get(0)], within(1e-6));
            assertThat(p).isCloseTo(word.probability(), within(1e-6));
            assertThat(number(words, word.text(), "share")).isCloseTo(word.share(), within(1e-6));
        }
        assertThat(readout("entropy")).isCloseTo(told.entropy(), within(1e-6));
        assertThat(readout("effective")).isCloseTo(told.effective(), within(1e-6 * told.effective()));
        assertThat((int) readout("nucleus")).isEqualTo(told.nucleus());
        assertThat(readout("tail")).isCloseTo(told.tail(), within(1e-6));
        page.getByText("most probable", new Page.GetByTextOptions().setExact(true))
                .click();
        Locator top = panel(1, temperature);
        assertThat(top.locator("tbody tr")).hasCount(9);
        for (NextTokens.TopToken token : told.top()) {
            double p = number(top, model.vocabulary().text(token.id()), "p");
            assertThat(p).isCloseTo(exact[token.id()], within(1e-6));
            assertThat(p).isCloseTo(token.probability(), within(1e-6));
        }
        assertThat(number(top, "rest", "p")).isCloseTo(told.rest().probability(), within(1e-6));
        assertThat(top.locator("tr.rest th")).containsText("49,144");
    }

    @Test
    void temperatureZeroTakesTheMostProbable() {
        open("");
        page.locator("#temperature").focus();
        page.keyboard().press("Home");
        page.getByText("most probable", new Page.GetByTextOptions().setExact(true))
                .click();
        Locator panel = panel(1, 0);
        String best = model.vocabulary().text(next("", 1, 1).top().get(0).id());
        assertThat(number(panel, best, "p")).isEqualTo(1);
        assertThat(number(panel, "rest", "p")).isZero();
        assertThat(readout("effective")).isEqualTo(1);
    }

    @Test
    void theSliderTellsItsTemperatureAndWhatItMeans() {
        open("");
        page.locator("#temperature").focus();
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("ArrowLeft");
        }
        String effective =
                String.format(java.util.Locale.ROOT, "%.1f", next("", 0.7, 0).effective());
        assertThat(page.locator("#temperature"))
                .hasAttribute("aria-valuetext", "temperature 0.70, " + effective + " effective candidates");
        assertThat(page.locator("#reading")).hasText("0.70");
    }

    @Test
    void anotherPromptAndAWordOfSeveralTokens() {
        open("");
        page.locator("#prompt").fill("The capital of France is");
        page.locator("#word").fill("Paris, a beautiful city");
        page.keyboard().press("Enter");
        Locator panel = panel(1, 1);
        assertThat(panel.locator("tr[data-token=' a beautiful city']")).hasCount(1);
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
        assertThat(page.locator(".loading")).hasCount(0);
        int[] ids = model.encode("The capital of France is");
        assertThat(number(panel, " Paris", "p"))
                .isCloseTo(softmax(ids, 1)[model.word("Paris").ids().get(0)], within(1e-6));
        double expected = model.next(
                        ids,
                        new TemperatureSweep(
                                ProcessorChain.EMPTY, List.of(1.0), 0, List.of(model.word("a beautiful city"))))
                .distributions()
                .get(0)
                .candidates()
                .get(0)
                .probability();
        assertThat(number(panel, " a beautiful city", "p")).isCloseTo(expected, within(1e-6));
    }

    @Test
    void panelsComeAndGoAndOneIsMovedByTheSlider() {
        open("");
        page.locator("#add-panel").click();
        assertThat(page.locator(".panel")).hasCount(4);
        panel(3, 1.5);
        assertThat(page.locator("#reading")).hasText("1.50");
        page.locator(".panel").nth(0).locator(".pick").click();
        assertThat(page.locator("#reading")).hasText("0.50");
        page.locator(".panel").nth(0).locator("input").fill("0.33");
        page.keyboard().press("Enter");
        panel(0, 0.33);
        page.locator(".panel").nth(3).locator(".close").click();
        page.locator(".panel").nth(2).locator(".close").click();
        assertThat(page.locator(".panel")).hasCount(2);
        assertThat(page.locator(".panel").nth(0).locator(".close")).isHidden();
    }

    @Test
    void theOrderOfTheChainCountsAndIsTheServers() {
        open("");
        page.getByText("most probable", new Page.GetByTextOptions().setExact(true))
                .click();
        page.locator(".panel").nth(2).locator(".pick").click();
        page.locator("#processor").selectOption("top-p");
        page.locator("#chain-form button").click();
        Locator pieces = page.locator(".piece");
        NextTokens.Distribution after = next("temperature=1 > top-p=0.9", 2, 8);
        NextTokens.Distribution before = next("top-p=0.9 > temperature=1", 2, 8);
        assertThat(before.kept()).isNotEqualTo(after.kept());
        assertThat(pieces.nth(1)).hasAttribute("data-kept", Integer.toString(after.kept()));
        page.locator("[aria-label='Move top-p earlier']").focus();
        page.keyboard().press("Enter");
        assertThat(pieces.nth(0)).hasAttribute("data-piece", "top-p");
        assertThat(pieces.nth(1)).hasAttribute("data-kept", Integer.toString(before.kept()));
        Locator panel = panel(2, 2);
        for (NextTokens.TopToken token : before.top()) {
            assertThat(number(panel, model.vocabulary().text(token.id()), "p"))
                    .isCloseTo(token.probability(), within(1e-6));
        }
        page.locator("[aria-label='Parameters of top-p']").fill("0.1");
        page.keyboard().press("Enter");
        assertThat(panel.locator(".died").first()).hasText("cut by top-p");
        page.locator("[aria-label='Parameters of top-p']").fill("7");
        page.keyboard().press("Enter");
        assertThat(page.locator("#chain-error")).containsText("top-p");
        page.locator("[aria-label='Remove top-p']").click();
        assertThat(page.locator("#chain-error")).isEmpty();
        assertThat(pieces).hasCount(1);
        chromium.complaints.removeIf(complaint -> complaint.contains("400 (Bad Request)"));
    }

    @Test
    void aTokenCanBeBranchedInto() {
        open("");
        page.getByText("most probable", new Page.GetByTextOptions().setExact(true))
                .click();
        int best = next("", 1, 1).top().get(0).id();
        page.locator(".panel")
                .nth(1)
                .locator("tr[data-token='" + model.vocabulary().text(best) + "'] button")
                .click();
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
        assertThat(page.locator("#unbranch")).isFocused();
        int[] prompt = model.encode(PROMPT);
        int[] ids = Arrays.copyOf(prompt, prompt.length + 1);
        ids[prompt.length] = best;
        double[] exact = softmax(ids, 1);
        int after = 0;
        for (int i = 1; i < exact.length; i++) {
            after = exact[i] > exact[after] ? i : after;
        }
        String text = model.vocabulary().text(after);
        assertThat(page.locator(".panel").nth(1).locator("tbody tr").first()).hasAttribute("data-token", text);
        assertThat(number(panel(1, 1), text, "p")).isCloseTo(exact[after], within(1e-6));
        page.locator("#unbranch").click();
        assertThat(page.locator("#prompt-note")).containsText("4 tokens");
    }

    @Test
    void completionsAreThoseOfTheLibraryWithTheSeedShown() {
        open("");
        page.locator("#seed").fill("7");
        page.locator("#max-tokens").fill("12");
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 7");
        var compared = model.compare(
                model.encode(PROMPT),
                new Comparison(ProcessorChain.EMPTY, List.of(0.5, 1.0, 2.0), 1, 7, 12, List.of()),
                ComparisonListener.NONE,
                new Cancellation());
        for (int t = 0; t < 3; t++) {
            assertThat(page.locator("[data-text='" + t + "']").textContent())
                    .isEqualTo(compared.groups().get(t).samples().get(0).text());
        }
    }

    @Test
    void stoppingStopsTheModel() {
        open("");
        page.locator("#max-tokens").fill("500");
        page.locator("#run").click();
        assertThat(page.locator("[data-text='1']")).hasText(Pattern.compile("\\w"));
        assertThat(server.isIdle()).isFalse();
        page.locator("#stop").click();
        assertThat(page.locator("#completions [role=status]")).hasText("Stopped.");
        Patience.until(server::isIdle);
        assertThat(page.locator("#run")).isVisible();
    }

    @Test
    void samplesHaveStatistics() {
        open("v=samples&k=6&n=6&t=0.2,1.5");
        page.locator("#samples-run").click();
        Locator unique = page.locator("#statistics [data-statistic=unique] td");
        assertThat(unique).hasCount(2);
        assertThat(unique.nth(0)).containsText("/ 6");
        screenshot("samples-1440-light-en");
        audit();
    }

    @Test
    void everyTokenIsThereRawBesideProcessed() {
        open("");
        page.locator("#search").fill("wonder");
        assertThat(page.locator("#tokens-note")).containsText("of 49,152 tokens");
        Locator rows = page.locator("#tokens tbody tr");
        assertThat(rows.first().locator("button")).hasText(Pattern.compile("wonder", Pattern.CASE_INSENSITIVE));
        int id = Integer.parseInt(rows.first().getAttribute("data-id"));
        page.locator(".panel").nth(2).locator(".pick").click();
        assertThat(page.locator("#tokens-note")).containsText("2.00");
        int[] ids = model.encode(PROMPT);
        double raw =
                Double.parseDouble(rows.first().locator("[data-column=raw]").getAttribute("data-value"));
        double processed = Double.parseDouble(
                rows.first().locator("[data-column=processed]").getAttribute("data-value"));
        assertThat(raw).isCloseTo(softmax(ids, 1)[id], within(1e-9));
        assertThat(processed).isCloseTo(softmax(ids, 2)[id], within(1e-9));
        rows.first().locator("button").click();
        assertThat(page.locator("#prompt-note")).containsText("5 tokens");
        assertThat(page.locator("#unbranch")).isFocused();
    }

    @Test
    void everyExportHoldsTheNumbersAndTheLinkReopensThem() throws IOException {
        open("p=It+was&w=a,raining&t=0.25,1.3&a=0&c=temperature+%3E+top-k%3D50&s=9");
        Locator shown = panel(0, 0.25);
        double expected = number(shown, " raining", "p");
        String csv = Files.readString(export("exportCsv"));
        assertThat(csv)
                .startsWith("temperature,text,probability,share\n0.25,\" a\",")
                .contains(",\" raining\",");
        JsonNode json =
                JsonMapper.builder().build().readTree(export("exportJson").toFile());
        assertThat(json.get("chain").asText()).isEqualTo("temperature > top-k=50");
        assertThat(json.get("panels")
                        .get(0)
                        .get("rows")
                        .get(1)
                        .get("probability")
                        .asDouble())
                .isEqualTo(expected);
        assertThat(Files.readString(export("exportSvg"))).startsWith("<svg").contains("T = 0.25", "It was ___");
        assertThat(Files.readAllBytes(export("exportPng")))
                .startsWith((byte) 0x89, 'P', 'N', 'G')
                .hasSizeGreaterThan(5_000);
        assertThat(copied("copyCommand"))
                .isEqualTo("isotherm next 'It was' --temperatures 0.25,1.3 --top 8 --candidates 'a,raining'"
                        + " --chain 'temperature=1 > top-k=50'");
        String program = copied("copyJava");
        assertThat(program).contains("\"temperature=0.25 > top-k=50\"", ".seed(9L)");
        assertCompiles(program);
        String link = copied("copyLink");
        open(link.substring(link.indexOf('#') + 1));
        assertThat(number(panel(0, 0.25), " raining", "p")).isEqualTo(expected);
        assertThat(page.locator("#prompt")).hasValue("It was");
        assertThat(page.locator("#seed")).hasValue("9");
        assertThat(page.locator(".piece").nth(1)).hasAttribute("data-piece", "top-k");
    }

    private void assertCompiles(String statement) throws IOException {
        Path source = folder.resolve("Snippet.java");
        Files.writeString(
                source,
                "import io.github.isotherm.sampling.catalog.*; import io.github.isotherm.langchain4j.*; import java.nio.file.Path;"
                        + " class Snippet { static void run() {\n" + statement + "\nmodel.close(); } }");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        source.toString());
        assertThat(result).as(statement).isZero();
    }

    private Path export(String name) {
        page.locator("#export summary").click();
        Download download = page.waitForDownload(
                () -> page.locator("[data-export=" + name + "]").click());
        return download.path();
    }

    private String copied(String name) {
        page.locator("#export summary").click();
        page.locator("[data-export=" + name + "]").click();
        assertThat(page.locator("#export")).not().hasAttribute("open", "");
        return page.locator("#export").getAttribute("data-copied");
    }

    /** Probabilities as the article prints them. */
    @Test
    void theLessonIsTheArticles() {
        open("v=lesson");
        List<String> one = List.of("0.512106", "0.031141", "0.025496", "0.310608", "0.069306", "0.051343");
        List<String> two = List.of("0.340943", "0.084075", "0.076075", "0.265526", "0.125426", "0.107955");
        assertLesson(one);
        page.locator("[data-tour='2']").click();
        assertThat(page.locator("#lesson-reading")).hasText("2.00");
        assertLesson(two);
        page.locator("[data-tour='0']").click();
        assertThat(page.locator("#lesson-article tr[data-token=day] .number")).hasText("0.999955");
        int after = next("temperature=1 > top-p=0.9", 1.5, 1).kept();
        int before = next("top-p=0.9 > temperature=1", 1.5, 1).kept();
        assertThat(page.locator("#tour-order"))
                .containsText(String.format(java.util.Locale.ROOT, "keeps %,d tokens", after));
        assertThat(page.locator("#tour-order")).containsText(String.format(java.util.Locale.ROOT, "%,d when", before));
        page.locator("[data-tour='1']").click();
        NextTokens.Distribution live = next("", 1, 0);
        for (int i = 0; i < WORDS.size(); i++) {
            assertThat(page.locator("#lesson-live tr[data-token=" + WORDS.get(i) + "] .number"))
                    .hasText(String.format(
                            java.util.Locale.ROOT,
                            live.candidates().get(i).share() < 0.5e-6 ? "%.1e" : "%.6f",
                            live.candidates().get(i).share()));
        }
        screenshot("lesson-1440-light-en");
        audit();
    }

    private void assertLesson(List<String> expected) {
        for (int i = 0; i < WORDS.size(); i++) {
            assertThat(page.locator("#lesson-article tr[data-token=" + WORDS.get(i) + "] .number"))
                    .hasText(expected.get(i));
        }
    }

    @Test
    void itSpeaksItalian() {
        page = chromium.open(1440, 900, ColorScheme.LIGHT, "it-IT", "v=lesson");
        assertThat(page.locator("#view-lesson h2").first()).hasText("Che cosa fa la temperatura");
        assertThat(page.locator("html")).hasAttribute("lang", "it");
        page.locator("#language").click();
        assertThat(page.locator("#view-lesson h2").first()).hasText("What temperature does");
    }

    @Test
    void everythingCanBeReachedByKeyboard() {
        open("");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        for (String id : List.of("tab-playground", "language", "prompt", "temperature", "add-panel", "word", "run")) {
            boolean reached = false;
            for (int i = 0; i < 60 && !reached; i++) {
                page.keyboard().press("Tab");
                reached = id.equals(page.evaluate("document.activeElement.id"));
            }
            assertThat(reached).as("Tab reaches " + id).isTrue();
        }
    }

    /** No width clips or overlaps, in either language; axe finds nothing; the pictures are for people to look at. */
    @ParameterizedTest
    @CsvSource({
        "playground,1440,LIGHT,en",
        "playground,1440,DARK,it",
        "playground,1024,LIGHT,it",
        "playground,1024,DARK,en",
        "playground,390,LIGHT,it",
        "playground,390,DARK,en",
        "lesson,1024,DARK,it",
        "lesson,390,LIGHT,it",
        "samples,1024,DARK,it",
        "samples,390,LIGHT,en"
    })
    void everyViewHoldsAtEveryWidth(String view, int width, ColorScheme scheme, String language) {
        page = chromium.open(width, 900, scheme, language, "c=temperature+%3E+top-p%3D0.95&n=16&k=4&v=" + view);
        switch (view) {
            case "playground" -> {
                page.locator("#run").click();
                assertThat(page.locator("#completions [role=status]")).containsText("42:");
                assertThat(page.locator(".curve")).hasCount(8);
            }
            case "samples" -> {
                page.locator("#samples-run").click();
                assertThat(page.locator("#statistics tbody tr")).hasCount(8);
            }
            default ->
                assertThat(page.locator("#lesson-live tr[data-token=day] .number"))
                        .containsText(language.equals("it") ? "0," : "0.");
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat((List<?>) page.evaluate("[...document.querySelectorAll('button,th,dt,dd,h2,label')].filter(e =>"
                        + " e.offsetParent && !e.closest('.hidden,.scroll:not(#tokens),#tokens td') && !e.classList.contains('hidden')"
                        + " && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
                        + ".map(e => e.textContent)"))
                .as("clipped texts")
                .isEmpty();
        screenshot(String.join(
                "-", view, Integer.toString(width), scheme.name().toLowerCase(java.util.Locale.ROOT), language));
        audit();
    }

    private void screenshot(String name) {
        Chromium.screenshot(page, name);
    }

    private void audit() {
        Chromium.audit(page);
    }
}
