package io.github.isotherm.langchain4j;

import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * The probability of one token of an answer.
 *
 * @param id the token id
 * @param token its text; bytes that are no complete character are written {@code <0xF0>}
 * @param bytes its UTF-8 bytes, 0 to 255
 * @param logprob ln p under the distribution it was drawn from, in nats
 * @param logprobRaw ln p under the softmax of the model's logits, in nats
 * @param rank its place among the model's logits, 1 for the largest
 * @param top the model's most probable tokens at this step, best first
 */
public record TokenLogprob(
        int id, String token, List<Integer> bytes, double logprob, double logprobRaw, int rank, List<Top> top) {
    /** Copies the lists. */
    public TokenLogprob {
        bytes = List.copyOf(bytes);
        top = List.copyOf(top);
    }

    /**
     * One of the model's most probable tokens.
     *
     * @param id the token id
     * @param token its text
     * @param logprob ln p under the distribution that was drawn from, −infinity where it was dropped
     * @param logprobRaw ln p under the softmax of the model's logits, in nats
     */
    public record Top(int id, String token, double logprob, double logprobRaw) {}

    static TokenLogprob of(StepTrace trace, Vocabulary vocabulary) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : vocabulary.bytes(trace.id())) {
            bytes.add(b & 0xFF);
        }
        return new TokenLogprob(
                trace.id(),
                vocabulary.text(trace.id()),
                bytes,
                trace.logprob(),
                trace.logprobRaw(),
                trace.rank(),
                trace.top().stream()
                        .map(alternative -> new Top(
                                alternative.id(),
                                vocabulary.text(alternative.id()),
                                alternative.logprob(),
                                alternative.logprobRaw()))
                        .toList());
    }
}
