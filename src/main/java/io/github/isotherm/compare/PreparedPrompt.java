package io.github.isotherm.compare;

import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.generate.Session;
import java.util.List;

/**
 * A prompt whose logits are computed, and those inside the user's words: any temperature and chain can be asked for from
 * now on without running the model. Thread-safe.
 */
public final class PreparedPrompt {
    private final PromptContext prompt;
    private final float[] logits;
    private final List<TemperatureSweep.Word> words;
    private final CandidateScorer scorer;

    private PreparedPrompt(
            PromptContext prompt, float[] logits, List<TemperatureSweep.Word> words, CandidateScorer scorer) {
        this.prompt = prompt;
        this.logits = logits;
        this.words = words;
        this.scorer = scorer;
    }

    /**
     * Computes what the words need.
     *
     * @param session of one row, holding the whole prompt
     * @param prompt the prompt, and what processors may know beside it
     * @param logits the model's logits after the prompt, {@code [vocabulary]}
     * @param words texts to score
     * @return the prepared prompt
     */
    public static PreparedPrompt of(
            Session session, PromptContext prompt, float[] logits, List<TemperatureSweep.Word> words) {
        List<int[]> continuations =
                words.stream().map(TemperatureSweep.Word::toArray).toList();
        return new PreparedPrompt(
                prompt, logits, List.copyOf(words), CandidateScorer.over(session, prompt, logits, continuations));
    }

    /**
     * The exact distributions of the next token.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens to list, ≥ 0
     * @return one distribution a temperature
     */
    public synchronized NextTokens next(ProcessorChain chain, List<Double> temperatures, int top) {
        return new TemperatureSweep(chain, temperatures, top, words).over(scorer, prompt, logits);
    }
}
