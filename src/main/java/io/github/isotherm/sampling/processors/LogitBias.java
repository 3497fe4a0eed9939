package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds a bias to the logits of given tokens: l + b. Positive makes a token more likely, −infinity bans it.
 *
 * <p>Example: with a bias of ln 3 on one of two equal tokens its probability rises from 0.5 to 0.75.
 *
 * <p>An empty map is off. Order note: before everything else, as in llama.cpp and the OpenAI interface.
 *
 * @param bias token id → bias: a finite number, or −infinity to ban
 */
public record LogitBias(Map<Integer, Double> bias) implements LogitsProcessor {
    /** Copies the map, ids ascending, and refuses NaN, +infinity and negative ids. */
    public LogitBias {
        bias = Collections.unmodifiableMap(new TreeMap<>(bias));
        bias.forEach((id, value) -> {
            Checks.atLeast("a token id of logit-bias", id, 0);
            if (!(value < Double.POSITIVE_INFINITY)) {
                throw Checks.invalid(
                        "the logit-bias of token " + id, Checks.number(value), "a finite number or -inf (to ban it)");
            }
        });
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        bias.forEach((id, value) -> {
            TokenIds.requireKnown("logit-bias", id, candidates);
            int i = candidates.indexOf(id);
            if (i >= 0) {
                candidates.logit(i, candidates.logit(i) + value);
            }
        });
    }

    @Override
    public boolean isOff() {
        return bias.isEmpty();
    }
}
