package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.next.AppliedChain;
import io.github.isotherm.next.ListedVocabulary;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import java.util.List;
import java.util.Locale;

/**
 * Logits of a few named tokens and what a chain makes of them: the table and the bars of the article that explains
 * temperature.
 *
 * @param tokens their names
 * @param logits one a token
 * @param chain the processors
 */
public record ArticleTable(List<String> tokens, List<Double> logits, ProcessorChain chain) {
    private static final int BAR_WIDTH = 40;

    /** Copies the lists. */
    public ArticleTable {
        tokens = List.copyOf(tokens);
        logits = List.copyOf(logits);
    }

    private AppliedChain applied() {
        double[] raw = logits.stream().mapToDouble(logit -> logit).toArray();
        return AppliedChain.of(
                raw,
                StepContext.builder().vocabulary(new ListedVocabulary(tokens)).build(),
                chain);
    }

    /**
     * The table with bars.
     *
     * @param bars how to draw them
     * @return lines
     */
    public String table(BarStyle bars) {
        AppliedChain applied = applied();
        List<Double> probabilities = applied.probabilities();
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%s   entropy %.4f nats, %.3f effective candidates\n",
                chain.steps().isEmpty() ? "temperature=1" : chain.toString(),
                applied.entropy(),
                applied.effective()));
        TextTable table = new TextTable("lrrl");
        table.row("token", "logit", "probability", "");
        for (int id = 0; id < tokens.size(); id++) {
            double p = probabilities.get(id);
            table.row(
                    tokens.get(id),
                    Checks.number(logits.get(id)),
                    String.format(Locale.ROOT, "%.6f", p),
                    bars.framed(p, BAR_WIDTH));
        }
        table.appendTo(out, "  ");
        return out.toString();
    }

    /**
     * The table as JSON.
     *
     * @return one line
     */
    public String json() {
        AppliedChain applied = applied();
        List<Double> probabilities = applied.probabilities();
        ObjectNode root = JsonNodes.object();
        root.put("chain", chain.toString());
        root.put("entropy", applied.entropy());
        root.put("effective", applied.effective());
        ArrayNode rows = root.putArray("tokens");
        for (int id = 0; id < tokens.size(); id++) {
            ObjectNode row = rows.addObject();
            row.put("token", tokens.get(id));
            row.set("logit", JsonNodes.number(logits.get(id)));
            row.put("probability", probabilities.get(id));
        }
        return JsonLine.of(root);
    }
}
