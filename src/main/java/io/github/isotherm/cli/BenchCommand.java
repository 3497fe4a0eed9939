package io.github.isotherm.cli;

import io.github.isotherm.ModelParts;
import io.github.isotherm.bench.BenchmarkResult;
import io.github.isotherm.bench.BenchmarkSettings;
import io.github.isotherm.bench.EngineBenchmark;
import io.github.isotherm.report.BenchReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how fast a model runs here. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a model: prompt and decoding in tokens a second, what the loop costs over ONNX Runtime, batches.",
            "Rounds go through everything in turn; the best and the median one are shown."
        })
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(names = "--prompt-tokens", paramLabel = "N", description = "Length of the prompt (default 128).")
    private int promptTokens = 128;

    @Option(names = "--steps", paramLabel = "N", description = "Tokens to generate (default 64).")
    private int steps = 64;

    @Option(names = "--rounds", paramLabel = "N", description = "How often (default 5), after one that does not count.")
    private int rounds = 5;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "N",
            description = "Batches of so many sequences (default 1,2,4,8).")
    private List<Integer> rows = List.of(1, 2, 4, 8);

    @Option(
            names = "--temperatures",
            split = ",",
            paramLabel = "T",
            description = "Also a comparison of these temperatures, such as 0.2,0.5,0.8,1,1.5,2, against as many single"
                    + " completions, each with its own prefill.")
    private List<Double> temperatures = List.of();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BenchmarkSettings settings = new BenchmarkSettings(promptTokens, steps, rounds, rows, temperatures);
        long start = System.nanoTime();
        try (ModelParts parts = model.parts(terminal)) {
            double load = (System.nanoTime() - start) / 1e6;
            BenchmarkResult result = EngineBenchmark.run(parts.model(), settings, this::show);
            BenchReport report = new BenchReport(parts.name(), model.engine(), settings, load, result);
            terminal.out().print(json ? report.json() + "\n" : report.text());
        }
        return 0;
    }

    private void show(int round) {
        if (terminal.interactive()) {
            terminal.say("round " + round + " of " + rounds);
        }
    }
}
