package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.bench.ActivationsResult;
import io.github.isotherm.bench.ExactnessResult;
import io.github.isotherm.bench.ExactnessSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a graph's logits depended on how the same ids were fed.
 *
 * @param model its name
 * @param engine how it ran
 * @param settings what was tried
 * @param result what was found
 * @param activations how far rounded activations move distributions, null where that was not compared
 */
public record ExactnessReport(
        String model,
        EngineOptions engine,
        ExactnessSettings settings,
        ExactnessResult result,
        @Nullable ActivationsResult activations) {

    /**
     * One JSON object.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("threads", engine.threadsUsed());
        root.put("as_is", engine.asIs());
        root.put("activations", engine.activations().label());
        root.put("fast_int4", engine.fastInt4());
        root.put("rows_at_once", result.rowsAtOnce());
        root.put("promised", result.promised());
        root.put("prompt_tokens", settings.longest());
        root.put("rows", settings.rows());
        root.put("rounds", settings.rounds());
        root.put("seed", settings.seed());
        ArrayNode ways = root.putArray("ways");
        for (ExactnessResult.Way way : result.ways()) {
            ObjectNode row = ways.addObject();
            row.put("way", way.name());
            row.put("positions", way.positions());
            row.put("logits", way.logits());
            row.put("different", way.different());
            row.set("largest_logit_difference", JsonNodes.number(way.largestLogit()));
            row.set("largest_probability_difference", JsonNodes.number(way.largestProbability()));
            row.set("largest_divergence", JsonNodes.number(way.largestDivergence()));
        }
        root.put("exact", result.different().isEmpty());
        root.put("verdict", verdict());
        if (activations != null) {
            ArrayNode against = root.putArray("against_float");
            activations.divergences().forEach(one -> add(against.addObject(), one));
        }
        return JsonLine.of(root);
    }

    private static void add(ObjectNode row, ActivationsResult.Divergence one) {
        row.put("activations", one.activations().label());
        row.put("positions", one.positions());
        row.put("kl_mean", one.mean());
        row.put("kl_median", one.median());
        row.put("kl_p99", one.high());
        row.put("kl_max", one.largest());
        row.put("same_first", one.sameFirst());
        row.put("largest_probability_difference", one.largestProbability());
        row.put("largest_log_probability_difference", one.largestLogProbability());
    }

    /**
     * The same for people.
     *
     * @return lines
     */
    public String text() {
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, %d thread%s%s: prompts of up to %d tokens, up to %d rows (%d in a run), against alone at once%n",
                model,
                engine.threadsUsed(),
                engine.threadsUsed() == 1 ? "" : "s",
                engine.asIs() ? ", the graph as it is" : "",
                settings.longest(),
                settings.rows(),
                result.rowsAtOnce()));
        TextTable table = new TextTable("lrrrrrr");
        table.row("", "positions", "logits", "different", "logit by", "probability by", "KL, nats");
        result.ways().forEach(way -> row(table, way));
        table.appendTo(out, "  ");
        out.append(verdict()).append('\n');
        if (activations != null) {
            appendActivations(activations, out);
        }
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static void appendActivations(ActivationsResult activations, StringBuilder out) {
        out.append("\nA built-in text, against activations that nothing rounds (KL and log-probabilities in nats):\n");
        TextTable table = new TextTable("lrrrrrrr");
        table.row("", "positions", "KL mean", "99 %", "largest", "same first", "probability by", "log-p by (p > 0.01)");
        for (ActivationsResult.Divergence one : activations.divergences()) {
            table.row(
                    one.activations().label(),
                    one.positions() == 0 ? "not tried" : String.format(Locale.ROOT, "%,d", one.positions()),
                    small(one.mean()),
                    small(one.high()),
                    small(one.largest()),
                    one.positions() == 0
                            ? ""
                            : String.format(Locale.ROOT, "%.2f %%", 100.0 * one.sameFirst() / one.positions()),
                    difference(one.largestProbability()),
                    difference(one.largestLogProbability()));
        }
        table.appendTo(out, "  ");
    }

    private static String small(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }

    private static void row(TextTable table, ExactnessResult.Way way) {
        table.row(
                way.name(),
                way.positions() == 0 ? "not tried" : String.format(Locale.ROOT, "%,d", way.positions()),
                String.format(Locale.ROOT, "%,d", way.logits()),
                String.format(Locale.ROOT, "%,d", way.different()),
                difference(way.largestLogit()),
                difference(way.largestProbability()),
                difference(way.largestDivergence()));
    }

    private static String difference(double value) {
        if (value == 0) {
            return "0";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1e-4 ? "%.1e" : "%.4f", value);
    }

    /** What was found, in one sentence. */
    private String verdict() {
        if (result.different().isEmpty()) {
            return "Equal to the bit: here the logits after a text depend on its ids alone, however they are fed.";
        }
        String found = "Not equal to the bit: the probability of a token moved by up to "
                + difference(result.largestProbability())
                + ", depending on how the ids before it were fed";
        return found + (result.promised() ? ", though the engine rewrote the graph to rule that out." : ".");
    }
}
