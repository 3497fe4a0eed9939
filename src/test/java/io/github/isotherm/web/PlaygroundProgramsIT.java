package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.PlaygroundReply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copied programs are compiled and run, and print the completion that the page shows. */
class PlaygroundProgramsIT extends PlaygroundPage {
    @TempDir
    private Path folder;

    private static String hash(Map<String, String> state) {
        return state.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private void open(Map<String, String> state) {
        page = chromium.open(1440, 900, ColorScheme.LIGHT, hash(state));
    }

    /** Runs the completions; the text of a panel. */
    private static String completed(Page page, int panel) {
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("the same again");
        String text = page.locator("[data-text='" + panel + "']").textContent();
        assertThat(text).isNotBlank();
        return text;
    }

    private static String copied(Page page, String name) {
        page.locator("#export summary").click();
        page.locator("[data-export=" + name + "]").click();
        assertThat(page.locator("#export")).not().hasAttribute("open", "");
        return page.locator("#export").getAttribute("data-copied");
    }

    private void assertBothPrint(String text) throws Exception {
        String library = copied(page, "copyJava");
        assertThat(library).contains("LocalModel.open(").doesNotContain("langchain4j");
        assertThat(CopiedProgram.run(library, folder)).isEqualTo(text + System.lineSeparator());
        String chained = copied(page, "copyLangChain");
        assertThat(chained)
                .contains("IsothermLanguageModel.builder()")
                .doesNotContain("import io.github.isotherm.LocalModel");
        assertThat(CopiedProgram.run(chained, folder)).isEqualTo(text + System.lineSeparator());
    }

    @Test
    void printTheCompletionOfTheSelectedPanel() throws Exception {
        open(Map.of("t", "0.3,1.2", "a", "1", "s", "7", "n", "12"));
        String text = completed(page, 1);
        assertThat(text).isNotEqualTo(page.locator("[data-text='0']").textContent());
        assertBothPrint(text);
    }

    /** The field's seed is empty; the one that was chosen made the text. */
    @Test
    void haveTheSeedThatWasChosen() throws Exception {
        open(Map.of(
                "t", "1.4,0.2", "a", "0", "s", "", "n", "9", "c", "top-k=50 > temperature > repetition-penalty=1.2"));
        assertBothPrint(completed(page, 0));
    }

    @Test
    void standAnyTextInPromptAndChain() throws Exception {
        open(Map.of(
                "p", "Say \"hi\", it's\ta \\u0041 test\nperché \\n 日本 */ \uD83D\uDE00:",
                "t", "0.8,1",
                "a", "0",
                "n", "8",
                "c", "regex=\"( \\\\w+|\\\"[è\\\\\\\\]\\\"){1,4}\" > temperature"));
        assertBothPrint(completed(page, 0));
    }

    @Test
    void goOnBehindABranch() throws Exception {
        int day = model.encodeAfter(model.encode("This is a wonderful"), " day")[0];
        open(Map.of("t", "0.3,1.2", "a", "1", "n", "10", "b", Integer.toString(day)));
        assertBothPrint(completed(page, 1));
    }

    /** " w" and "onder" are drawn one by one; as a text they are one token, and LangChain4j takes only texts. */
    @Test
    void goOnBehindABranchThatItsTextWouldNotMake() throws Exception {
        int[] branch = {model.encode(" w")[0], model.encode("onder")[0]};
        open(Map.of("p", "This is a", "t", "0.3,1.2", "a", "1", "n", "10", "b", branch[0] + "," + branch[1]));
        String text = completed(page, 1);
        assertThat(CopiedProgram.run(copied(page, "copyJava"), folder)).isEqualTo(text + System.lineSeparator());
        page.locator("#export summary").click();
        page.locator("[data-export=copyLangChain]").click();
        assertThat(page.locator("#notice")).containsText("LangChain4j takes text, but “ wonder” after the prompt");
        page.locator("#notice-close").click();
    }

    /** A constraint begins before the branch, of which a text tells nothing. */
    @Test
    void goOnBehindABranchInsideAConstraint() throws Exception {
        int[] prompt = model.encode("Is the sky blue? Answer:");
        open(Map.of(
                "p", "Is the sky blue? Answer:",
                "b", Integer.toString(model.encodeAfter(prompt, " y")[0]),
                "c", "choice=[\" yes, always\", \" no\"] > temperature",
                "t", "0.5,1"));
        String text = completed(page, 1);
        assertThat(text).isEqualTo("es, always");
        assertThat(CopiedProgram.run(copied(page, "copyJava"), folder)).isEqualTo(text + System.lineSeparator());
        page.locator("#export summary").click();
        page.locator("[data-export=copyLangChain]").click();
        assertThat(page.locator("#notice")).containsText("LangChain4j takes text");
        page.locator("#notice-close").click();
    }

    /** A folder that nobody would guess, opened otherwise than usual. */
    @Test
    void openTheModelThatThePageShowsAsItIsOpen() throws Exception {
        CopiedCommand.assumeShell();
        Path other = Files.createDirectory(folder.resolve("it's a \"model\" è"));
        link(LocalModel.bundledFolder(), other);
        try (LocalModel fast = LocalModel.open(other, EngineOptions.defaults().withActivations(Activations.FAST));
                PlaygroundServer own = PlaygroundServer.start(fast, new WebOptions(WebOptions.LOOPBACK, 0, null));
                Chromium browser = Chromium.launch(own.port())) {
            Page shown = browser.open(
                    1440, 900, ColorScheme.LIGHT, hash(Map.of("r", "words", "t", "0.7,1.2", "a", "1", "n", "12")));
            String text = completed(shown, 1);
            for (String name : List.of("copyJava", "copyLangChain")) {
                String program = copied(shown, name);
                assertThat(program).contains("Activations.FAST");
                assertThat(CopiedProgram.run(program, folder)).isEqualTo(text + System.lineSeparator());
            }
            String command = copied(shown, "copyCommand");
            assertThat(command).contains("--model '", "--activations fast");
            JsonNode printed = CopiedCommand.run(command, folder);
            double p = Double.parseDouble(
                    shown.locator(".panel").nth(1).locator("tbody tr").first().getAttribute("data-p"));
            JsonNode day = printed.get("temperatures").get(1).get("candidates").get(0);
            assertThat(day.get("probability").asDouble()).isCloseTo(p, within(1e-12));
            assertThat(day.get("probability").asDouble()).isNotCloseTo(exact(day), within(1e-9));
        }
    }

    /** On another computer the model's place here means nothing: there it is where ISOTHERM_MODEL says, or the bundled one. */
    @Test
    void openTheUsualModelWhereThePageIsShownElsewhere() throws Exception {
        String elsewhere = PlaygroundReply.model(model, ProcessorCatalog.standard(), false);
        assertThat(elsewhere)
                .doesNotContain("\"place\"", LocalModel.bundledFolder().toString());
        assertThat(PlaygroundReply.model(model, ProcessorCatalog.standard(), true))
                .contains("\"place\"");
        page = chromium.blank(1440, 900, ColorScheme.LIGHT, "en-US");
        page.route("**/api/model", route -> route.fulfill(new Route.FulfillOptions().setBody(elsewhere)));
        chromium.navigate(page, "/#" + hash(Map.of("t", "0.3,1.2", "a", "1", "n", "12")));
        page.waitForSelector("body[data-ready=true]");
        String text = completed(page, 1);
        for (String name : List.of("copyJava", "copyLangChain")) {
            String program = copied(page, name);
            assertThat(program).doesNotContain("Path");
            Map<String, String> named = Map.of(
                    "ISOTHERM_MODEL",
                    LocalModel.bundledFolder().toAbsolutePath().toString());
            assertThat(CopiedProgram.run(program, folder, named)).isEqualTo(text + System.lineSeparator());
        }
    }

    private static double exact(JsonNode day) {
        float[] logits = model.logits(model.encode("This is a wonderful"));
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / 1.2);
        }
        return Math.exp(logits[day.get("ids").get(0).asInt()] / 1.2) / sum;
    }

    private static void link(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(from)) {
            all.forEach(files::add);
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
