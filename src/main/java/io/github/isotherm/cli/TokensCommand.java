package io.github.isotherm.cli;

import io.github.isotherm.LocalTokenizer;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.report.TokensReport;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokens}: a text's tokens. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "The tokens of a text, taken as it is.")
final class TokensCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "The text; default: standard input.")
    private @Nullable String text;

    private final FormatOption format = new FormatOption(OutputFormat.TABLE, OutputFormat.JSON);

    @Option(
            names = "--no-special",
            description =
                    "The text alone, without the begin-of-sequence token that the tokenizer puts before a prompt.")
    private boolean noSpecial;

    TokensCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        String whole = text == null ? terminal.readAll() : text;
        try (LocalTokenizer opened = model.tokenizer(terminal)) {
            TextCodec codec = opened.codec();
            int[] ids = noSpecial ? codec.encode(whole) : codec.encodePrompt(whole);
            TokensReport report =
                    new TokensReport(whole, Arrays.stream(ids).boxed().toList(), opened.vocabulary());
            format.print(terminal, report::json, report::table);
        }
        return 0;
    }
}
