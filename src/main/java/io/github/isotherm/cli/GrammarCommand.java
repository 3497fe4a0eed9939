package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.SchemaGrammar;
import io.github.isotherm.report.GrammarBytes;
import io.github.isotherm.report.GrammarReport;
import io.github.isotherm.report.MaskReport;
import io.github.isotherm.wire.GrammarLines;
import io.github.isotherm.wire.StatedGrammar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code grammar}: what a schema or grammar allows, and whether texts fit it. */
@Command(
        name = "grammar",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "What a schema, expression, choice or grammar allows, refuses and does not enforce; whether texts fit.",
            "Without one it reads JSON Lines from standard input, one answer a line:",
            "  {\"id\":1,\"json_schema\":{\"type\":\"integer\"},\"open\":true,\"order\":\"any\",\"texts\":[\"1\",\"x\"]}",
            "Exit codes: 0 all texts fit, 1 one does not, 2 it is refused, or a line is no JSON."
        })
final class GrammarCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Terminal terminal;

    @Mixin
    private final GrammarOptions grammar = new GrammarOptions();

    @Mixin
    private final SchemaReading reading = new SchemaReading();

    @Mixin
    private final CheckedTexts texts = new CheckedTexts();

    @Mixin
    private final MaskTiming timing = new MaskTiming();

    private final FormatOption format = new FormatOption(OutputFormat.TABLE, OutputFormat.JSON);

    GrammarCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        Optional<StatedGrammar> stated = grammar.stated(reading.options());
        if (stated.isEmpty()) {
            return lines();
        }
        if (reading.isGiven() && !stated.get().kind().equals("json_schema")) {
            throw new InvalidValueException(
                    "--open, --order and --pretty say how a JSON schema is read, and there is none; leave them out.");
        }
        return report(stated.get());
    }

    private int lines() {
        if (reading.isGiven() || texts.isGiven() || timing.isGiven() || format.isGiven()) {
            throw new InvalidValueException("Options are given, but no grammar; add --json-schema, --regex, --choice or"
                    + " --gbnf, or leave all options out to read JSON Lines.");
        }
        if (terminal.interactive()) {
            throw new InvalidValueException(
                    "No grammar is given; add --json-schema, --regex, --choice or --gbnf, or pipe" + " JSON Lines in.");
        }
        try {
            GrammarLines.answer(
                    new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)), terminal::line);
        } catch (IOException e) {
            throw Terminal.unreadable(e);
        }
        return ExitCode.OK;
    }

    private int report(StatedGrammar stated) {
        long start = System.nanoTime();
        SchemaGrammar compiled = compiled(stated);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        GrammarBytes bytes = new GrammarBytes(compiled.grammar());
        GrammarReport report = new GrammarReport(
                stated.kind(), millis, bytes, compiled.notEnforced(), texts.bytes(), masks(stated, bytes));
        format.print(terminal, report::json, report::table);
        return report.allFit() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** With a grammar of their own, of which nothing is known before. */
    private @Nullable MaskReport masks(StatedGrammar stated, GrammarBytes bytes) {
        if (!timing.isGiven()) {
            return null;
        }
        List<byte[]> timed =
                texts.isGiven() ? texts.bytes() : bytes.example().stream().toList();
        if (timed.isEmpty()) {
            throw new InvalidValueException("--model times masks of a text, and the shortest is none or too long to be"
                    + " shown; give one with --text.");
        }
        return timing.report(terminal, stated, timed);
    }

    /** Where the sentence does not say where it is, that is added. */
    private static SchemaGrammar compiled(StatedGrammar stated) {
        try {
            return stated.compile();
        } catch (GrammarException e) {
            if (e.place().equals("#") || e.sentence().text().contains(e.place())) {
                throw e;
            }
            throw new GrammarException("At " + e.place() + ": " + e.sentence().text(), e.keyword(), e.place());
        }
    }
}
