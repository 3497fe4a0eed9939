package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Bans every token that would complete an n-gram that already occurred: t goes if the last n − 1 ids followed by t stand in
 * the source.
 *
 * <p>The source is the history of prompt and completion, or given ids. A smaller n bans more, 1 bans every id of the
 * source; 0 is off. A history of fewer than n − 1 ids bans nothing.
 *
 * <p>Example: after the ids 1 1 2 1 an n of 2 bans 1 and 2.
 *
 * <p>Order note: a ban, so before temperature and truncations. Source: Paulus, Xiong, Socher, <em>A deep reinforced model
 * for abstractive summarization</em>, 2017; Hugging Face's no-repeat and encoder-no-repeat n-gram.
 *
 * @param n length of the n-gram, ≥ 0; 0 is off
 * @param source ids whose n-grams are banned; empty for the history
 */
public record NoRepeatNgram(int n, List<Integer> source) implements LogitsProcessor {
    /** Checks the range and copies the list. */
    public NoRepeatNgram {
        Checks.atLeast("no-repeat-ngram", n, 0);
        source.forEach(id -> Checks.atLeast("a token id of no-repeat-ngram's source", id, 0));
        source = List.copyOf(source);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        TokenIds.requireKnown("no-repeat-ngram", source, candidates);
        int prefix = n - 1;
        int from = context.historySize() - prefix;
        if (n == 0 || from < 0) {
            return;
        }
        int size = source.isEmpty() ? context.historySize() : source.size();
        for (int start = 0; start + prefix < size; start++) {
            if (matches(start, from, prefix, context)) {
                candidates.drop(at(start + prefix, context));
            }
        }
    }

    private boolean matches(int start, int from, int length, StepContext context) {
        for (int k = 0; k < length; k++) {
            if (at(start + k, context) != context.history(from + k)) {
                return false;
            }
        }
        return true;
    }

    private int at(int index, StepContext context) {
        return source.isEmpty() ? context.history(index) : source.get(index);
    }

    @Override
    public boolean isOff() {
        return n == 0;
    }
}
