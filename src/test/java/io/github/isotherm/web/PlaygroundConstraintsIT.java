package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints as pieces of the page's chain, in a real browser. */
class PlaygroundConstraintsIT {
    private static final String PROMPT = "Is the sky blue? Answer:";
    private static final String YES_OR_NO = "choice=[\" yes\", \" no\"] > temperature";

    /** Quotes, a backslash, line breaks and the chain's own sign. */
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {"size": {"type": "string", "pattern": "^[0-9]\\\\.[0-9]$"}},
             "title": "a > b (c",
             "required": ["size"]}""";

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;

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

    @AfterEach
    void noComplaints() {
        page.context().close();
        chromium.complaints.removeIf(said -> said.contains("Failed to load resource"));
        assertThat(chromium.complaints).isEmpty();
    }

    private void open(String chain) {
        open(1440, "en-US", chain);
    }

    private void open(int width, String locale, String chain) {
        chromium.complaints.clear();
        page = chromium.open(width, 900, ColorScheme.LIGHT, locale, "r=top&p=" + coded(PROMPT) + "&c=" + coded(chain));
        Chromium.unfold(page);
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Locator piece(String name) {
        return page.locator("[data-piece=" + name + "]");
    }

    private Locator field(String piece, String name) {
        return piece(piece).locator("[data-field=" + name + "]");
    }

    /** The first step of the chain that the page's link holds. */
    private Object linked() {
        String hash = page.url().substring(page.url().indexOf('#') + 1);
        String chain = List.of(hash.split("&")).stream()
                .filter(part -> part.startsWith("c="))
                .map(part -> URLDecoder.decode(part.substring(2), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        return ProcessorCatalog.standard()
                .parse(chain.replaceFirst("temperature$", "temperature=1"))
                .steps()
                .get(0)
                .processor();
    }

    private static int[] ids(Predicate<String> text) {
        return IntStream.range(0, model.vocabularySize())
                .filter(id -> !model.vocabulary().isSpecial(id))
                .filter(id -> !model.vocabulary().text(id).isEmpty())
                .filter(id -> text.test(model.vocabulary().text(id)))
                .toArray();
    }

    private static double softmaxOf(int[] ids) {
        float[] logits = model.logits(model.encode(PROMPT));
        double all = IntStream.range(0, logits.length)
                .mapToDouble(id -> Math.exp(logits[id] - 30.0))
                .sum();
        return IntStream.of(ids).mapToDouble(id -> Math.exp(logits[id] - 30.0)).sum() / all;
    }

    private double number(String piece, String name) {
        assertThat(piece(piece)).hasAttribute(name, Pattern.compile(".+"));
        return Double.parseDouble(piece(piece).getAttribute(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "json-schema~schema ~{\"type\": \"string\"}",
                "regex      ~pattern~[0-9]{1,4}",
                "choice     ~texts  ~yes;no",
                "gbnf       ~grammar~root ::= \"a\" root \"b\" | \"c\""
            },
            quoteCharacter = '`',
            maxCharsPerColumn = 100)
    void aConstraintIsAddedWithATextToBeginWith(String name, String parameter, String text) {
        open("temperature");
        page.locator("#processor").selectOption(name);
        page.locator("#add-processor").click();
        assertThat(field(name, parameter)).isVisible();
        assertThat(field(name, parameter)).hasValue(text.replace(';', '\n'));
        assertThat(piece(name)).hasAttribute("data-allowed", Pattern.compile("[0-9]+"));
        assertThat(page.locator("#chain-error")).isEmpty();
        Chromium.audit(page);
    }

    @Test
    void aSchemaIsWrittenAsItIsAndSurvivesTheLink() {
        open("json-schema=\"{}\" > temperature");
        piece("json-schema").locator("summary").click();
        field("json-schema", "schema").fill(SCHEMA);
        field("json-schema", "whitespace").selectOption("compact");
        field("json-schema", "open").check();
        page.waitForCondition(() -> page.url().contains("open%3Dtrue"));
        JsonSchemaConstraint read = (JsonSchemaConstraint) linked();
        assertThat(read.schema().json()).isEqualTo(SCHEMA);
        assertThat(read.whitespace()).hasToString("COMPACT");
        assertThat(read.open()).isTrue();
        assertThat(read.oneOfAsAnyOf()).isFalse();

        String state = page.url().substring(page.url().indexOf('#') + 1);
        page.context().close();
        page = chromium.open(1440, 900, ColorScheme.LIGHT, state);
        Chromium.unfold(page);
        assertThat(field("json-schema", "schema")).isHidden();
        assertThat(piece("json-schema").locator("summary code"))
                .hasText(Pattern.compile("^\\{\"type\": \"object\", \"properties\": .{1,60}…$"));
        piece("json-schema").locator("summary").click();
        assertThat(field("json-schema", "schema")).hasValue(SCHEMA);
        assertThat(field("json-schema", "whitespace")).hasValue("compact");
        assertThat(field("json-schema", "order")).hasValue("schema");
        assertThat(field("json-schema", "open")).isChecked();
        assertThat(page.locator("#chain-error")).isEmpty();
    }

    /** With the keyboard alone; the editor stays open and the focus in it. */
    @Test
    void choicesAreLinesWithTheirBlanks() {
        open(YES_OR_NO);
        piece("choice").locator("summary").focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(field("choice", "texts")).isFocused();
        assertThat(field("choice", "texts")).hasValue(" yes\n no");
        field("choice", "texts").fill(" \"maybe\" \\ so\n\n no ");
        page.keyboard().press("Tab");
        page.waitForCondition(() -> page.url().contains("maybe"));
        assertThat(((ChoiceConstraint) linked()).texts()).containsExactly(" \"maybe\" \\ so", " no ");
        assertThat(field("choice", "texts")).isVisible();
        assertThat(page.locator(":focus")).hasAttribute("aria-label", Pattern.compile("temperature"));
    }

    /** A bias before the constraint changes what the stage leaves of what it gets, not what the model itself thinks. */
    @ParameterizedTest
    @ValueSource(strings = {"", "logit-bias={198: 9} > "})
    void theShareOfAConstraintIsTheModelsOwn(String before) {
        open(before + YES_OR_NO);
        int[] allowed = ids(text -> " yes".startsWith(text) || " no".startsWith(text));
        double expected = softmaxOf(allowed);
        assertThat(number("choice", "data-allowed")).isEqualTo(allowed.length);
        assertThat(number("choice", "data-allowed-mass")).isCloseTo(expected, within(1e-6 * expected));
        assertThat(piece("choice").locator(".allowed"))
                .hasText("leaves "
                        + new java.math.BigDecimal(100 * expected)
                                .round(new java.math.MathContext(3))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " % of the model’s own probability; ids allowed: " + allowed.length);
        if (before.isEmpty()) {
            assertThat(number("choice", "data-mass")).isCloseTo(expected, within(1e-6 * expected));
        } else {
            assertThat(number("choice", "data-mass")).isLessThan(expected / 10);
        }
    }

    @Test
    void aTokenClickedIntoMovesTheConstraintOn() {
        open(YES_OR_NO);
        int id = ids(" y"::equals)[0];
        page.locator("#search").fill(Integer.toString(id));
        page.locator("#tokens [data-id='" + id + "'] button").click();
        assertThat(page.locator("#prompt-note")).containsText("“ y”");
        int[] allowed = ids("es"::startsWith);
        assertThat(piece("choice")).hasAttribute("data-allowed", Integer.toString(allowed.length));
        assertThat(page.locator("#chain-error")).isEmpty();

        int rest = ids("es"::equals)[0];
        page.locator("#search").fill("es");
        Locator processed = page.locator("#tokens [data-id='" + rest + "'] [data-column=processed]");
        page.locator("#search").fill(Integer.toString(rest));
        assertThat(processed).hasAttribute("data-value", Pattern.compile("0\\.[0-9]+"));

        page.locator("#run").click();
        assertThat(page.locator("#completions .outcome").nth(2))
                .hasText(Pattern.compile("^Whole; the constraint cost [0-9]+\\.[0-9]{2} nats\\.$"));
        for (int i = 0; i < 3; i++) {
            assertThat(page.locator("#completions [data-text='" + i + "']")).hasText("es");
        }
    }

    @Test
    void aTokenTheConstraintDoesNotAllowIsExplainedInTheLanguageOfThePage() {
        open(1440, "it-IT", YES_OR_NO);
        page.locator("#search").fill("198");
        page.locator("#tokens [data-id='198'] button").click();
        assertThat(page.locator("#chain-error"))
                .containsText("al posto 1 della risposta non rispetta il vincolo, quindi niente può seguirlo");
        page.locator("#unbranch").click();
        assertThat(page.locator("#chain-error")).isEmpty();
        assertThat(piece("choice").locator(".allowed")).containsText("della probabilità propria del modello");
    }

    @Test
    void aConstrainedCompletionIsWholeWithinItsTokens() {
        open("regex=\"[a-z]+\" > temperature");
        page.locator("#max-tokens").fill("3");
        page.locator("#run").click();
        for (int i = 0; i < 3; i++) {
            assertThat(page.locator("#completions .outcome").nth(i))
                    .hasText(Pattern.compile("^Whole; the constraint cost [0-9]+\\.[0-9]{2} nats\\.$"));
        }
        open("temperature");
        page.locator("#max-tokens").fill("3");
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("Seed 42");
        assertThat(page.locator("#completions .outcome").nth(0)).isEmpty();
    }

    @Test
    void whatIsWrongInASchemaIsSaidAtItsPiece() {
        open("json-schema=\"{}\" > temperature > top-k=40");
        piece("json-schema").locator("summary").click();
        field("json-schema", "schema").fill("{\"type\": \"strin\"}");
        page.keyboard().press("Tab");
        assertThat(piece("json-schema").locator(".error")).containsText("strin");
        assertThat(field("json-schema", "schema")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#chain-error")).isEmpty();
        assertThat(page.locator(".piece")).hasCount(3);
        field("json-schema", "schema").fill("{\"type\": \"string\"}");
        page.keyboard().press("Tab");
        assertThat(piece("json-schema").locator(".error")).isEmpty();
        assertThat(field("json-schema", "schema")).hasAttribute("aria-invalid", "false");
        assertThat(piece("json-schema")).hasAttribute("data-kept", Pattern.compile("[1-9][0-9]*"));
    }

    /** The model's most probable token is none of the two. */
    @Test
    void aConstraintBehindATruncationThatLeavesNothingForItIsExplained() {
        open("temperature > top-k=1");
        page.locator("#processor").selectOption("regex");
        page.locator("#add-processor").click();
        assertThat(page.locator("#chain-error")).containsText("After regex no token is left");
        assertThat(piece("regex").locator(".error")).isEmpty();
        page.locator("[aria-label='Move regex earlier']").click();
        page.locator("[aria-label='Move regex earlier']").click();
        assertThat(page.locator("#chain-error")).isEmpty();
        assertThat(piece("regex")).hasAttribute("data-allowed", "10");
    }

    @Test
    void ofTwoConstraintsThePageAsksToLeaveOneOut() {
        open("regex=\"[0-9]\" > choice=[\"a\"] > temperature");
        assertThat(page.locator("#chain-error")).containsText("The chain has the constraints regex and choice");
        page.locator("[aria-label='Remove regex']").click();
        assertThat(page.locator("#chain-error")).isEmpty();
        assertThat(piece("choice")).hasAttribute("data-allowed", "1");
    }

    @Test
    void aFileNamedInALinkIsNotRead() {
        open("json-schema=@/etc/hostname > temperature");
        assertThat(page.locator("#chain-error"))
                .containsText("names the file \"/etc/hostname\", but files are read by the command line alone");
        assertThat(page.locator("[aria-label='Parameters of json-schema']")).hasValue("@/etc/hostname");
    }

    /** Fields hold what they can show in full; anything else is written as the chain has it. */
    @ParameterizedTest
    @ValueSource(strings = {"json-schema={type: \"string\"}", "choice=[\"a\\nb\", \"c\"]", "regex=\"a\\nb\""})
    void whatFieldsCannotHoldStaysAsItIsWritten(String step) {
        open(step + " > temperature");
        String name = step.substring(0, step.indexOf('='));
        assertThat(page.locator("[aria-label='Parameters of " + name + "']"))
                .hasValue(step.substring(step.indexOf('=') + 1));
        assertThat(piece(name)).hasAttribute("data-allowed", Pattern.compile("[0-9]+"));
        assertThat(page.locator("#chain-error")).isEmpty();
    }

    @Test
    void aLongSchemaFitsANarrowPage() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            names.append(i == 0 ? "" : ", ")
                    .append("\\\"a-rather-long-name-")
                    .append(i)
                    .append("\\\"");
        }
        open(390, "en-US", "json-schema=\"{\\\"enum\\\": [" + names + "]}\" > temperature > top-k=40");
        assertThat(page.locator("#chain-error")).isEmpty();
        for (int clicks = 0; clicks < 2; clicks++) {
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
            assertThat(piece("json-schema").boundingBox().height).isLessThan(700);
            Chromium.audit(page);
            piece("json-schema").locator("summary").click();
        }
    }

    @Test
    void theCopiedCommandSaysWhatIsTheAnswers() {
        open("choice=[\" yes\", \" no\"] > temperature");
        int id = ids(" y"::equals)[0];
        page.locator("#search").fill(Integer.toString(id));
        page.locator("#tokens [data-id='" + id + "'] button").click();
        assertThat(piece("choice")).hasAttribute("data-allowed", "2");
        page.locator("#export > summary").click();
        page.locator("[data-export=copyCommand]").click();
        assertThat(page.locator("#export"))
                .hasAttribute(
                        "data-copied",
                        Pattern.compile("^isotherm next 'Is the sky blue\\? Answer:' --temperatures .* --branch-ids "
                                + id + "$"));
    }
}
