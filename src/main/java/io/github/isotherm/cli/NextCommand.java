package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.NextReport;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.wire.SavedNext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code next}: the exact next-token distribution. */
@Command(
        name = "next",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "The exact distribution of the next token at several temperatures, over the whole vocabulary.",
            "Only the temperature is applied, unless a chain or sampling options are given."
        })
final class NextCommand implements Callable<Integer> {
    private static final int TOP = 10;

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = {"-t", "--temperatures", "--temperature"},
            split = ",",
            paramLabel = "T",
            description =
                    "Temperatures, separated by commas, each " + OptionHelp.TEMPERATURES + " (default 0.2,0.7,1,1.5).")
    private List<Double> temperatures = List.of(0.2, 0.7, 1.0, 1.5);

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "How many tokens to list: whole, at least 0 (default " + TOP + ").")
    private int top = TOP;

    @Option(
            names = {"-c", "--candidates"},
            split = ",",
            paramLabel = "WORD",
            description =
                    "Your own words, separated by commas; each is scored with one leading space unless it brings one (default: none).")
    private List<String> candidates = List.of();

    @Option(
            names = "--candidate",
            paramLabel = "WORD",
            description = "One such word, commas in it included; may be given several times (default: none).")
    private List<String> wholeCandidates = List.of();

    @Mixin
    private final ReportOutput output = new ReportOutput();

    @Mixin
    private final BranchOption branch = new BranchOption();

    @Mixin
    private final RunFile file = new RunFile();

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    private CommandSpec command = CommandSpec.create();

    NextCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        output.addTo(spec);
        sampling.addTo(spec, false);
        command = spec;
    }

    @Override
    public Integer call() {
        output.check();
        byte[] saved = file.replayed(command);
        if (saved != null) {
            return replayed(SavedNext.read(saved, sampling.catalog()));
        }
        ProcessorChain chain = sampling.chainAroundTemperature();
        new TemperatureSweep(chain, temperatures, Checks.atLeast("--top", top, 0), List.of());
        BlankPrompt written = PromptArgument.readAnywhere(terminal, prompt, raw);
        PromptArgument.tellRemoved(terminal, written);
        branch.refuseBefore(written);
        try (LocalModel opened = model.open(terminal)) {
            ask(opened, written, chain);
        }
        return ExitCode.OK;
    }

    private List<String> words() {
        return Stream.concat(candidates.stream(), wholeCandidates.stream()).toList();
    }

    private void ask(LocalModel opened, BlankPrompt written, ProcessorChain chain) {
        int[] ids = branch.ids(opened, written.text());
        List<TemperatureSweep.Word> words = opened.candidates(written, words());
        TemperatureSweep sweep =
                new TemperatureSweep(chain, temperatures, top, words, branch.branched(opened, written.text(), ids));
        NextTokens next = opened.next(ids, sweep);
        boolean chosen = written.isInside() && words().isEmpty();
        String text = branch.text(opened, written.text());
        print(opened, text, ids, FilledBlank.of(written.suffix(), chosen, next, top));
        if (file.isSaved()) {
            file.write(new SavedNext(
                            RunFile.savedModel(opened),
                            text,
                            boxed(ids),
                            written.suffix(),
                            chosen,
                            sweep,
                            SavedNext.numbersOf(next))
                    .json());
        }
    }

    private int replayed(SavedNext run) {
        try (LocalModel opened = model.open(terminal, run.model())) {
            RunFile.refuseAnother(opened, run.model());
            RunFile.refuseUnknown(opened, run.everyId());
            int[] ids = run.ids().stream().mapToInt(id -> id).toArray();
            NextTokens next = opened.next(ids, run.sweep());
            print(opened, run.prompt(), ids, run.filled(next));
            Optional<String> difference = run.difference(next, opened.vocabulary());
            terminal.say(difference.orElse("the replay gave the same numbers"));
            return difference.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private static List<Integer> boxed(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    private void print(LocalModel opened, String text, int[] ids, FilledBlank filled) {
        output.print(terminal, new NextReport(opened.name(), text, boxed(ids), filled, opened.vocabulary()));
    }
}
