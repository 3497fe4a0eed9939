package io.github.isotherm.next;

import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import java.util.Comparator;
import java.util.List;

/**
 * What may fill a blank inside a text. A candidate's probability is that of the word and of what stands behind the blank, given
 * what stands before it, by the chain rule; its share is among the candidates listed.
 *
 * @param suffix what stands behind the blank
 * @param considered of how many words of the model's own the candidates are the most probable; 0 where they are the user's
 * @param next the distributions of the token in the blank, with the candidates
 */
public record FilledBlank(String suffix, int considered, NextTokens next) {
    /**
     * Distributions of a prompt that ends where its blank is.
     *
     * @param next the distributions
     * @return the same, with nothing behind the blank
     */
    public static FilledBlank atEnd(NextTokens next) {
        return new FilledBlank("", 0, next);
    }

    /**
     * Distributions with what stands behind the blank. Of words that the model chose the most probable ones are listed at each
     * temperature, best first.
     *
     * @param suffix what stands behind the blank
     * @param chosen whether the candidates are the model's own
     * @param scored the distributions, with all words as candidates
     * @param most how many of the model's own to list, ≥ 0
     * @return the distributions as they are told
     */
    public static FilledBlank of(String suffix, boolean chosen, NextTokens scored, int most) {
        return chosen ? chosen(suffix, scored, most) : new FilledBlank(suffix, 0, scored);
    }

    private static FilledBlank chosen(String suffix, NextTokens scored, int most) {
        List<Distribution> listed = scored.distributions().stream()
                .map(distribution -> distribution.withCandidates(best(distribution.candidates(), most)))
                .toList();
        int considered = scored.distributions().get(0).candidates().size();
        return new FilledBlank(suffix, considered, new NextTokens(scored.vocabularySize(), listed));
    }

    private static List<Candidate> best(List<Candidate> all, int most) {
        List<Candidate> best = all.stream()
                .sorted(Comparator.comparingDouble(Candidate::logprob).reversed())
                .limit(most)
                .toList();
        double sum = best.stream().mapToDouble(Candidate::probability).sum();
        return best.stream()
                .map(word -> new Candidate(
                        word.text(),
                        word.ids(),
                        word.logprob(),
                        word.probability(),
                        sum > 0 ? word.probability() / sum : 0,
                        word.rank()))
                .toList();
    }
}
