package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.math.Entropy;
import io.github.isotherm.sampling.Candidates;
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

    private Candidates processed() {
        double[] raw = logits.stream().mapToDouble(logit -> logit).toArray();
        Candidates candidates = new Candidates(raw.length).load(raw);
        chain.forRow().process(candidates, StepContext.builder().build());
        return candidates;
    }

    private static double probability(Candidates candidates, int id) {
        int i = candidates.indexOf(id);
        return i < 0 ? 0 : candidates.probability(i);
    }

    /**
     * The table with bars.
     *
     * @param bars how to draw them
     * @return lines
     */
    public String table(Bars bars) {
        Candidates candidates = processed();
        double entropy = candidates.entropy();
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%s   entropy %.4f nats, %.3f effective candidates\n",
                chain.steps().isEmpty() ? "temperature=1" : chain.toString(),
                entropy,
                Entropy.effective(entropy)));
        TextTable table = new TextTable("lrrl");
        table.row("token", "logit", "probability", "");
        for (int id = 0; id < tokens.size(); id++) {
            double p = probability(candidates, id);
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
        Candidates candidates = processed();
        ObjectNode root = Json.object();
        root.put("chain", chain.toString());
        root.put("entropy", candidates.entropy());
        root.put("effective", Entropy.effective(candidates.entropy()));
        ArrayNode rows = root.putArray("tokens");
        for (int id = 0; id < tokens.size(); id++) {
            ObjectNode row = rows.addObject();
            row.put("token", tokens.get(id));
            row.set("logit", Json.number(logits.get(id)));
            row.put("probability", probability(candidates, id));
        }
        return Json.line(root);
    }
}
