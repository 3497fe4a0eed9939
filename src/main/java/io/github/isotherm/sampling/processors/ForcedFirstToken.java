package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Makes the first generated token a given one: while nothing is generated only it stays, with logit 0; it is an error if it
 * is no longer in play. Later it does nothing. There is no off-value.
 *
 * <p>Example: of the probabilities 0.1, 0.9 the id 0 has 1 at the first step and 0.1 at the second.
 *
 * <p>Order note: after biases and bans, before temperature and truncations. Source: Hugging Face's forced begin-of-sequence.
 *
 * @param id the token
 */
public record ForcedFirstToken(int id) implements LogitsProcessor {
    /** Checks the range. */
    public ForcedFirstToken {
        Checks.atLeast("forced-first-token", id, 0);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("forced-first-token", id, candidates);
        if (context.generated().size() == 0) {
            candidates.retainIds(List.of(id));
            candidates.logit(0, 0);
        }
    }
}
