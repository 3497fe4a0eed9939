package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.Completion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.TerminalText;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The terminal view in a terminal of JLine's, driven by keys. */
class LiveScreenIT {
    private static final String PROMPT = "This is a wonderful";
    private static final Pattern ROW = Pattern.compile("^(?:\\d| )  \"( \\w+)\" +([0-9.e-]+) .*?\\|([^|]*)\\|(.*)$");
    private static final String LEFT = "\033[D";
    private static final String RIGHT = "\033[C";
    private static final String UP = "\033[A";

    private static LocalModel model;

    @BeforeAll
    static void open() {
        model = LocalModel.openBundled();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** The last screen that was drawn before quitting, and all that was written. */
    private record Screen(String written, List<String> lines) {
        String line(String part) {
            return lines.stream()
                    .filter(line -> line.contains(part))
                    .findFirst()
                    .orElse("");
        }

        Matcher row(String token) {
            Matcher matcher = lines.stream()
                    .map(ROW::matcher)
                    .filter(row -> row.find() && row.group(1).equals(token))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(token + " in " + lines));
            return matcher;
        }
    }

    private static Screen drive(int columns, int rows, String... keys) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PipedOutputStream typed = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(typed, 4096);
                org.jline.terminal.Terminal terminal = TerminalBuilder.builder()
                        .system(false)
                        .streams(in, out)
                        .type("xterm-256color")
                        .encoding(StandardCharsets.UTF_8)
                        .build()) {
            terminal.setSize(Size.of(columns, rows));
            Attributes before = terminal.getAttributes();
            LiveScreen screen = new LiveScreen(
                    terminal,
                    new LivePrompt(model, PROMPT, List.of("day", "space"), 5),
                    LiveSettings.at(1),
                    BarStyle.UNICODE,
                    line -> line,
                    SurpriseColour::painted);
            CompletableFuture<Void> running = CompletableFuture.runAsync(screen::run);
            await(out, "seed 5");
            for (String key : keys) {
                typed.write(key.getBytes(StandardCharsets.UTF_8));
            }
            typed.write('q');
            typed.flush();
            running.join();
            assertThat(terminal.getAttributes().getLocalFlags()).isEqualTo(before.getLocalFlags());
            await(out, "\033[?1049l");
        }
        String written = out.toString(StandardCharsets.UTF_8);
        String last = written.substring(written.lastIndexOf("\033[H") + 3);
        List<String> lines = new ArrayList<>();
        last.replaceAll("\r+\n", "\n")
                .replaceAll("\033[\\[(?][0-9;?]*[A-Za-z>=]|\033[=>]", "")
                .lines()
                .forEach(line -> lines.add(line.stripTrailing()));
        return new Screen(written, lines);
    }

    /** What is typed before the first drawing is not seen as keys yet, and what is written takes a moment to arrive. */
    private static void await(ByteArrayOutputStream out, String part) {
        Patience.until(() -> out.toString(StandardCharsets.UTF_8).contains(part));
    }

    private static NextTokens.Distribution next(String chain, double temperature) {
        return model.next(
                        model.encode(PROMPT),
                        new TemperatureSweep(
                                ProcessorCatalog.standard().parse(chain),
                                List.of(temperature),
                                9,
                                List.of(model.word("day"), model.word("space"))))
                .distributions()
                .get(0);
    }

    @Test
    void arrowsMoveTheTemperatureAndTheBarsAreTheNumbers() throws IOException {
        Screen screen = drive(110, 40, LEFT, LEFT, LEFT, LEFT, UP, UP);
        assertThat(screen.line("T = 0.82")).contains("●");
        NextTokens.Distribution expected = next("", 0.82);
        for (NextTokens.TopToken token : expected.top()) {
            Matcher row = screen.row(model.vocabulary().text(token.id()));
            assertThat(Double.parseDouble(row.group(2))).isCloseTo(token.probability(), within(1e-6));
            assertBar(row.group(3), token.probability());
        }
        for (NextTokens.Candidate word : expected.candidates()) {
            assertBar(screen.row(word.text()).group(3), word.share());
        }
    }

    /** All bars have one length, in eighths of a cell. */
    private static void assertBar(String bar, double value) {
        String filled = bar.stripTrailing();
        double cells = 0;
        for (char c : filled.toCharArray()) {
            cells += (0x2590 - c) / 8.0;
        }
        assertThat(bar).hasSize(7); // four temperatures share what one had alone
        assertThat(cells).isCloseTo(7 * value, within(1 / 16.0 + 1e-9));
    }

    @Test
    void keysSetTheChainAndItsOrder() throws IOException {
        Screen cut = drive(110, 40, "k", "p");
        assertThat(cut.line("chain")).startsWith("chain temperature=1 > top-k=100 > top-p=0.95   seed 5");
        assertThat(cut.line("left")).startsWith("left  49,152 > 100 (0.");
        assertThat(drive(110, 40, "k", "k", "K", "pP", "mM", "sS").line("chain"))
                .startsWith("chain temperature=1 > top-k=100   seed 5");
        Screen other = drive(110, 40, RIGHT, "kk", "m", "o", "s");
        assertThat(other.line("chain")).startsWith("chain top-k=40 > min-p=0.02 > temperature=1.05   seed 6");
        double first =
                next("top-k=40 > min-p=0.02 > temperature=1", 1.05).top().get(0).probability();
        assertThat(Double.parseDouble(other.row(" example").group(2))).isCloseTo(first, within(1e-6));
    }

    @Test
    void aDigitBranchesAndBackspaceTakesItBack() throws IOException {
        String best = model.vocabulary().text(next("", 1).top().get(0).id());
        assertThat(drive(110, 40, "1").lines().get(0)).isEqualTo(PROMPT + best + " ___");
        assertThat(drive(110, 40, "1", "\177").lines().get(0)).isEqualTo(PROMPT + " ___");
    }

    @Test
    void aWordIsAddedAndABadOneIsSaid() throws IOException {
        assertThat(drive(110, 40, "c", "problem\r").row(" problem").group(2)).startsWith("0.");
        Screen both = drive(110, 40, "c", "problem,zebra\r");
        assertThat(both.row(" problem").group(2)).startsWith("0.");
        assertThat(both.row(" zebra").group(2)).isNotBlank();
        assertThat(drive(110, 40, "c", "problem,\r").lines()).noneMatch(line -> line.contains("\" problem\""));
        assertThat(drive(110, 40, "c", "\r").line("A candidate")).contains("empty");
        assertThat(drive(110, 40, "xx").line("your words")).isEmpty();
        assertThat(drive(110, 40, "c", "zeb\177\033", "k").lines()).noneMatch(line -> line.contains("zeb"));
    }

    @Test
    void enterCompletesWithTheSeed() throws IOException {
        Screen screen = drive(200, 40, LEFT, LEFT, "\r");
        Completion traced = model.complete(
                PROMPT,
                io.github.isotherm.CompletionOptions.defaults()
                        .chain(ProcessorCatalog.standard().parse("temperature=0.9"))
                        .seed(5L)
                        .trace(TraceOptions.top(0))
                        .maxTokens(24));
        String shown = traced.text().strip().replace("\n", "\\n");
        assertThat(shown.length()).isLessThanOrEqualTo(200);
        assertThat(screen.lines()).contains(shown);
        assertThat(screen.written())
                .as("streamed in the colours of the tokens")
                .contains(painted(traced, 3))
                .contains(painted(traced, 8))
                .contains(painted(traced, traced.result().tokens().size()));
    }

    /** The first tokens of a completion in their colours, without the blank before them. */
    private static String painted(Completion completion, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double probability = Math.exp(completion.result().traces().get(i).logprobRaw());
            String token = model.vocabulary().text(completion.result().tokens().get(i));
            text.append(SurpriseColour.painted(
                    new Piece((i == 0 ? token.stripLeading() : token).replace("\n", "\\n"), probability)));
        }
        return text.toString();
    }

    @Test
    void otherTemperaturesStandBesideItAndTheWholeWindowIsUsed() throws IOException {
        Screen screen = drive(160, 50, LEFT);
        assertThat(screen.line("   T = 0.95  ")).contains("T = 0.2 ", "T = 0.5 ", "T = 1 ", "T = 1.5");
        List<NextTokens.Distribution> beside = List.of(next("", 0.2), next("", 0.5), next("", 1), next("", 1.5));
        String best = model.vocabulary().text(beside.get(0).top().get(0).id());
        Matcher figures =
                Pattern.compile("([0-9.]+) \\|").matcher(screen.row(best).group(4));
        for (NextTokens.Distribution other : beside) {
            assertThat(figures.find()).isTrue();
            assertThat(Double.parseDouble(figures.group(1)))
                    .isCloseTo(other.top().get(0).probability(), within(1e-6));
        }
        int longest =
                screen.lines().stream().mapToInt(TerminalText::width).max().orElse(0);
        assertThat(longest).isBetween(150, 160);
        assertThat(screen.lines().stream().filter(line -> line.contains("|"))).hasSizeGreaterThan(20);
        assertThat(drive(80, 24).line("   T = 1  ")).contains("T = 0.2");
    }

    @Test
    void theKeysAreOneKeyAway() throws IOException {
        assertThat(drive(80, 24, "?").line("next order")).contains("llama-cpp");
        assertThat(drive(80, 24, "?", RIGHT).line("T = 1.00")).isNotBlank();
    }

    @Test
    void theTerminalIsLeftAsItWas() throws IOException {
        String written = drive(60, 16, RIGHT).written();
        assertThat(written).contains("\033[?1049h", "\033[?1049l");
        assertThat(written.lastIndexOf("\033[?1049l")).isGreaterThan(written.lastIndexOf("\033[H"));
        Screen small = drive(60, 16);
        assertThat(small.line("q quit")).as("the keys").isNotBlank();
        assertThat(small.lines().size()).isLessThanOrEqualTo(16);
        assertThat(small.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 60);
    }
}
