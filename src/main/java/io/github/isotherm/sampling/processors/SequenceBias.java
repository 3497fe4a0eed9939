package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenIds;
import java.util.List;

/**
 * Adds a bias to the last token of a sequence where the history ends with the rest of it: l + b.
 *
 * <p>A sequence of one id acts always; biases on one token add up. Positive makes the sequence more likely, −infinity bans
 * it. An empty list is off.
 *
 * <p>Example: with a bias of ln 3 on the ids 5 1 one of two equal tokens, 1, rises from 0.5 to 0.75 after 5.
 *
 * <p>Order note: before everything else, with logit-bias. Source: Hugging Face's sequence bias.
 *
 * @param bias the sequences and their biases
 */
public record SequenceBias(List<Entry> bias) implements LogitsProcessor {
    /**
     * One sequence.
     *
     * @param ids at least one token id
     * @param bias a finite number, or −infinity to ban
     */
    public record Entry(List<Integer> ids, double bias) {
        /** Copies the list and refuses an empty one, NaN and +infinity. */
        public Entry {
            ids = TokenIds.copySequence("sequence-bias", ids);
            if (!(bias < Double.POSITIVE_INFINITY)) {
                throw Checks.invalid(
                        "the sequence-bias of " + ids, Checks.number(bias), "a finite number or -inf (to ban it)");
            }
        }
    }

    /** Copies the list. */
    public SequenceBias {
        bias = List.copyOf(bias);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        for (int n = 0; n < bias.size(); n++) {
            Entry entry = bias.get(n);
            TokenIds.requireKnown("sequence-bias", entry.ids, candidates);
            int prefix = entry.ids.size() - 1;
            int i = candidates.indexOf(entry.ids.get(prefix));
            if (i >= 0 && context.endsWith(entry.ids, prefix)) {
                candidates.logit(i, candidates.logit(i) + entry.bias);
            }
        }
    }

    @Override
    public boolean isOff() {
        return bias.isEmpty();
    }
}
