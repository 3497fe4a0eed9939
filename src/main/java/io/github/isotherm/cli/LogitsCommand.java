package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.report.RawLogits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logits}: the model's raw next-token logits. */
@Command(
        name = "logits",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "The model's raw next-token logits, all of the vocabulary in order.")
final class LogitsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = "--ids",
            split = ",",
            paramLabel = "ID",
            description =
                    "Token ids instead of a text, separated by commas, each whole, at least 0; needs no tokenizer (default: none).")
    private @Nullable List<Integer> ids;

    private final FormatOption format = new FormatOption(OutputFormat.JSON, OutputFormat.F32);

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    LogitsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        List<Integer> given = ids;
        if (given != null && prompt != null) {
            throw new InvalidValueException("Both --ids and a prompt are given; give one of them.");
        }
        String text = given == null ? PromptArgument.read(terminal, prompt, raw) : "";
        try (LocalModel opened = model.open(terminal)) {
            int[] fed = given == null
                    ? opened.encodePrompt(text)
                    : given.stream().mapToInt(id -> id).toArray();
            RawLogits logits =
                    new RawLogits(opened.name(), Arrays.stream(fed).boxed().toList(), opened.logits(fed));
            if (!format.isJson()) {
                terminal.out().writeBytes(logits.float32());
            } else {
                terminal.out().println(logits.json());
            }
        }
        return 0;
    }
}
