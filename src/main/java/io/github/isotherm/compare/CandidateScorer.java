package io.github.isotherm.compare;

import io.github.isotherm.decode.Candidates;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.StepContext;
import io.github.isotherm.decode.TokenSequence;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Session;
import java.util.Arrays;
import java.util.List;

/**
 * Scores continuations of one prompt by the chain rule: ln p(t₁ … tₙ) = Σ ln p(tᵢ | prompt, t₁ … tᵢ₋₁), under the same
 * chain at every token. The logits of all continuations are computed once, as one batch over the shared prefill, and
 * serve every temperature.
 */
public final class CandidateScorer {
    private final TokenSequence prompt;
    private final float[] first;
    private final List<int[]> continuations;
    private final float[][][] later;
    private final Candidates buffer;

    private CandidateScorer(
            TokenSequence prompt, float[] first, List<int[]> continuations, float[][][] later, Candidates buffer) {
        this.prompt = prompt;
        this.first = first;
        this.continuations = continuations;
        this.later = later;
        this.buffer = buffer;
    }

    /**
     * Computes the logits that scoring needs.
     *
     * @param session of one row, holding the whole prompt
     * @param prompt the prompt's ids
     * @param first the logits after the prompt, {@code [vocabulary]}
     * @param continuations the token ids of each continuation, none empty
     * @return a scorer; not thread-safe
     */
    public static CandidateScorer over(
            Session session, TokenSequence prompt, float[] first, List<int[]> continuations) {
        int longest = continuations.stream().mapToInt(ids -> ids.length).max().orElse(1);
        float[][][] later = new float[continuations.size()][][];
        if (longest > 1) {
            feed(session, continuations, longest, first.length, later);
        }
        return new CandidateScorer(prompt, first, continuations, later, new Candidates(first.length));
    }

    /**
     * One batch, right-padded: causal attention takes no notice of what follows a position. At least two tokens a row,
     * so that kernels of int8 activations compute what a prefill would.
     */
    private static void feed(
            Session session, List<int[]> continuations, int longest, int vocabularySize, float[][][] later) {
        int width = Math.max(2, longest - 1);
        int[][] tokens = new int[continuations.size()][];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = Arrays.copyOf(continuations.get(row), width);
        }
        try (Session rows = session.fork(tokens.length)) {
            Logits logits = rows.feed(tokens, width);
            for (int row = 0; row < tokens.length; row++) {
                later[row] = new float[continuations.get(row).length - 1][vocabularySize];
                for (int position = 0; position < later[row].length; position++) {
                    logits.copyTo(row, position, later[row][position]);
                }
            }
        }
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
            StepContext context = StepContext.builder()
                    .prompt(prompt)
                    .generated(TokenSequence.of(Arrays.copyOf(ids, at)))
                    .build();
            chain.forRow().process(buffer, context);
            sum += logprobOf(ids[at]);
        }
        return sum;
    }

    private double logprobOf(int id) {
        int i = buffer.indexOf(id);
        return i < 0 ? Double.NEGATIVE_INFINITY : buffer.logit(i) - buffer.logSumExp();
    }
}
