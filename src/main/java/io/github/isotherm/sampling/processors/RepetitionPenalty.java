package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenTally;

/**
 * Makes tokens that occurred less likely: once per distinct id of the window, l · r where l &lt; 0, l / r elsewhere.
 *
 * <p>The window is the last {@code lastN} ids of prompt and completion, without the prompt's where {@code ignorePrompt}.
 * r above 1 discourages repetition, below 1 encourages it; 1 is off.
 *
 * <p>Example: with r = 2 and the ids 0 and 1 in the history the logits 3, −1, 2 become 1.5, −2, 2.
 *
 * <p>Order note: it looks at the sign of a logit, so it belongs before anything that shifts logits. Source: Keskar et al.,
 * <em>CTRL</em>, 2019; window as in llama.cpp.
 *
 * @param penalty r &gt; 0; 1 is off
 * @param lastN ids of the window, −1 for all, 0 for none
 * @param ignorePrompt whether the prompt's ids are taken out of the window
 */
public record RepetitionPenalty(double penalty, int lastN, boolean ignorePrompt) implements LogitsProcessor {
    /** Checks the ranges. */
    public RepetitionPenalty {
        Checks.positive("repetition-penalty", penalty);
        Checks.atLeast("repetition-penalty's last-n", lastN, -1);
    }

    /**
     * A penalty over prompt and completion.
     *
     * @param penalty r &gt; 0; 1 is off
     */
    public RepetitionPenalty(double penalty) {
        this(penalty, -1, false);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (penalty == 1) {
            return;
        }
        TokenTally window = TokenTally.of(candidates).count(context, lastN, ignorePrompt);
        for (int n = 0; n < window.distinct(); n++) {
            int i = candidates.indexOf(window.id(n));
            if (i >= 0) {
                double logit = candidates.logit(i);
                candidates.logit(i, logit < 0 ? logit * penalty : logit / penalty);
            }
        }
    }

    @Override
    public boolean isOff() {
        return penalty == 1;
    }
}
