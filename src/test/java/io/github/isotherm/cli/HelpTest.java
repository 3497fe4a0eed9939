package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.Range;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static CommandLine program() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return CommandLineProgram.create(
                new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, Map.of()));
    }

    private static final CommandLine PROGRAM = program();

    static Stream<String> commands() {
        return PROGRAM.getSubcommands().keySet().stream();
    }

    /** The line as a shell cuts it; the command that needs no name is complete. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        WORD.matcher(example).results().map(HelpTest::word).forEach(words::add);
        if (!PROGRAM.getSubcommands().containsKey(words.get(0))) {
            words.add(0, "complete");
        }
        return words;
    }

    private static String word(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    /** Whether a method is one takes as long to find out as reading all options; help is the parser's own. */
    @ParameterizedTest
    @MethodSource("commands")
    void noMethodIsACommand(String command) {
        assertThat(PROGRAM.getSubcommands().get(command).getCommandSpec().isAddMethodSubcommands())
                .isEqualTo(command.equals("help"));
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

    private static Stream<Arguments> options() {
        return PROGRAM.getSubcommands().entrySet().stream()
                .flatMap(command -> command.getValue().getCommandSpec().options().stream()
                        .filter(option -> !option.hidden()
                                && !option.usageHelp()
                                && !option.versionHelp()
                                && !option.longestName().equals("--help-sampling"))
                        .map(option -> Arguments.of(command.getKey(), option.longestName())));
    }

    private static OptionSpec option(String command, String name) {
        return PROGRAM.getSubcommands().get(command).getCommandSpec().findOption(name);
    }

    private static boolean isNumber(OptionSpec option) {
        List<Class<?>> types = List.of(option.auxiliaryTypes());
        return types.contains(Integer.class)
                || types.contains(Double.class)
                || List.of(int.class, long.class, double.class, Integer.class, Long.class)
                        .contains(option.type());
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyOptionSaysItsRangeOrKindAndItsDefaultOrOffValue(String command, String name) {
        OptionSpec option = option(command, name);
        String text = String.join(" ", OptionHelp.of(option));
        assertThat(text).matches("(?s)\\p{Lu}.+").containsPattern("default|[Oo]ff|must be given");
        if (isNumber(option)) {
            assertThat(text).containsPattern("at least -?\\d|from -?\\d+ to \\d");
        } else if (option.arity().max() > 0) {
            assertThat(option.paramLabel()).matches("\\[?[A-Z0-9a-z|=/,_-]{1,}\\]?");
        } else {
            assertThat(text).endsWith("(default: off).");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatAnOptionSaysIsInTheHelp(String command) {
        String help = solid(CommandLineRun.of(command, "--help").out()
                + CommandLineRun.of(command, "--help-sampling").out());
        options()
                .filter(each -> each.get()[0].equals(command))
                .map(each -> option(command, (String) each.get()[1]))
                .forEach(option -> assertThat(help).contains(solid(String.join("", OptionHelp.of(option)))));
    }

    /** Without the breaks of lines, which stand inside numbers too. */
    private static String solid(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static Stream<Arguments> processors() {
        return options()
                .filter(option -> ProcessorCatalog.standard()
                        .type(((String) option.get()[1]).substring(2))
                        .isPresent())
                .filter(option -> !option.get()[0].equals("grammar") && !option.get()[0].equals("live"));
    }

    /** A range as people read it. */
    private static Range read(String words) {
        boolean whole = words.startsWith("whole, ");
        Matcher inside = Pattern.compile("in ([\\[(])(.+), (.+)([\\])])").matcher(words);
        if (inside.matches()) {
            return new Range(
                    Double.parseDouble(inside.group(2)),
                    inside.group(1).equals("("),
                    Double.parseDouble(inside.group(3)),
                    inside.group(4).equals(")"),
                    whole);
        }
        Matcher above = Pattern.compile("(?:whole, )?(at least|above) (.+)").matcher(words);
        if (above.matches()) {
            return new Range(
                    Double.parseDouble(above.group(2)),
                    above.group(1).equals("above"),
                    Double.POSITIVE_INFINITY,
                    true,
                    whole);
        }
        assertThat(words).isEqualTo("any finite number");
        return Range.FINITE;
    }

    @ParameterizedTest
    @MethodSource("processors")
    void whatAProcessorsOptionSaysIsTheCatalogs(String command, String name) {
        ProcessorType type = ProcessorCatalog.standard().type(name.substring(2)).orElseThrow();
        if (!(option(command, name).type() == String.class || type.takesSeveralTexts())) {
            return; // the sweep's own temperatures
        }
        String text = String.join(" ", OptionHelp.of(option(command, name)));
        for (Parameter parameter : type.parameters()) {
            Matcher said = Pattern.compile("(?:^|[ ;])" + parameter.name().replace('_', '-')
                            + "(?: is ([^;]*?))? \\((default ([^)]+)|must be given)\\)[;.]")
                    .matcher(text);
            assertThat(said.find()).as(parameter + " in " + text).isTrue();
            if (parameter.range() != null) {
                assertThat(read(said.group(1))).isEqualTo(parameter.range());
            }
            if (parameter.initial() == null) {
                assertThat(said.group(2)).isEqualTo("must be given");
            } else if (parameter.initial() instanceof Number number) {
                assertThat(Double.parseDouble(said.group(3))).isEqualTo(number.doubleValue());
            } else if (parameter.initial() instanceof Boolean) {
                assertThat(said.group(1)).isEqualTo("true or false");
                assertThat(said.group(3)).isEqualTo(parameter.initial().toString());
            }
        }
        type.off().ifPresent(off -> assertThat(text).contains(" " + off + " is off."));
        if (type.off().isEmpty()) {
            assertThat(text).contains("Off unless it is given.");
        }
    }

    private static Stream<Arguments> leasts() {
        return options()
                .filter(each -> isNumber(option((String) each.get()[0], (String) each.get()[1])))
                .filter(each -> !List.of("--ids", "--branch-ids")
                        .contains(each.get()[1])) // asks the model how many ids there are
                .filter(each -> !each.get()[0].equals("live") // asks for a terminal before a model
                        || each.get()[1].equals("--temperature"));
    }

    @ParameterizedTest
    @MethodSource("leasts")
    void aNumberBelowTheLeastThatTheHelpNamesIsRefused(String command, String name) {
        String text = String.join(" ", OptionHelp.of(option(command, name)));
        Matcher least = Pattern.compile("(?:at least|from) (\\d+)").matcher(text);
        assertThat(least.find()).isTrue();
        List<String> line = new ArrayList<>(List.of(command));
        if (List.of("complete", "next", "compare", "live", "logits").contains(command)) {
            line.add("hello");
        }
        if (command.equals("tokens")) {
            line.add("hello");
        }
        if (command.equals("pull")) {
            line.add("org/name");
        }
        if (command.equals("batch")) {
            line.addAll(List.of("no.jsonl", "-o", "answers.jsonl"));
        }
        line.add(name + "=" + (Integer.parseInt(least.group(1)) - 1));
        if (text.startsWith("With --check")) {
            line.add("--check");
        }
        if (name.equals("--logprobs")) {
            line.add("--json");
        }
        CommandLineRun run =
                CommandLineRun.with(Map.of("ISOTHERM_MODEL", "no/such/folder"), "", line.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("but must be");
        assertThat(run.err().lines()).hasSize(1);
    }
}
