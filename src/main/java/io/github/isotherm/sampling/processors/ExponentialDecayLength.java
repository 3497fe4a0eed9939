package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Raises the end-of-sequence tokens more and more once enough is generated: l + |l| · (factor^(generated − start) − 1),
 * where more than {@code start} tokens are generated.
 *
 * <p>A factor above 1 brings the end nearer, below 1 puts it off; 1 is off. A raised logit is at most 1e300.
 *
 * <p>Example: with start = 1, factor = 2 and end-of-sequence 0 the logits 1, 1 become 4, 1 after three tokens and −1, 1
 * become 2, 1.
 *
 * <p>Order note: it looks at the size of a logit, so it belongs before temperature. Source: Hugging Face's exponential decay
 * length penalty.
 *
 * @param start generated tokens before it acts, ≥ 0
 * @param factor &gt; 0; 1 is off
 * @param eosIds the tokens to raise; empty for those the context says end a sequence
 */
public record ExponentialDecayLength(int start, double factor, List<Integer> eosIds) implements LogitsProcessor {
    private static final double GREATEST = 1e300;

    /** Checks the ranges and copies the list. */
    public ExponentialDecayLength {
        Checks.atLeast("exponential-decay-length's start", start, 0);
        Checks.positive("exponential-decay-length's factor", factor);
        eosIds = TokenIds.copy("exponential-decay-length", eosIds);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("exponential-decay-length", eosIds, candidates);
        int over = context.generated().size() - start;
        if (over <= 0) {
            return;
        }
        double growth = Math.min(StrictMath.pow(factor, over) - 1, GREATEST);
        for (int n = 0; n < TokenIds.endCount(eosIds, context); n++) {
            int i = candidates.indexOf(TokenIds.end(eosIds, context, n));
            if (i >= 0) {
                double logit = candidates.logit(i);
                candidates.logit(i, Math.min(logit + Math.abs(logit) * growth, GREATEST));
            }
        }
    }

    @Override
    public boolean isOff() {
        return factor == 1;
    }
}
