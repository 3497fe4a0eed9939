package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Makes the last token of a full sequence one of the given ones: when prompt and completion number maxLength − 1, only those
 * ids stay, as far as they are in play, with logit 0; none left is an error. At other lengths it does nothing. There is no
 * off-value.
 *
 * <p>Example: with a maximum length of 4 and three ids in the history the ids 0 and 2 of 0.1, 0.2, 0.7 have 0.5 each.
 *
 * <p>Order note: after biases and bans, before temperature and truncations. Source: Hugging Face's forced end-of-sequence.
 *
 * @param ids the tokens that may come last, at least one
 * @param maxLength ids of prompt and completion together, ≥ 1
 */
public record ForcedLastToken(List<Integer> ids, int maxLength) implements LogitsProcessor {
    /** Checks the ranges and copies the list, repetitions left out. */
    public ForcedLastToken {
        ids = TokenIds.copyNonEmpty("forced-last-token", ids);
        Checks.atLeast("forced-last-token's max-length", maxLength, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("forced-last-token", ids, candidates);
        if (context.historySize() == maxLength - 1) {
            candidates.retainIds(ids);
            for (int i = 0; i < candidates.size(); i++) {
                candidates.logit(i, 0);
            }
        }
    }
}
