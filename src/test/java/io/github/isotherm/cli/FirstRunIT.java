package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.TerminalText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees who types a prompt and nothing else. */
class FirstRunIT {
    private static final String PROMPT = "This is a wonderful ___";
    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

    /** On a terminal of so many columns. */
    private static CommandLineRun watched(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                true,
                environment);
        int code = CommandLineProgram.run(terminal, args);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static CommandLineRun watched(int columns, String... args) {
        return watched(Map.of("COLUMNS", "" + columns, "LANG", "en_US.UTF-8", "TERM", "xterm-256color"), args);
    }

    private static String plain(String text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    /** Behind the temperature, joined where lines were broken. */
    private static List<String> sentences(String out) {
        String told = plain(out);
        String block = told.substring(told.indexOf("):\n") + 3, told.indexOf("\nisotherm live"));
        return List.of(block.replaceAll("\n  ", " ").split("\n")).stream()
                .filter(line -> line.startsWith("T = "))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"80", "50"})
    void showsTheWordsAndASentenceAtEachTemperatureInLinesThatFit(int columns) {
        CommandLineRun run = watched(columns, PROMPT);
        assertThat(run.code()).as(run.err()).isZero();
        String told = plain(run.out());
        assertThat(told).startsWith("This is a wonderful ___\n").contains("\" example\"", "0.132", "49,147 others");
        assertThat(told.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
        assertThat(told).contains("isotherm live", "isotherm web", "isotherm next \"This is a wonderful ___\"");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void noSentenceIsShownTwiceOrEndsInItsMiddle() {
        for (int i = 0; i < 2; i++) {
            List<String> sentences = sentences(watched(2000, PROMPT).out());
            assertThat(sentences).isNotEmpty().doesNotHaveDuplicates().allMatch(line -> line.contains("T = "));
            assertThat(sentences.stream().map(line -> line.replaceAll("^T = [^a-zA-Z]*(and 1.5)?", "")))
                    .doesNotHaveDuplicates();
            assertThat(sentences).allSatisfy(line -> assertThat(line).matches(".*[.!?…。！？][\"'”’»)\\]*_」』）]*\\s*"));
        }
    }

    @Test
    void theSeedMakesTheSameSentencesAgain() {
        CommandLineRun run = watched(2000, PROMPT);
        Matcher seed = Pattern.compile("seed (\\d+)").matcher(plain(run.out()));
        assertThat(seed.find()).isTrue();
        String again = CommandLineRun.of("compare", PROMPT, "-t", "0.2,0.5,1,1.5", "-n", "48", "--seed", seed.group(1))
                .out()
                .replaceAll("\\\\[nrt]", " ");
        for (String line : sentences(run.out())) {
            assertThat(letters(again))
                    .contains(letters(line.substring(line.indexOf("wonderful") + "wonderful".length())));
        }
    }

    /** Without signs, which a quoted text writes out. */
    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "");
    }

    @Test
    void withoutColoursThereAreNone() {
        Map<String, String> environment = Map.of("COLUMNS", "80", "NO_COLOR", "1", "LANG", "en_US.UTF-8");
        assertThat(watched(environment, PROMPT).out()).doesNotContain("\033").doesNotContain("probability:");
        assertThat(watched(80, PROMPT).out()).contains("\033[", "at least 1/2");
    }

    @Test
    void aPipeGetsTheBareCompletion() {
        CommandLineRun run = CommandLineRun.of(PROMPT, "--seed", "5");
        assertThat(run.out()).startsWith(" thing").doesNotContain("T = ", "wonderful ___");
        assertThat(CommandLineRun.of(PROMPT).out()).doesNotContain("T = ", "isotherm live");
    }

    @Test
    void withAnOptionThereIsACompletionThatEndsWithASentence() {
        CommandLineRun run = watched(80, PROMPT, "-t", "0.9", "--seed", "3");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("\033[90mThis is a wonderful\033[0m ");
        assertThat(plain(run.out()).strip()).matches("(?s).*[.!?\"”)]");
        assertThat(run.err()).contains("seed 3");
        CommandLineRun whole = CommandLineRun.of(PROMPT, "-t", "0.9", "--seed", "3");
        assertThat("This is a wonderful" + whole.out())
                .startsWith(plain(run.out()).strip());
    }

    @Test
    void aLengthThatIsAskedForIsKept() {
        CommandLineRun run = watched(80, PROMPT, "-t", "0.2", "--seed", "5", "-n", "7");
        CommandLineRun whole = CommandLineRun.of(PROMPT, "-t", "0.2", "--seed", "5", "-n", "7");
        assertThat(plain(run.out())).isEqualTo("This is a wonderful" + whole.out());
    }

    @Test
    void aBlankInsideIsFilledWithTheModelsWordsOrOnesOwn() {
        String own =
                plain(watched(80, "This is a ___ day", "-c", "great,purple").out());
        assertThat(own).startsWith("This is a ___ day\n").contains("\" great\"", "\" purple\"");
        String chosen = plain(watched(80, "This is a ___ day").out());
        assertThat(chosen).contains("64 likeliest words", "\" perfect\"").doesNotContain("seed");
        assertThat(chosen.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void theReadmeShowsWhatItsDiceShow() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                true,
                Map.of("COLUMNS", "80", "NO_COLOR", "1"));
        try (LocalModel model = LocalModel.openBundled()) {
            new FirstRun(terminal, BarStyle.UNICODE, () -> 8252936458607915L)
                    .show(model, BlankPrompt.anywhere(PROMPT), List.of());
        }
        String readme = Files.readString(Path.of("README.md")).replace("\r\n", "\n");
        String told = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
        assertThat(readme).contains(told);
    }
}
