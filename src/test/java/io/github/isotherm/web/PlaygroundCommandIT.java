package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copied command, run by a shell, prints the page's numbers in full. */
class PlaygroundCommandIT extends PlaygroundPage {
    @TempDir
    private Path folder;

    @BeforeEach
    void aShellIsThere() {
        CopiedCommand.assumeShell();
    }

    @Override
    boolean mayBeRefused() {
        return true;
    }

    private void open(Map<String, String> state) {
        String hash = state.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        page = chromium.open(1440, 900, ColorScheme.LIGHT, hash);
    }

    private static String words(String... words) {
        return Arrays.stream(words)
                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining(","));
    }

    private static String ids(int... ids) {
        return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private String copied() {
        page.locator("#export summary").click();
        page.locator("[data-export=copyCommand]").click();
        assertThat(page.locator("#export")).not().hasAttribute("open", "");
        return page.locator("#export").getAttribute("data-copied");
    }

    private static double number(Locator row, String name) {
        return Double.parseDouble(row.getAttribute("data-" + name));
    }

    /** Runs the command and finds every row of the page in what it prints, with the same numbers. */
    private JsonNode assertPrintsThePage() throws Exception {
        String command = copied();
        JsonNode printed = CopiedCommand.run(command, folder);
        List<Locator> panels = page.locator(".panel").all();
        assertThat(printed.get("temperatures")).hasSameSizeAs(panels);
        for (int i = 0; i < panels.size(); i++) {
            JsonNode distribution = printed.get("temperatures").get(i);
            assertThat(distribution.get("temperature").asDouble()).isEqualTo(number(panels.get(i), "temperature"));
            List<Locator> rows = panels.get(i).locator("tbody tr:not(.rest)").all();
            assertThat(rows).isNotEmpty();
            for (Locator row : rows) {
                assertPrinted(command, distribution, row);
            }
        }
        return printed;
    }

    private static void assertPrinted(String command, JsonNode distribution, Locator row) {
        String text = row.getAttribute("data-token");
        boolean words = row.locator("td.second").count() > 0;
        for (JsonNode entry : distribution.get(words ? "candidates" : "top")) {
            if (entry.get("text").asText().equals(text)) {
                assertThat(entry.get("probability").asDouble())
                        .as(command + ": " + text)
                        .isCloseTo(number(row, "p"), within(1e-12));
                if (words) {
                    assertThat(entry.get("share").asDouble()).isCloseTo(number(row, "share"), within(1e-12));
                }
                return;
            }
        }
        assertThat(words).as(command + " does not print " + text).isFalse();
        assertThat(number(row, "p")).as(text).isZero();
    }

    @Test
    void ofThePageAsItOpens() throws Exception {
        open(Map.of());
        assertPrintsThePage();
        assertThat(copied())
                .isEqualTo("isotherm next 'This is a wonderful' --temperatures 0.5,1,2 --top 8"
                        + " --candidates 'day,space,furniture,experience,problem,challenge'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5 degrees is",
                "--help",
                "- one\n- two\n-",
                "It's \"quoted\" and 'single'",
                "$HOME costs `date` $(date) ${x} !!",
                "back\\slash \\n \\",
                "two\nlines\n",
                "  blanks   before and at the end \t ___ ",
                "@file",
                "perché è così 日本",
                "a=b; c | d & e > f # g * ? ~ [x] {y}"
            })
    void ofAnyPrompt(String prompt) throws Exception {
        open(Map.of("p", prompt, "w", words("day"), "t", "0.4,1.3"));
        JsonNode printed = assertPrintsThePage();
        assertThat(printed.get("prompt").asText()).isEqualTo(prompt.replaceFirst("[ \t]*_{3,}[ \t]*$", ""));
    }

    /** The numbers are still those of the last prompt that could be read, and so is the command. */
    @Test
    void ofTheLastPromptThatCouldBeRead() throws Exception {
        open(Map.of("p", "It was ", "t", "0.4,1.3"));
        page.locator("#prompt").fill("This is a ___ day");
        assertThat(page.locator("#prompt")).hasAttribute("aria-invalid", "true");
        assertThat(assertPrintsThePage().get("prompt").asText()).isEqualTo("It was");
    }

    @Test
    void ofAnyWords() throws Exception {
        String[] all = {"day", "a, b", "say \"hi, you\"", "-t", "it's", "$x", "good-natured", " spaced"};
        open(Map.of("w", words(all), "t", "0.4,1.3"));
        assertThat(assertPrintsThePage().get("temperatures").get(0).get("candidates"))
                .hasSize(all.length);
    }

    @Test
    void ofTheMostProbableTokensUnderAChain() throws Exception {
        open(Map.of(
                "r",
                "top",
                "w",
                "",
                "t",
                "0,0.7,1.5",
                "c",
                "repetition-penalty=1.3 > temperature > top-k=3 > min-p=0.02"));
        assertPrintsThePage();
    }

    /** " w" and "onder" are drawn one by one; as a text they are one token. */
    @Test
    void ofABranchThatItsTextWouldNotMake() throws Exception {
        int[] prompt = model.encode("This is a");
        int[] branch = {model.encodeAfter(prompt, " w")[0], model.encode("onder")[0]};
        assertThat(model.decode(branch)).isEqualTo(" wonder");
        assertThat(model.encodeAfter(prompt, " wonder")).isNotEqualTo(branch);
        open(Map.of("p", "This is a", "b", ids(branch), "t", "0.4,1.3", "w", words("ful", "day")));
        JsonNode printed = assertPrintsThePage();
        assertThat(copied()).contains("'This is a' ", " --branch-ids " + ids(branch));
        assertThat(printed.get("prompt").asText()).isEqualTo("This is a wonder");
        assertThat(printed.get("prompt_tokens")).hasSize(prompt.length + 2);
        assertThat(printed.get("prompt_tokens").get(prompt.length + 1).get("id").asInt())
                .isEqualTo(branch[1]);
    }

    /** A constraint begins before the branch. */
    @Test
    void ofABranchInsideAConstraint() throws Exception {
        int[] prompt = model.encode("Is the sky blue? Answer:");
        open(Map.of(
                "p", "Is the sky blue? Answer:",
                "b", ids(model.encodeAfter(prompt, " y")),
                "c", "choice=[\" yes\", \" no\", \" it's \\\"$x\\\"\"] > temperature",
                "r", "top",
                "t", "0.5,1"));
        assertPrintsThePage();
    }
}
