package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static CommandLine program() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return CommandLineProgram.create(
                new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, Map.of()));
    }

    static Stream<String> commands() {
        return program().getSubcommands().keySet().stream();
    }

    /** The line as a shell cuts it; the command that needs no name is complete. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        WORD.matcher(example).results().map(HelpTest::word).forEach(words::add);
        if (!program().getSubcommands().containsKey(words.get(0))) {
            words.add(0, "complete");
        }
        return words;
    }

    private static String word(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamplesThatAreRead(String command) {
        String help = CommandLineRun.of("help", command).out();
        assertThat(help).contains("Usage: isotherm " + command);
        if (command.equals("help")) {
            return;
        }
        assertThat(help).contains("Examples:").contains("isotherm");
        for (String example : HelpLayout.examples(command)) {
            assertThat(help).contains("  isotherm " + example);
            List<String> words = words(example);
            assertThat(words.get(0)).isEqualTo(command);
            program().parseArgs(words.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noLineIsLongerThanTheHelpIsWide(String command) {
        assertThat(CommandLineRun.of("help", command).out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void optionsStandInGroupsAndTheUsualOnesForSamplingFirst() {
        String help = CommandLineRun.of("complete", "--help").out();
        assertThat(help)
                .containsSubsequence(
                        "\nText:\n",
                        "--max-tokens",
                        "\nSampling:\n",
                        "--temperature",
                        "--top-k",
                        "--top-p",
                        "--min-p",
                        "--repetition-penalty",
                        "--seed",
                        "more: isotherm complete --help-sampling",
                        "\nOutput:\n",
                        "--json",
                        "\nModel and engine:\n",
                        "--model",
                        "\nHelp:\n")
                .doesNotContain("--mirostat=");
    }

    @Test
    void allOptionsForSamplingAreShownOnRequestAndNoOthers() {
        CommandLineRun run = CommandLineRun.of("complete", "--help-sampling");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("--mirostat=", "--xtc=", "--chain=", "--seed=")
                .doesNotContain("--model=", "--json ");
        assertThat(CommandLineRun.of("--help-sampling").out()).isEqualTo(run.out());
    }

    @Test
    void eachOptionStandsInOneGroup() {
        String help = CommandLineRun.of("compare", "--help").out();
        String sampling = CommandLineRun.of("compare", "--help-sampling").out();
        program().getSubcommands().get("compare").getCommandSpec().options().forEach(option -> {
            Pattern line = Pattern.compile(
                    "(?m)^ {2,6}(?:--?[\\w-]+, )*" + Pattern.quote(option.longestName()) + "(?=[=, \\[]|$)");
            assertThat(line.matcher(help).results().count()
                            + line.matcher(sampling).results().count())
                    .as(option.longestName())
                    .isBetween(1L, 2L);
        });
    }
}
