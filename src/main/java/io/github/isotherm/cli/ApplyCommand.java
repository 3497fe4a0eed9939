package io.github.isotherm.cli;

import io.github.isotherm.Seeds;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.report.ArticleTable;
import io.github.isotherm.wire.ApplyLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apply}: logits in, chain, probabilities out. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "What a chain makes of given logits; needs no model.",
            "Without arguments it reads JSON Lines from standard input, one answer a line:",
            "  {\"logits\":[1,2,\"-inf\"],\"chain\":[{\"temperature\":0.7},{\"top_k\":{\"k\":2}}],\"seed\":1,\"draws\":3}"
        })
final class ApplyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Parameters(arity = "0..*", paramLabel = "TOKEN=LOGIT", description = "Tokens and their logits, such as day=5.")
    private List<String> logits = new ArrayList<>();

    private final FormatOption format = new FormatOption(OutputFormat.TABLE, OutputFormat.JSON);

    @Mixin
    private final Drawing drawing = new Drawing();

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
        sampling.addTo(spec, true);
    }

    @Override
    public Integer call() {
        format.check();
        return logits.isEmpty() ? lines() : table();
    }

    private int lines() {
        sampling.refuseAll("each line of JSON has its own chain");
        if (format.isGiven() && !format.isJson()) {
            throw new InvalidValueException(
                    "--format table is given, but lines of JSON are answered by lines of JSON; leave it out.");
        }
        if (terminal.interactive()) {
            throw new InvalidValueException("No logits are given; write tokens and their logits, such as day=5"
                    + " space=2.2, or pipe JSON Lines in.");
        }
        ApplyLines lines = new ApplyLines(sampling.catalog(), Seeds::choose);
        BufferedReader in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        try {
            return lines.answer(in, terminal::line) == 0 ? 0 : 1;
        } catch (IOException e) {
            throw Terminal.unreadable(e);
        }
    }

    private int table() {
        List<String> tokens = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (String pair : logits) {
            int equals = pair.lastIndexOf('=');
            if (equals < 1) {
                throw new InvalidValueException(
                        "The argument \"" + pair + "\" must be a token and its logit, such as day=5.");
            }
            tokens.add(pair.substring(0, equals));
            values.add(logit(pair.substring(0, equals), pair.substring(equals + 1)));
        }
        ArticleTable table = new ArticleTable(tokens, values, sampling.chainAlone());
        terminal.out()
                .print(
                        format.isJson()
                                ? table.json() + "\n"
                                : Drawing.coloured(terminal, ShownText.lines(table.table(drawing.bars(terminal)))));
        return 0;
    }

    private static double logit(String token, String text) {
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> number(token, text);
        };
    }

    private static double number(String token, String text) {
        try {
            return DecimalNumber.read(text);
        } catch (NumberFormatException e) {
            throw Checks.invalid("the logit of " + token, text, "a number, -inf, inf or nan");
        }
    }
}
