package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Exclude top choices: with a certain probability, drops all candidates that reach a threshold but the least probable of
 * them.
 *
 * <p>Pushes towards less expected words while keeping one good choice. Nothing happens when fewer than two reach the
 * threshold or fewer than {@code minKeep} would remain; a threshold above 0.5 never acts, as no two can reach it. The more
 * probable, the more often it acts; a probability of 0 is off, 1 acts always, without a draw. A candidate that meets the
 * threshold within a relative 1e-6 reaches it; of equals the lower id counts as the more probable.
 *
 * <p>Example: of the probabilities 0.4, 0.3, 0.2, 0.1 a threshold of 0.19 drops 0.4 and 0.3.
 *
 * <p>Order note: after the truncations, as in llama.cpp. Source: p-e-w, <em>Exclude Top Choices (XTC)</em>,
 * text-generation-webui pull request 6335, 2024.
 *
 * @param probability how often it acts, in [0, 1]; 0 is off
 * @param threshold probability that makes a top choice, in [0, 1]
 * @param minKeep at least this many must remain, ≥ 1
 * @param exempt ids that are never dropped, such as newline and end-of-sequence
 */
public record Xtc(double probability, double threshold, int minKeep, List<Integer> exempt) implements LogitsProcessor {
    /** Checks the ranges and copies the list. */
    public Xtc {
        Checks.between("xtc's probability", probability, 0, 1);
        Checks.between("xtc's threshold", threshold, 0, 1);
        Checks.atLeast("xtc's min-keep", minKeep, 1);
        exempt = TokenIds.copy("xtc", exempt);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("xtc", exempt, candidates);
        if (threshold > 0.5 || isOff() || (probability < 1 && context.uniform() >= probability)) {
            return;
        }
        double[] weights = candidates.weights();
        double least = Guard.below(threshold) * candidates.totalWeight();
        int spared = leastProbable(weights, candidates.size(), least);
        double[] keep = candidates.scratch();
        int kept = 0;
        for (int i = 0; i < candidates.size(); i++) {
            boolean stays = weights[i] < least || i == spared || TokenIds.contain(exempt, candidates.id(i));
            keep[i] = stays ? 1 : 0;
            kept += stays ? 1 : 0;
        }
        if (kept >= minKeep) {
            candidates.retainAtLeast(keep, 1);
        }
    }

    /** Of the candidates that reach the threshold the least probable, the highest index on ties; −1 if none does. */
    private static int leastProbable(double[] weights, int size, double threshold) {
        int found = -1;
        for (int i = 0; i < size; i++) {
            if (weights[i] >= threshold && (found < 0 || weights[i] <= weights[found])) {
                found = i;
            }
        }
        return found;
    }

    @Override
    public boolean isOff() {
        return probability == 0;
    }
}
