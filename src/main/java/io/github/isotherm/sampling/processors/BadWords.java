package io.github.isotherm.sampling.processors;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Bans the last token of each given sequence where the history ends with the rest of it; a sequence of one id is banned
 * always.
 *
 * <p>An empty list is off. End-of-sequence ids are banned like others: leave them out to keep an end possible.
 *
 * <p>Example: after the id 1 the sequences [1, 0] and [2] ban 0 and 2.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Hugging Face's bad words.
 *
 * @param ids the sequences, none empty
 */
public record BadWords(List<List<Integer>> ids) implements LogitsProcessor {
    /** Copies the lists. */
    public BadWords {
        ids = TokenIds.copySequences("bad-words", ids);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireAllKnown("bad-words", ids, candidates);
        for (int n = 0; n < ids.size(); n++) {
            List<Integer> sequence = ids.get(n);
            int prefix = sequence.size() - 1;
            if (context.endsWith(sequence, prefix)) {
                candidates.drop(sequence.get(prefix));
            }
        }
    }

    @Override
    public boolean isOff() {
        return ids.isEmpty();
    }
}
