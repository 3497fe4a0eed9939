package io.github.isotherm.next;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.Arrays;

/**
 * What a chain makes of the logits of every token.
 *
 * @param probabilities {@code [vocabulary]}, 0 for dropped tokens
 * @param logits {@code [vocabulary]}, −infinity for dropped tokens
 */
@SuppressWarnings("ArrayRecordComponent") // vocabularies of floats, handed through once
public record ProcessedLogits(float[] probabilities, float[] logits) {
    /**
     * Applies a chain.
     *
     * @param raw the model's logits, {@code [vocabulary]}
     * @param prompt the prompt, and what processors may know beside it
     * @param chain the processors
     * @return what they make of it
     */
    public static ProcessedLogits of(float[] raw, PromptContext prompt, ProcessorChain chain) {
        Candidates candidates = new Candidates(raw.length).load(raw);
        chain.forRow().process(candidates, prompt.first());
        float[] probabilities = new float[raw.length];
        float[] logits = new float[raw.length];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < candidates.size(); i++) {
            int id = candidates.id(i);
            probabilities[id] = (float) candidates.probability(i);
            logits[id] = (float) candidates.logit(i);
        }
        return new ProcessedLogits(probabilities, logits);
    }
}
