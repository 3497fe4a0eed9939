package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.bench.MaskTimes;
import io.github.isotherm.bench.MaskTimes.Step;
import io.github.isotherm.bench.Spread;
import io.github.isotherm.sampling.Vocabulary;
import java.util.List;
import java.util.Locale;

/**
 * How long a vocabulary's masks took for some texts.
 *
 * @param vocabulary the tokens' texts
 * @param treeMillis how long its tree took, ms
 * @param compileMillis how long compiling the grammar took, which had been done before, ms
 * @param first of each text, the first time
 * @param again the same once more
 */
public record MaskReport(
        Vocabulary vocabulary, double treeMillis, double compileMillis, List<MaskTimes> first, List<MaskTimes> again) {
    /** Copies the lists. */
    public MaskReport {
        first = List.copyOf(first);
        again = List.copyOf(again);
    }

    private static Spread spread(List<MaskTimes> times) {
        return Spread.of(times.stream()
                .flatMap(text -> text.steps().stream())
                .map(Step::micros)
                .toList());
    }

    void appendTo(StringBuilder out) {
        out.append(String.format(
                Locale.ROOT,
                "masks of %,d tokens, their tree in %.1f ms; compiled again in %.1f ms%n",
                vocabulary.size(),
                treeMillis,
                compileMillis));
        TextTable spreads = new TextTable("lrrrr");
        spreads.row("µs", "min", "median", "p99", "max");
        row(spreads, "first time", spread(first));
        row(spreads, "again", spread(again));
        spreads.appendTo(out, "  ");
        for (int i = 0; i < first.size(); i++) {
            out.append("  text ").append(i + 1).append(", token by token: id, text, ids allowed there, µs\n");
            TextTable table = new TextTable("rlrrl");
            first.get(i).steps().forEach(step -> row(table, step));
            table.appendTo(out, "    ");
        }
    }

    private static void row(TextTable table, String name, Spread spread) {
        table.row(name, micros(spread.min()), micros(spread.median()), micros(spread.p99()), micros(spread.max()));
    }

    private void row(TextTable table, Step step) {
        boolean end = step.token() == MaskTimes.END;
        table.row(
                end ? "" : Integer.toString(step.token()),
                end ? "end" : QuotedText.of(vocabulary.text(step.token())),
                String.format(Locale.ROOT, "%,d", step.allowed()),
                micros(step.micros()),
                step.fits() ? "" : end ? "more must follow" : "does not fit");
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, "%,.1f", micros);
    }

    ObjectNode json() {
        ObjectNode root = JsonNodes.object();
        root.put("vocabulary_size", vocabulary.size());
        root.set("tree_ms", JsonNodes.number(treeMillis));
        root.set("compile_again_ms", JsonNodes.number(compileMillis));
        root.set("first_us", json(spread(first)));
        root.set("again_us", json(spread(again)));
        ArrayNode texts = root.putArray("texts");
        first.forEach(text -> {
            ArrayNode steps = texts.addArray();
            text.steps().forEach(step -> steps.add(json(step)));
        });
        return root;
    }

    private static ObjectNode json(Spread spread) {
        ObjectNode node = JsonNodes.object();
        node.set("min", JsonNodes.number(spread.min()));
        node.set("median", JsonNodes.number(spread.median()));
        node.set("p99", JsonNodes.number(spread.p99()));
        node.set("max", JsonNodes.number(spread.max()));
        return node;
    }

    private ObjectNode json(Step step) {
        ObjectNode node = JsonNodes.object();
        if (step.token() == MaskTimes.END) {
            node.putNull("id").putNull("text");
        } else {
            node.put("id", step.token()).put("text", vocabulary.text(step.token()));
        }
        node.put("fits", step.fits()).put("allowed", step.allowed());
        node.set("us", JsonNodes.number(step.micros()));
        return node;
    }
}
