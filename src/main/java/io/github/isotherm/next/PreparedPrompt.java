package io.github.isotherm.next;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A prompt whose logits are computed, and those inside the user's words: any temperature and chain can be asked for from
 * now on without running the model. Thread-safe.
 */
public final class PreparedPrompt {
    private final PromptContext prompt;
    private final float[] logits;
    private final List<TemperatureSweep.Word> words;
    private final CandidateScorer scorer;
    private final UnaryOperator<ProcessorChain> completing;

    private PreparedPrompt(
            PromptContext prompt,
            float[] logits,
            List<TemperatureSweep.Word> words,
            CandidateScorer scorer,
            UnaryOperator<ProcessorChain> completing) {
        this.prompt = prompt;
        this.logits = logits;
        this.words = words;
        this.scorer = scorer;
        this.completing = completing;
    }

    /**
     * What a model said, ready to be asked.
     *
     * @param prompt the prompt, and what processors may know beside it
     * @param words texts to score
     * @param scored what the model says after the prompt and inside the words
     * @param completing makes of every chain the one that the model runs
     * @return the prepared prompt
     */
    public static PreparedPrompt of(
            PromptContext prompt,
            List<TemperatureSweep.Word> words,
            ScoredPrompt scored,
            UnaryOperator<ProcessorChain> completing) {
        List<int[]> continuations =
                words.stream().map(TemperatureSweep.Word::toArray).toList();
        return new PreparedPrompt(
                prompt,
                scored.promptLogits(),
                List.copyOf(words),
                CandidateScorer.over(prompt, scored, continuations),
                completing);
    }

    /**
     * The exact distributions of the next token.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens to list, ≥ 0
     * @return one distribution a temperature
     */
    public NextTokens next(ProcessorChain chain, List<Double> temperatures, int top) {
        return next(chain, temperatures, top, List.of());
    }

    /**
     * The exact distributions of the next token, and the way of some tokens through the chain.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens to list, ≥ 0
     * @param watched token ids that every funnel tells of, beside the model's most probable ones and the words
     * @return one distribution a temperature
     */
    public NextTokens next(ProcessorChain chain, List<Double> temperatures, int top, List<Integer> watched) {
        return next(chain, temperatures, top, watched, new Cancellation());
    }

    /**
     * The same, which can be stopped: many words at many temperatures take their time without the model too.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens to list, ≥ 0
     * @param watched token ids that every funnel tells of, beside the model's most probable ones and the words
     * @param cancellation stops it from another thread, between two words
     * @return one distribution a temperature
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     */
    public synchronized NextTokens next(
            ProcessorChain chain,
            List<Double> temperatures,
            int top,
            List<Integer> watched,
            Cancellation cancellation) {
        return new TemperatureSweep(completing.apply(chain), temperatures, top, words)
                .over(scorer, prompt, logits, watched, cancellation);
    }
}
