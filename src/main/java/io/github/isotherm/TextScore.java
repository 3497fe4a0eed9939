package io.github.isotherm;

import io.github.isotherm.generate.TokenScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How probable a text is under the log-softmax of the model's logits over the whole vocabulary, whatever a temperature or a chain
 * would make of them.
 *
 * @param ids its tokens
 * @param logprobs ln p of each after those before it, in nats; null of a token that nothing stands before
 * @param read tokens that the model read, those before the text too
 */
public record TextScore(List<Integer> ids, List<@Nullable Double> logprobs, int read) {
    /** Copies the lists. */
    public TextScore {
        ids = List.copyOf(ids);
        logprobs = Collections.unmodifiableList(new ArrayList<>(logprobs));
    }

    /**
     * The score of what stands behind some of a sequence's ids.
     *
     * @param sequence the ids, those before the text too
     * @param before how many those are
     * @param scores of the sequence, from its second id on
     * @return the text's
     */
    static TextScore of(int[] sequence, int before, List<TokenScore> scores) {
        List<@Nullable Double> logprobs = new ArrayList<>();
        for (int at = before; at < sequence.length; at++) {
            logprobs.add(at == 0 ? null : (Double) scores.get(at - 1).logprob());
        }
        return new TextScore(
                Arrays.stream(sequence, before, sequence.length).boxed().toList(), logprobs, sequence.length);
    }

    /**
     * The sum over its tokens, of which one that nothing stands before has no part.
     *
     * @return ln p of the text, in nats; 0 where there is no such token
     */
    public double logprob() {
        double sum = 0;
        for (Double logprob : logprobs) {
            sum += logprob == null ? 0 : logprob;
        }
        return sum;
    }
}
