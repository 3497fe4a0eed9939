package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.bench.RunResult;
import io.github.isotherm.bench.RunSettings;
import io.github.isotherm.bench.Timing;
import java.util.Locale;

/**
 * How long the runs of a graph took.
 *
 * @param model its name
 * @param engine how it ran
 * @param settings what was measured
 * @param against how else the graph was opened, as the command line names it; has no meaning where the figures have no other
 * @param result the figures
 */
public record RunReport(String model, EngineOptions engine, RunSettings settings, String against, RunResult result) {

    /**
     * One JSON object; times in milliseconds as {@code {min, median}}; {@code ratio} is of minima and of medians, to the
     * graph opened otherwise, whose times are named after that, or to one after another.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("threads", engine.threadsUsed());
        root.put("spinning", engine.spinning());
        root.put("as_is", engine.asIs());
        root.put("activations", engine.activations().label());
        root.put("kv_type", engine.keyValues().label());
        root.put("prompt_tokens", settings.promptTokens());
        root.put("steps", settings.steps());
        root.put("rounds", settings.rounds());
        add(root.putObject("prefill"), "ms", result.prefill());
        ArrayNode steps = root.putArray("lone_step");
        result.steps().forEach(step -> add(steps.addObject().put("past", step.past()), "ms", step.time()));
        ArrayNode rows = root.putArray("rows");
        for (RunResult.Rows batch : result.rows()) {
            ObjectNode row = rows.addObject().put("rows", batch.count());
            add(row, "together_ms", batch.together());
            add(row, "one_after_another_ms", batch.oneAfterAnother());
            ratio(row, "times_one_after_another", batch.oneAfterAnother().here(), batch.together());
        }
        return JsonLine.of(root);
    }

    private void add(ObjectNode root, String name, RunResult.Pair pair) {
        add(root, name, pair.here());
        Timing other = pair.other();
        if (other != null) {
            add(root, name + "_" + against.replace('-', '_'), other);
            ratio(root, "ratio", pair.here(), other);
        }
    }

    private static void add(ObjectNode root, String name, Timing timing) {
        root.putObject(name).put("min", timing.min()).put("median", timing.median());
    }

    private static void ratio(ObjectNode root, String name, Timing one, Timing other) {
        root.putObject(name).put("min", one.min() / other.min()).put("median", one.median() / other.median());
    }

    /**
     * The same for people.
     *
     * @return lines
     */
    public String text() {
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, %d thread%s%s, %s: runs in ms, best / median of %d rounds of %d steps%n",
                model,
                engine.threadsUsed(),
                engine.threadsUsed() == 1 ? "" : "s",
                engine.spinning() ? ", spinning" : "",
                engine.asIs() ? "as-is" : engine.activations().label(),
                settings.rounds(),
                settings.steps()));
        TextTable table = new TextTable("lrrr");
        boolean compared = result.prefill().other() != null;
        table.row("", "here", compared ? against : "", compared ? "×" : "");
        row(table, "prefill of " + settings.promptTokens(), result.prefill());
        result.steps().forEach(step -> row(table, "a step after " + step.past(), step.time()));
        result.rows().forEach(rows -> addRows(table, rows));
        table.appendTo(out, "  ");
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static void addRows(TextTable table, RunResult.Rows rows) {
        Timing together = rows.together();
        row(table, rows.count() + " rows, one by one", rows.oneAfterAnother());
        table.row("  in one run", both(together), "", "");
        table.row("  times as fast", ratio(rows.oneAfterAnother().here(), together), other(rows), "");
    }

    private static String other(RunResult.Rows rows) {
        Timing other = rows.oneAfterAnother().other();
        return other == null ? "" : ratio(other, rows.together());
    }

    private static void row(TextTable table, String name, RunResult.Pair pair) {
        Timing other = pair.other();
        table.row(
                name,
                both(pair.here()),
                other == null ? "" : both(other),
                other == null ? "" : ratio(pair.here(), other));
    }

    private static String both(Timing timing) {
        return String.format(Locale.ROOT, "%.2f / %.2f", timing.min(), timing.median());
    }

    private static String ratio(Timing one, Timing other) {
        return String.format(Locale.ROOT, "%.2f / %.2f", one.min() / other.min(), one.median() / other.median());
    }
}
