package io.github.isotherm.sampling.processors;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Drops the given tokens.
 *
 * <p>An empty list is off.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 the ids 0 and 2 leave 0.2 and 0.4, renormalised to 1/3 and 2/3.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Radford et al., <em>Robust speech recognition via
 * large-scale weak supervision</em>, 2022; Hugging Face's suppress-tokens.
 *
 * @param ids the tokens to drop
 */
public record SuppressTokens(List<Integer> ids) implements LogitsProcessor {
    /** Copies the list, repetitions left out. */
    public SuppressTokens {
        ids = TokenIds.copy("suppress-tokens", ids);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("suppress-tokens", ids, candidates);
        for (int n = 0; n < ids.size(); n++) {
            candidates.drop(ids.get(n));
        }
    }

    @Override
    public boolean isOff() {
        return ids.isEmpty();
    }
}
