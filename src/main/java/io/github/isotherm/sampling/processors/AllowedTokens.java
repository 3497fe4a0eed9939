package io.github.isotherm.sampling.processors;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Keeps the given tokens only, as far as they are in play; none left is an error.
 *
 * <p>There is no off-value: an empty list is refused.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 the ids 1 and 3 keep 0.2 and 0.4, renormalised to 1/3 and 2/3.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Hugging Face's prefix-allowed tokens, vLLM's allowed
 * token ids.
 *
 * @param ids the tokens that may stay, at least one
 */
public record AllowedTokens(List<Integer> ids) implements LogitsProcessor {
    /** Copies the list, repetitions left out, and refuses an empty one. */
    public AllowedTokens {
        ids = TokenIds.copyNonEmpty("allowed-tokens", ids);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("allowed-tokens", ids, candidates);
        candidates.retainIds(ids);
    }
}
