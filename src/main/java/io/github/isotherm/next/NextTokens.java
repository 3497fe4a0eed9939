package io.github.isotherm.next;

import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.StepTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exact next-token distributions of one prompt: probabilities over the whole vocabulary, at several temperatures.
 *
 * @param vocabularySize number of tokens the model knows
 * @param distributions one per temperature, in the order asked for
 */
public record NextTokens(int vocabularySize, List<Distribution> distributions) {
    /** The mass a nucleus reaches. */
    public static final double NUCLEUS = 0.9;

    /** Tokens less probable than this are the tail. */
    public static final double TAIL = 0.001;

    /** Copies the list. */
    public NextTokens {
        distributions = List.copyOf(distributions);
    }

    /**
     * The distribution at one temperature.
     *
     * @param temperature T
     * @param chain the chain it is made by, as text
     * @param entropy H in nats
     * @param effective effective candidates, e^H
     * @param kept candidates of positive probability that the chain leaves in play
     * @param nucleus the fewest tokens whose probabilities reach {@value NextTokens#NUCLEUS} together
     * @param tail the probability, together, of all tokens less probable than {@value NextTokens#TAIL} each
     * @param funnel what each processor left, in the order of the chain: survivors, mass, entropy, and as watched ids the
     *     model's most probable tokens and the words of one token (a logit of −infinity from where it died)
     * @param top the most probable tokens, best first
     * @param rest what the list leaves out
     * @param candidates the words asked about, in the order asked
     * @param allowed what a constraint of the chain allows, or null without one
     */
    public record Distribution(
            double temperature,
            String chain,
            double entropy,
            double effective,
            int kept,
            int nucleus,
            double tail,
            List<StepTrace.Stage> funnel,
            List<TopToken> top,
            Rest rest,
            List<Candidate> candidates,
            @Nullable AllowedShare allowed) {
        /** Copies the lists. */
        public Distribution {
            funnel = List.copyOf(funnel);
            top = List.copyOf(top);
            candidates = List.copyOf(candidates);
        }

        /**
         * The distribution of a chain without a constraint.
         *
         * @param temperature T
         * @param chain the chain it is made by, as text
         * @param entropy H in nats
         * @param effective effective candidates, e^H
         * @param kept candidates of positive probability that the chain leaves in play
         * @param nucleus the fewest tokens whose probabilities reach {@value NextTokens#NUCLEUS} together
         * @param tail the probability, together, of all tokens less probable than {@value NextTokens#TAIL} each
         * @param funnel what each processor left, in the order of the chain
         * @param top the most probable tokens, best first
         * @param rest what the list leaves out
         * @param candidates the words asked about, in the order asked
         */
        public Distribution(
                double temperature,
                String chain,
                double entropy,
                double effective,
                int kept,
                int nucleus,
                double tail,
                List<StepTrace.Stage> funnel,
                List<TopToken> top,
                Rest rest,
                List<Candidate> candidates) {
            this(temperature, chain, entropy, effective, kept, nucleus, tail, funnel, top, rest, candidates, null);
        }

        /** The same with other words. */
        Distribution withCandidates(List<Candidate> words) {
            return new Distribution(
                    temperature, chain, entropy, effective, kept, nucleus, tail, funnel, top, rest, words, allowed);
        }
    }

    /**
     * One of the most probable tokens.
     *
     * @param id the token
     * @param logit the model's raw logit
     * @param probability over the whole vocabulary
     * @param rank 1 for the most probable
     */
    public record TopToken(int id, double logit, double probability, int rank) {}

    /**
     * What the list of top tokens leaves out.
     *
     * @param tokens how many candidates in play
     * @param probability their probability together
     */
    public record Rest(int tokens, double probability) {}

    /**
     * A text the user asked about. Its probability is that of the continuation <em>beginning</em> so.
     *
     * @param text as scored, with the leading space it was given
     * @param ids its tokens
     * @param logprob Σ ln p of its tokens in nats, −infinity where the chain drops one
     * @param probability over the whole vocabulary
     * @param share its part of the probability of all texts asked about, 0 where none has any
     * @param rank its place in the distribution, null for several tokens or one that was dropped
     */
    public record Candidate(
            String text,
            List<Integer> ids,
            double logprob,
            double probability,
            double share,
            @Nullable Integer rank) {
        /** Copies the list. */
        public Candidate {
            ids = List.copyOf(ids);
        }
    }
}
