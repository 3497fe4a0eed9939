package io.github.isotherm.compare;

import io.github.isotherm.decode.Candidates;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Session;
import io.github.isotherm.generate.StateDemand;
import java.util.Arrays;
import java.util.List;

/**
 * Scores continuations of one prompt by the chain rule: ln p(t₁ … tₙ) = Σ ln p(tᵢ | prompt, t₁ … tᵢ₋₁), under the same
 * chain at every token. The logits of all continuations are computed once, as one batch over the shared prefill, and
 * serve every temperature.
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
     * Computes the logits that scoring needs.
     *
     * @param session of one row, holding the whole prompt
     * @param prompt the prompt, and what processors may know beside it
     * @param first the logits after the prompt, {@code [vocabulary]}
     * @param continuations the token ids of each continuation, none empty
     * @return a scorer; not thread-safe
     */
    public static CandidateScorer over(
            Session session, PromptContext prompt, float[] first, List<int[]> continuations) {
        int longest = continuations.stream().mapToInt(ids -> ids.length).max().orElse(1);
        float[][][] later = new float[continuations.size()][][];
        if (longest > 1) {
            feed(session, continuations, longest, first.length, later);
        }
        return new CandidateScorer(prompt, first, continuations, later, new Candidates(first.length));
    }

    /**
     * The most state that scoring takes.
     *
     * @param prompt tokens of the prompt
     * @param continuations the token ids of each continuation
     * @return for {@link io.github.isotherm.generate.SessionPool#use}
     */
    public static StateDemand demand(int prompt, List<int[]> continuations) {
        int longest = continuations.stream().mapToInt(ids -> ids.length).max().orElse(1);
        StateDemand alone = StateDemand.of(prompt);
        return longest > 1 ? alone.withRows(1, continuations.size(), prompt + width(longest)) : alone;
    }

    /** At least two tokens a row, so that kernels of int8 activations compute what a prefill would. */
    private static int width(int longest) {
        return Math.max(2, longest - 1);
    }

    /** As one batch or several, right-padded: causal attention takes no notice of what follows a position. */
    private static void feed(
            Session session, List<int[]> continuations, int longest, int vocabularySize, float[][][] later) {
        int width = width(longest);
        int atOnce = session.forkableRows(session.length() + width);
        for (int from = 0; from < later.length; from += Math.min(atOnce, later.length)) {
            int count = Math.min(atOnce, later.length - from);
            feed(session, continuations.subList(from, from + count), width, vocabularySize, later, from);
        }
    }

    private static void feed(
            Session session, List<int[]> continuations, int width, int vocabularySize, float[][][] later, int at) {
        int[][] tokens = new int[continuations.size()][];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = Arrays.copyOf(continuations.get(row), width);
        }
        try (Session rows = session.fork(tokens.length)) {
            Logits logits = rows.feed(tokens, width);
            for (int row = 0; row < tokens.length; row++) {
                float[][] kept = new float[continuations.get(row).length - 1][vocabularySize];
                for (int position = 0; position < kept.length; position++) {
                    logits.copyTo(row, position, kept[position]);
                }
                later[at + row] = kept;
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
            chain.forRow().process(buffer, prompt.after(ids, at));
            sum += logprobOf(ids[at]);
        }
        return sum;
    }

    private double logprobOf(int id) {
        int i = buffer.indexOf(id);
        return i < 0 ? Double.NEGATIVE_INFINITY : buffer.logit(i) - buffer.logSumExp();
    }
}
