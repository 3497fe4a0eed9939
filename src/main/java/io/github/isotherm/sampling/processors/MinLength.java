package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Drops the end-of-sequence tokens while prompt and completion together have fewer than n tokens.
 *
 * <p>A larger n makes longer texts; 0 is off. To count the completion alone, see {@link MinNewTokens}.
 *
 * <p>Example: with n = 2 and end-of-sequence 0 the probabilities 0.5, 0.5 are 0, 1 after one token and 0.5, 0.5 after two.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Hugging Face's min-length.
 *
 * @param n tokens of prompt and completion before an end may come, ≥ 0; 0 is off
 * @param eosIds the tokens to drop; empty for those the context says end a sequence
 */
public record MinLength(int n, List<Integer> eosIds) implements LogitsProcessor {
    /** Checks the range and copies the list. */
    public MinLength {
        Checks.atLeast("min-length", n, 0);
        eosIds = TokenIds.copy("min-length", eosIds);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("min-length", eosIds, candidates);
        if (context.historySize() < n) {
            TokenIds.dropEnds(eosIds, candidates, context);
        }
    }

    @Override
    public boolean isOff() {
        return n == 0;
    }
}
