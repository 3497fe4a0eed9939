package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Drops the end-of-sequence tokens while fewer than n tokens are generated.
 *
 * <p>A larger n makes longer texts; 0 is off. The prompt does not count, see {@link MinLength}.
 *
 * <p>Example: with n = 2 and end-of-sequence 0 the probabilities 0.5, 0.5 are 0, 1 after one token and 0.5, 0.5 after two.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Hugging Face's min-new-tokens.
 *
 * @param n generated tokens before an end may come, ≥ 0; 0 is off
 * @param eosIds the tokens to drop; empty for those the context says end a sequence
 */
public record MinNewTokens(int n, List<Integer> eosIds) implements LogitsProcessor {
    /** Checks the range and copies the list. */
    public MinNewTokens {
        Checks.atLeast("min-new-tokens", n, 0);
        eosIds = TokenIds.copy("min-new-tokens", eosIds);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("min-new-tokens", eosIds, candidates);
        if (context.generated().size() < n) {
            TokenIds.dropEnds(eosIds, candidates, context);
        }
    }

    @Override
    public boolean isOff() {
        return n == 0;
    }
}
