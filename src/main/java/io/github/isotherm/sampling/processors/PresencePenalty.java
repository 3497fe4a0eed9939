package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenTally;

/**
 * Lowers tokens that occurred, however often: l − penalty.
 *
 * <p>The window is the last {@code lastN} ids of prompt and completion, without the prompt's where {@code ignorePrompt}, as
 * the OpenAI interface has it. A positive penalty discourages repetition, a negative one encourages it; 0 is off.
 *
 * <p>Example: with a penalty of 0.5 and the generated ids 0, 0, 1 the logits 2, 2, 2 become 1.5, 1.5, 2.
 *
 * <p>Order note: with the other penalties, before temperature. Source: OpenAI, <em>API reference</em>.
 *
 * @param penalty any finite number; 0 is off
 * @param lastN ids of the window, −1 for all, 0 for none
 * @param ignorePrompt whether the prompt's ids are taken out of the window
 */
public record PresencePenalty(double penalty, int lastN, boolean ignorePrompt) implements LogitsProcessor {
    /** Checks the ranges. */
    public PresencePenalty {
        Checks.finite("presence-penalty", penalty);
        Checks.atLeast("presence-penalty's last-n", lastN, -1);
    }

    /**
     * A penalty over the completion.
     *
     * @param penalty any finite number; 0 is off
     */
    public PresencePenalty(double penalty) {
        this(penalty, -1, true);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (penalty == 0) {
            return;
        }
        TokenTally window = TokenTally.of(candidates).count(context, lastN, ignorePrompt);
        for (int n = 0; n < window.distinct(); n++) {
            int i = candidates.indexOf(window.id(n));
            if (i >= 0) {
                candidates.logit(i, candidates.logit(i) - penalty);
            }
        }
    }

    @Override
    public boolean isOff() {
        return penalty == 0;
    }
}
