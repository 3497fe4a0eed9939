package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.bench.BenchmarkResult;
import io.github.isotherm.bench.BenchmarkSettings;
import io.github.isotherm.bench.Timing;
import java.util.Locale;

/**
 * How fast a model ran.
 *
 * @param model its name
 * @param engine how it ran
 * @param settings what was measured
 * @param loadMillis how long opening took
 * @param result the figures
 */
public record BenchReport(
        String model, EngineOptions engine, BenchmarkSettings settings, double loadMillis, BenchmarkResult result) {

    /**
     * One JSON object; times in milliseconds as {@code {min, median}}, rates in tokens a second as {@code {max, median}}.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("threads", engine.threadsUsed());
        root.put("spinning", engine.spinning());
        root.put("fast_int4", engine.fastInt4());
        root.put("as_is", engine.asIs());
        root.put("activations", engine.activations().label());
        root.put("kv_type", engine.keyValues().label());
        root.put("prompt_tokens", settings.promptTokens());
        root.put("steps", settings.steps());
        root.put("rounds", settings.rounds());
        root.put("load_ms", loadMillis);
        add(root, "prefill_ms", result.prefill());
        addRate(root, "prefill_tokens_per_second", settings.promptTokens(), result.prefill());
        add(root, "first_token_ms", result.firstToken());
        add(root, "step_ms", result.step());
        addRate(root, "decode_tokens_per_second", 1, result.step());
        add(root, "runtime_step_ms", result.runtimeStep());
        add(root, "loop_overhead", result.overhead());
        add(root, "loop_overhead_with_logprobs", result.tracedOverhead());
        ArrayNode rows = root.putArray("rows");
        for (BenchmarkResult.Rows batch : result.rows()) {
            ObjectNode row = rows.addObject().put("rows", batch.count());
            add(row, "step_ms", batch.step());
            addRate(row, "tokens_per_second", batch.count(), batch.step());
        }
        BenchmarkResult.Compared compared = result.compared();
        if (compared != null) {
            ObjectNode comparison = root.putObject("comparison");
            comparison.putPOJO("temperatures", settings.temperatures());
            add(comparison, "together_ms", compared.together());
            add(comparison, "apart_ms", compared.apart());
            add(comparison, "ratio", compared.ratio());
        }
        BenchmarkResult.Beside beside = result.beside();
        if (beside != null) {
            ObjectNode node = root.putObject("beside").put("prompt_tokens", beside.promptTokens());
            add(node, "longest_step_ms", beside.longest());
            add(node, "chunk_ms", beside.chunk());
        }
        root.put("state_bytes", result.stateBytes());
        result.residentBytes().ifPresent(bytes -> root.put("resident_bytes", bytes));
        result.hugeBytes().ifPresent(bytes -> root.put("huge_page_bytes", bytes));
        return JsonLine.of(root);
    }

    private static void add(ObjectNode root, String name, Timing timing) {
        root.putObject(name).put("min", timing.min()).put("median", timing.median());
    }

    private static void addRate(ObjectNode root, String name, int tokens, Timing timing) {
        root.putObject(name).put("max", rate(tokens, timing.min())).put("median", rate(tokens, timing.median()));
    }

    private static double rate(int tokens, double millis) {
        return 1000 * tokens / millis;
    }

    /**
     * The same for people.
     *
     * @return lines
     */
    public String text() {
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, %d thread%s%s%s: a prompt of %d tokens, %d steps, %d rounds%n",
                model,
                engine.threadsUsed(),
                engine.threadsUsed() == 1 ? "" : "s",
                engine.spinning() ? ", spinning" : "",
                engine.fastInt4() ? ", fast int4" : "",
                settings.promptTokens(),
                settings.steps(),
                settings.rounds()));
        TextTable table = new TextTable("lrrl");
        table.row("", "best", "median", "");
        row(table, "prefill", settings.promptTokens(), result.prefill(), "tokens/s");
        row(table, "decode", 1, result.step(), "tokens/s");
        table.row(
                "first token",
                one(result.firstToken().min()),
                one(result.firstToken().median()),
                "ms");
        table.row("step", two(result.step().min()), two(result.step().median()), "ms");
        table.row(
                "  of it runtime",
                two(result.runtimeStep().min()),
                two(result.runtimeStep().median()),
                "ms, means of rounds");
        share(table, "loop over runtime", result.overhead());
        share(table, "  with log-probabilities", result.tracedOverhead());
        result.rows().forEach(batch -> row(table, "rows: " + batch.count(), batch.count(), batch.step(), "tokens/s"));
        BenchmarkResult.Compared compared = result.compared();
        if (compared != null) {
            String temperatures = compared.temperatures() + " temperatures";
            times(table, temperatures + ", compare", compared.together(), "ms");
            times(table, temperatures + ", one by one", compared.apart(), "ms");
            times(table, "  ratio, by round", compared.ratio(), "");
        }
        BenchmarkResult.Beside beside = result.beside();
        if (beside != null) {
            times(table, "longest step beside " + beside.promptTokens() + " tokens", beside.longest(), "ms");
            times(table, "  a chunk of those", beside.chunk(), "ms");
        }
        table.row("load", "", one(loadMillis), "ms");
        table.row("state of a sequence", "", Bytes.text(result.stateBytes()), "");
        result.residentBytes().ifPresent(bytes -> table.row("memory", "", Bytes.text(bytes), ""));
        result.hugeBytes().ifPresent(bytes -> table.row("  on huge pages", "", Bytes.text(bytes), ""));
        table.appendTo(out, "  ");
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static void row(TextTable table, String name, int tokens, Timing timing, String unit) {
        table.row(name, one(rate(tokens, timing.min())), one(rate(tokens, timing.median())), unit);
    }

    private static void share(TextTable table, String name, Timing timing) {
        table.row(name, percent(timing.min()), percent(timing.median()), "%");
    }

    private static void times(TextTable table, String name, Timing timing, String unit) {
        table.row(name, two(timing.min()), two(timing.median()), unit);
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double part) {
        return two(100 * part);
    }
}
