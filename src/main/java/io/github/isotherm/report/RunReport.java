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
 * @param result the figures
 */
public record RunReport(String model, EngineOptions engine, RunSettings settings, RunResult result) {

    /**
     * One JSON object; times in milliseconds as {@code {min, median}}; {@code ratio} is of minima and of medians, to the
     * graph as it is, or to one after another.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = Json.object();
        root.put("model", model);
        root.put("threads", engine.threadsUsed());
        root.put("spinning", engine.spinning());
        root.put("as_is", engine.asIs());
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
        return Json.line(root);
    }

    private static void add(ObjectNode root, String name, RunResult.Pair pair) {
        add(root, name, pair.here());
        Timing asIs = pair.asIs();
        if (asIs != null) {
            add(root, name + "_as_is", asIs);
            ratio(root, "ratio", pair.here(), asIs);
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
                "%s, %d thread%s%s: runs in ms, best / median of %d rounds of %d steps; × the graph as it is%n",
                model,
                engine.threadsUsed(),
                engine.threadsUsed() == 1 ? "" : "s",
                engine.spinning() ? ", spinning" : "",
                settings.rounds(),
                settings.steps()));
        TextTable table = new TextTable("lrrr");
        table.row("", "here", "as it is", "×");
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
        table.row("  times as fast", ratio(rows.oneAfterAnother().here(), together), asIs(rows), "");
    }

    private static String asIs(RunResult.Rows rows) {
        Timing asIs = rows.oneAfterAnother().asIs();
        return asIs == null ? "" : ratio(asIs, rows.together());
    }

    private static void row(TextTable table, String name, RunResult.Pair pair) {
        Timing asIs = pair.asIs();
        table.row(
                name, both(pair.here()), asIs == null ? "" : both(asIs), asIs == null ? "" : ratio(pair.here(), asIs));
    }

    private static String both(Timing timing) {
        return String.format(Locale.ROOT, "%.2f / %.2f", timing.min(), timing.median());
    }

    private static String ratio(Timing one, Timing other) {
        return String.format(Locale.ROOT, "%.2f / %.2f", one.min() / other.min(), one.median() / other.median());
    }
}
