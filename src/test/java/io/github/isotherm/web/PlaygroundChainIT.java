package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chain's editor in a real browser: its orders, and values with the chain's own signs in them. */
class PlaygroundChainIT {
    private static final String PIECES =
            "temperature > top-p=0.9 > min-p=0.05 > mirostat > repetition-penalty=1.1 > top-k=40";

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;
    private static URLClassLoader plugin;

    private Page page;

    @BeforeAll
    static void startWithAProcessorOfTheTests(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LogitsProcessorProvider.class.getName()), WithoutTokens.class.getName());
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        plugin = new URLClassLoader(new URL[] {folder.toUri().toURL()}, own);
        model = LocalModel.openBundled();
        Thread.currentThread().setContextClassLoader(plugin);
        try {
            server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
        chromium = Chromium.launch(server.port());
    }

    @AfterAll
    static void stop() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
        model.close();
        plugin.close();
    }

    @AfterEach
    void noComplaints() {
        page.context().close();
        assertThat(chromium.complaints).isEmpty();
    }

    private void open(String state) {
        chromium.complaints.clear();
        page = chromium.open(1440, 900, ColorScheme.LIGHT, state);
        Chromium.unfold(page);
    }

    private static String coded(String chain) {
        return java.net.URLEncoder.encode(chain, java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> pieces() {
        return page.locator(".piece").all().stream()
                .map(piece -> piece.getAttribute("data-piece"))
                .toList();
    }

    private static int id(String token) {
        int[] ids = model.encode(token);
        assertThat(ids).hasSize(1);
        return ids[0];
    }

    private Locator order(String name) {
        return page.locator("[data-order=" + name + "]");
    }

    /** The same settings in the order that the command line's option gives them. */
    @ParameterizedTest
    @EnumSource(ProcessorOrder.class)
    void anOrderIsThatOfTheCommandLine(ProcessorOrder order) {
        open("c=" + coded(PIECES));
        String name = order.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        order(name).click();
        assertThat(order(name)).hasAttribute("aria-pressed", "true");
        assertThat(pieces())
                .containsExactlyElementsOf(order
                        .arrange(ProcessorCatalog.standard()
                                .parse(PIECES.replace("temperature >", "temperature=1 >"))
                                .steps())
                        .steps()
                        .stream()
                        .map(step -> step.name().replace('_', '-'))
                        .toList());
    }

    @Test
    void theTemperatureGoesToEitherEndButRepairStaysFirst() {
        open("c=" + coded("repair > top-k=40 > temperature > top-p=0.9"));
        order("temperature-last").click();
        assertThat(order("temperature-last")).isFocused();
        assertThat(pieces()).containsExactly("repair", "top-k", "top-p", "temperature");
        order("temperature-first").click();
        assertThat(order("temperature-first")).hasAttribute("aria-pressed", "true");
        assertThat(pieces()).containsExactly("repair", "temperature", "top-k", "top-p");
    }

    /** Every processor with a value to begin with is a piece that the server takes as it comes; texts have fields of their own. */
    @Test
    void aPieceBeginsWithItsRowsFirstValue() {
        open("");
        List<ProcessorType> ready = ProcessorCatalog.standard().types().stream()
                .filter(type -> type.first().isPresent() && !type.name().equals("temperature") && !type.takesTexts())
                .toList();
        assertThat(ready).hasSizeGreaterThan(18);
        for (ProcessorType type : ready) {
            String name = Spelling.kebab(type.name());
            page.locator("#processor").selectOption(name);
            page.locator("#add-processor").click();
            Locator piece = page.locator("[data-piece=" + name + "]");
            assertThat(piece.locator("input")).hasValue(type.first().orElseThrow());
            assertThat(piece.getAttribute("title")).startsWith(type.meaning());
            assertThat(piece).hasAttribute("data-kept", Pattern.compile("[0-9]+"));
            assertThat(page.locator("#chain-error")).isEmpty();
            page.locator("[aria-label='Remove " + name + "']").click();
        }
    }

    @Test
    void anEmptyPieceOfALinkSaysWhatItTakes() {
        open("c=" + coded("temperature > mirostat > top-k=3"));
        assertThat(page.locator("[data-piece=mirostat] input")).hasAttribute("placeholder", "tau ≥ 0 · eta ≥ 0");
        assertThat(page.locator("[data-piece=top-k] input"))
                .hasAttribute("placeholder", "k 0, 1, … · keep-ties · min-keep 1, 2, …");
        assertThat(page.locator("#processor")).hasValue("top-k");
    }

    @Test
    void anOrderNeedsTwoPieces() {
        open("");
        assertThat(order("hf")).isDisabled();
        assertThat(order("hf")).hasAttribute("aria-pressed", "false");
    }

    /** The chain's sign inside quotes is part of the value: when edited, when moved, in the link and on the server. */
    @Test
    void aQuotedSignSurvivesEditingAndTheLink() {
        open("r=words&w=example,thing,way&c=" + coded("temperature > without-tokens=\"nothing\" > top-k=40"));
        Locator value = page.locator("[aria-label='Parameters of without-tokens']");
        String both = "\"" + id(" example") + " > " + id(" thing") + "\"";
        value.fill(both);
        page.keyboard().press("Enter");
        Locator first = page.locator(".panel").nth(1);
        assertThat(first.locator("tr[data-token=' example'] .died")).hasText("cut by without-tokens");
        assertThat(first.locator("tr[data-token=' thing'] .died")).hasText("cut by without-tokens");
        assertThat(first.locator("tr[data-token=' way'] .died")).hasCount(0);
        order("temperature-last").click();
        assertThat(pieces()).containsExactly("without-tokens", "top-k", "temperature");
        page.waitForCondition(
                () -> page.url().contains("temperature&") || page.url().endsWith("temperature"));
        String state = page.url().substring(page.url().indexOf('#') + 1);
        page.context().close();
        open(state);
        assertThat(pieces()).containsExactly("without-tokens", "top-k", "temperature");
        assertThat(page.locator("[aria-label='Parameters of without-tokens']")).hasValue(both);
        assertThat(page.locator(".panel").nth(1).locator("tr[data-token=' example'] .died"))
                .hasText("cut by without-tokens");
    }

    @Test
    void severalParametersAndListsStayWhole() {
        open("c=" + coded("logit-bias={28: -5, 1183: -inf} > xtc(probability=0.5, threshold=0.1) > temperature"));
        assertThat(pieces()).containsExactly("logit-bias", "xtc", "temperature");
        assertThat(page.locator("[aria-label='Parameters of logit-bias']")).hasValue("{28: -5, 1183: -inf}");
        assertThat(page.locator("[aria-label='Parameters of xtc']")).hasValue("probability=0.5, threshold=0.1");
        assertThat(page.locator(".piece").nth(0)).hasAttribute("data-kept", "49151");
        assertThat(page.locator("#chain-error")).isEmpty();
    }

    @Test
    void aSignOutsideQuotesMakesAnotherPiece() {
        open("c=" + coded("temperature > top-k=40"));
        page.locator("[aria-label='Parameters of top-k']").fill("20 > top-p=0.5");
        page.keyboard().press("Enter");
        assertThat(page.locator(".piece")).hasCount(3);
        assertThat(pieces()).containsExactly("temperature", "top-k", "top-p");
        assertThat(page.locator(".piece").nth(1)).hasAttribute("data-kept", "20");
    }

    @Test
    void anOpenQuoteIsRefusedBeforeItSwallowsTheRest() {
        open("c=" + coded("temperature > top-k=40 > top-p=0.9"));
        Locator value = page.locator("[aria-label='Parameters of top-k']");
        value.fill("\"40");
        page.keyboard().press("Enter");
        assertThat(page.locator("#chain-error")).containsText("is not closed");
        assertThat(value).hasAttribute("aria-invalid", "true");
        assertThat(pieces()).containsExactly("temperature", "top-k", "top-p");
        value.fill("30");
        page.keyboard().press("Enter");
        assertThat(page.locator(".piece").nth(1)).hasAttribute("data-kept", "30");
        assertThat(page.locator("#chain-error")).isEmpty();
    }
}
