package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.compare.SampleStatistics;

/** Statistics of completions as JSON. */
final class StatisticsNode {
    private StatisticsNode() {}

    static ObjectNode of(SampleStatistics statistics) {
        ObjectNode node = JsonNodes.object();
        node.put("completions", statistics.completions());
        node.put("unique", statistics.unique());
        node.put("distinct_1", statistics.distinct1());
        node.put("distinct_2", statistics.distinct2());
        node.put("repetition", statistics.repetition());
        node.set("mean_logprob", JsonNodes.number(statistics.meanLogprob()));
        node.put("mean_tokens", statistics.meanTokens());
        node.putArray("entropies");
        statistics.entropies().forEach(entropy -> node.withArray("entropies").add(JsonNodes.number(entropy)));
        return node;
    }
}
