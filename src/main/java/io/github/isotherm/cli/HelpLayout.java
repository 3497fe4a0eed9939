package io.github.isotherm.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command: its options in groups, of those for sampling the usual ones, and examples. {@code --help-sampling} shows
 * all of those for sampling.
 */
final class HelpLayout {
    static final String SAMPLING_HELP = "--help-sampling";

    private static final List<String> USUAL =
            List.of("--temperature", "--top-k", "--top-p", "--min-p", "--repetition-penalty", "--seed");
    private static final Set<String> OF_SAMPLING = Set.of("--seed", "--fast-forward", "--temperatures", "--samples");
    private static final Set<String> OF_OUTPUT =
            Set.of("--json", "--logprobs", "--format", "--top", "--show-prompt", "--save", "--replay", "--report");
    private static final Set<Class<?>> ENGINE = Set.of(ModelOption.class, ActivationsOption.class);
    private static final Set<Class<?>> OUTPUT = Set.of(Drawing.class, RunFile.class);
    private static final String BESIDE = "isotherm ";

    /** In the order of the help. */
    private enum Group {
        TEXT("Text:"),
        SAMPLING("Sampling:"),
        OUTPUT("Output:"),
        MODEL("Model and engine:"),
        HELP("Help:");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }
    }

    private static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
            Map.entry(
                    "complete",
                    List.of(
                            "\"This is a wonderful ___\"",
                            "complete \"This is a wonderful ___\" -t 0.7 --top-p 0.9 --seed 42",
                            "\"This is a ___ day\" -c great,long,sad",
                            "complete \"Name a colour:\" --choice red --choice green --json")),
            Map.entry(
                    "next",
                    List.of(
                            "next \"This is a wonderful ___\" -t 0.5,1,2 -c day,space,problem",
                            "next \"This is a ___ day\" --top 5",
                            "next \"This is a wonderful ___\" --top-k 40 --top-p 0.9 --format svg")),
            Map.entry(
                    "compare",
                    List.of(
                            "compare \"This is a wonderful ___\" -t 0.5,1,1.5 --seed 42",
                            "compare \"This is a wonderful ___\" --samples 20 -n 24 --format csv")),
            Map.entry("live", List.of("live \"This is a wonderful ___\" -c day,space,problem")),
            Map.entry(
                    "apply",
                    List.of(
                            "apply day=5 space=2.2 furniture=2 experience=4.5 --temperature 0.5",
                            "apply a=3 b=2 c=1 --chain \"temperature=0.7 > top-k=2\"")),
            Map.entry("logits", List.of("logits \"This is a wonderful ___\" --format json", "logits --ids 1,2,3")),
            Map.entry("chat", List.of("chat -t 0.2", "chat --system \"Answer in one sentence.\" --seed 42")),
            Map.entry("template", List.of("template --file chat_template.jinja")),
            Map.entry("tokens", List.of("tokens \"This is wonderful\"", "tokens \"This is wonderful\" --json")),
            Map.entry("grammar", List.of("grammar --choice red --choice green", "grammar --regex \"[0-9]{4}\"")),
            Map.entry("web", List.of("web", "web --port 0 -m models/smollm2-135m-instruct")),
            Map.entry("serve", List.of("serve", "serve --port 0 -m small=models/smollm2-135m-instruct --drain 10")),
            Map.entry(
                    "batch",
                    List.of(
                            "batch rows.jsonl -o answers.jsonl -n 20 -t 0.7",
                            "batch table.csv -o answers.jsonl --temperatures 0.2,1 --report all.svg",
                            "batch texts.jsonl -o scores.jsonl --score-only")),
            Map.entry("inspect", List.of("inspect", "inspect models/smollm2-135m-instruct")),
            Map.entry("models", List.of("models --json")),
            Map.entry("pull", List.of("pull ORG/NAME --dtype q4")),
            Map.entry("bench", List.of("bench --rounds 3", "bench --check")));

    private HelpLayout() {}

    /**
     * Lays out the help of a command; the program itself lists its commands.
     *
     * @param sampling whether it shows the options for sampling, all of them and no others
     */
    static void applyTo(CommandLine command, boolean sampling) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().abbreviateSynopsis(true);
        List<String> examples = examples(spec.name());
        if (!examples.isEmpty()) {
            List<String> footer = new ArrayList<>(keys(spec.name()));
            footer.addAll(List.of("", "Examples:"));
            examples.forEach(example -> footer.add("  " + BESIDE + example.replace("%", "%%")));
            spec.usageMessage().footer(footer.toArray(String[]::new));
        }
        spec.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, sampling));
    }

    /** Those of the one command that is driven by keys. */
    private static List<String> keys(String command) {
        if (!command.equals(LiveCommand.NAME)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>(List.of("", "Keys:"));
        keys.addAll(LiveKeys.inHelp());
        return keys;
    }

    /** The arguments of a command's examples, as they are typed behind the program's name. */
    static List<String> examples(String command) {
        return EXAMPLES.getOrDefault(command, List.of());
    }

    private static String options(Help help, boolean sampling) {
        CommandSpec spec = help.commandSpec();
        StringBuilder text = new StringBuilder();
        for (Group group : Group.values()) {
            if (!sampling || group == Group.SAMPLING) {
                text.append(group(help, spec, group, sampling));
            }
        }
        return text.toString();
    }

    private static String group(Help help, CommandSpec spec, Group group, boolean all) {
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden() && of(option) == group)
                .sorted(Comparator.comparing(HelpLayout::place).thenComparing(OptionSpec::longestName))
                .toList();
        List<OptionSpec> shown = group == Group.SAMPLING && !all
                ? options.stream()
                        .filter(option -> !isProcessor(option) || isUsual(option))
                        .toList()
                : options;
        if (shown.isEmpty()) {
            return "";
        }
        List<OptionSpec> told = shown.stream().map(HelpLayout::told).toList();
        Help.Layout layout = help.createDefaultLayout(told, List.of(), help.colorScheme());
        layout.addAllOptions(told, help.parameterLabelRenderer());
        String more = shown.size() == options.size()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %d more: isotherm %s %s%n",
                        options.size() - shown.size(),
                        spec.name(),
                        SAMPLING_HELP);
        return String.format(Locale.ROOT, "%n%s%n%s%s", group.heading, layout, more);
    }

    private static OptionSpec told(OptionSpec option) {
        return OptionSpec.builder(option)
                .names(option.names())
                .description(OptionHelp.of(option))
                .build();
    }

    private static Group of(OptionSpec option) {
        String name = option.longestName();
        if (option.usageHelp() || option.versionHelp() || name.equals(SAMPLING_HELP)) {
            return Group.HELP;
        }
        if (OF_OUTPUT.contains(name)) {
            return Group.OUTPUT;
        }
        if (isProcessor(option) || OF_SAMPLING.contains(name)) {
            return Group.SAMPLING;
        }
        Class<?> owner = ((Field) option.userObject()).getDeclaringClass();
        if (ENGINE.contains(owner)) {
            return Group.MODEL;
        }
        return OUTPUT.contains(owner) ? Group.OUTPUT : Group.TEXT;
    }

    /** Those of the catalog, and what chains them, are no fields. */
    private static boolean isProcessor(OptionSpec option) {
        return !(option.userObject() instanceof Field);
    }

    private static boolean isUsual(OptionSpec option) {
        return place(option) < USUAL.size() || option.longestName().equals("--chain");
    }

    private static int place(OptionSpec option) {
        int place = USUAL.indexOf(option.longestName());
        return place < 0 ? USUAL.size() : place;
    }
}
