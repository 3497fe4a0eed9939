package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.SequenceBreaker;
import io.github.isotherm.sampling.SequenceBreaks;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.SuffixMatches;
import io.github.isotherm.sampling.TokenTally;
import java.util.List;

/**
 * Don't repeat yourself: lowers every token that would carry on a repetition, by multiplier · base^(n − allowedLength),
 * where n is the length of the longest ending of the history that already occurred with that token after it.
 *
 * <p>Matches shorter than {@code allowedLength} are free, longer ones cost exponentially more. A match ends where the
 * history ends and does not reach back over the last sequence breaker: given ids in a row, or the last token of a given
 * text, which may stand inside one token ({@code ":"} in {@code "):"}) or over several; a token that is or contains a
 * breaker on its own is never lowered. A larger multiplier or base discourages more; a multiplier of 0 is off, and so is a window of no ids. The
 * penalty is at most the largest finite float.
 *
 * <p>Example: after the ids 0 1 2 0 1 the ending "0 1" (n = 2) was followed by 2, so with multiplier 1, base 1.1 and an
 * allowed length of 2 the logit of 2 falls by 1: of four equal tokens it keeps 0.1092 and the others have 0.2969.
 *
 * <p>Order note: with the penalties, before temperature and truncations. Source: p-e-w, <em>DRY: a modern repetition penalty
 * that reliably prevents looping</em>, text-generation-webui pull request 5677, 2024; bounds as in llama.cpp.
 *
 * @param multiplier ≥ 0; 0 is off
 * @param base &gt; 1
 * @param allowedLength the shortest match that is penalised, ≥ 1
 * @param lastN ids of the history that are looked at, −1 for all, 0 for none
 * @param sequenceBreakers what no match crosses: texts, which need a vocabulary, and sequences of ids
 */
public record Dry(double multiplier, double base, int allowedLength, int lastN, List<SequenceBreaker> sequenceBreakers)
        implements LogitsProcessor {
    /** Checks the ranges and copies the lists. */
    public Dry {
        Checks.nonNegative("dry's multiplier", multiplier);
        Checks.above("dry's base", base, 1);
        Checks.atLeast("dry's allowed-length", allowedLength, 1);
        Checks.atLeast("dry's last-n", lastN, -1);
        sequenceBreakers = List.copyOf(sequenceBreakers);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        SequenceBreaks breaks = SequenceBreaks.of(candidates, context, sequenceBreakers);
        if (isOff()) {
            return;
        }
        SuffixMatches matches = SuffixMatches.of(candidates, context, lastN);
        TokenTally longest = longestByToken(matches, breaks.since(matches), TokenTally.of(candidates));
        for (int n = 0; n < longest.distinct(); n++) {
            int i = candidates.indexOf(longest.id(n));
            if (i >= 0 && !breaks.breaksAlone(longest.id(n))) {
                candidates.logit(i, candidates.logit(i) - penalty(longest.value(n)));
            }
        }
    }

    private TokenTally longestByToken(SuffixMatches matches, int limit, TokenTally longest) {
        for (int k = 1; k < matches.size(); k++) {
            int length = Math.min(matches.length(k), limit);
            if (length >= allowedLength) {
                longest.raise(matches.id(k - 1), length);
            }
        }
        return longest;
    }

    private double penalty(int length) {
        return Math.min(multiplier * StrictMath.pow(base, length - allowedLength), Float.MAX_VALUE);
    }

    @Override
    public boolean isOff() {
        return multiplier == 0 || lastN == 0;
    }
}
