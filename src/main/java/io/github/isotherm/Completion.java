package io.github.isotherm;

import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import java.util.List;

/**
 * A completed prompt.
 *
 * @param model the model's name
 * @param chain the processors that were used
 * @param result what was generated
 */
public record Completion(String model, ProcessorChain chain, GenerationResult result) {
    /**
     * The completion.
     *
     * @return the text, without the prompt
     */
    public String text() {
        return result.text();
    }

    /**
     * The seed, chosen or given: with it the same request gives the same text.
     *
     * @return in [0, 2^53)
     */
    public long seed() {
        return result.seed();
    }

    /**
     * Why it ended.
     *
     * @return the reason
     */
    public FinishReason finishReason() {
        return result.finishReason();
    }

    /**
     * What happened at each token.
     *
     * @return one trace a token, when asked for
     */
    public List<StepTrace> traces() {
        return result.traces();
    }
}
