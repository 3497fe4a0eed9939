package io.github.isotherm.next;

import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ConstrainedText;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores continuations of one prompt by the chain rule: ln p(t₁ … tₙ) = Σ ln p(tᵢ | prompt, t₁ … tᵢ₋₁), under the same
 * chain at every token. The logits of all continuations are computed once and serve every temperature.
 */
public final class CandidateScorer {
    private final PromptContext prompt;
    private final float[] first;
    private final List<int[]> continuations;
    private final float[][][] later;
    private final Candidates buffer;

    private CandidateScorer(
            PromptContext prompt, float[] first, List<int[]> continuations, float[][][] later, Candidates buffer) {
        this.prompt = prompt;
        this.first = first;
        this.continuations = continuations;
        this.later = later;
        this.buffer = buffer;
    }

    /**
     * Scores what a model said.
     *
     * @param prompt the prompt, and what processors may know beside it
     * @param scored what the model says after the prompt and inside the continuations
     * @param continuations the token ids of each continuation, none empty
     * @return a scorer; not thread-safe
     */
    public static CandidateScorer over(PromptContext prompt, ScoredPrompt scored, List<int[]> continuations) {
        float[] first = scored.promptLogits();
        return new CandidateScorer(prompt, first, continuations, scored.logits(), new Candidates(first.length));
    }

    /**
     * The log-probability of a continuation.
     *
     * @param index of the continuation
     * @param chain the chain, the same at every token
     * @return Σ ln p in nats, −infinity where the chain drops one of its tokens
     */
    public double logprob(int index, ProcessorChain chain) {
        int[] ids = continuations.get(index);
        double sum = 0;
        for (int at = 0; at < ids.length && sum > Double.NEGATIVE_INFINITY; at++) {
            buffer.load(at == 0 ? first : later[index][at - 1]);
            StepContext context = prompt.after(ids, at);
            ProcessorChain row = chain.forRow();
            if (isOver(row.constrained(), context)) {
                return Double.NEGATIVE_INFINITY;
            }
            row.process(buffer, context);
            sum += logprobOf(ids[at]);
        }
        return sum;
    }

    /** Whether a constraint lets nothing follow, and no token ends the text. */
    private boolean isOver(@Nullable ConstrainedText text, StepContext context) {
        if (text == null || context.step() == 0 || context.endOfSequence().size() > 0) {
            return false;
        }
        text.begin(buffer.vocabularySize(), context);
        return text.mayEnd(context) && !text.mayGoOn(context);
    }

    private double logprobOf(int id) {
        int i = buffer.indexOf(id);
        return i < 0 ? Double.NEGATIVE_INFINITY : buffer.logit(i) - buffer.logSumExp();
    }
}
