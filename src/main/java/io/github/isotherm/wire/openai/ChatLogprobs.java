package io.github.isotherm.wire.openai;

import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log-probabilities of an answer in the form of chats. They are of all tokens that were generated, those of thinking and calls
 * too.
 *
 * @param mode which are told
 * @param vocabulary the texts of the tokens
 */
public record ChatLogprobs(LogprobsMode mode, Vocabulary vocabulary) {
    /**
     * Those of some tokens.
     *
     * @param traces one a token
     * @return {@code content, refusal}
     */
    public Map<String, @Nullable Object> of(List<StepTrace> traces) {
        Map<String, @Nullable Object> logprobs = new LinkedHashMap<>();
        logprobs.put("content", traces.stream().map(this::token).toList());
        logprobs.put("refusal", null);
        return logprobs;
    }

    private Map<String, Object> token(StepTrace trace) {
        Map<String, Object> token = token(trace.id(), mode.of(trace));
        token.put(
                "top_logprobs",
                trace.top().stream().map(one -> token(one.id(), mode.of(one))).toList());
        return token;
    }

    private Map<String, Object> token(int id, double logprob) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("token", new TokenNames(vocabulary).of(id));
        token.put("logprob", logprob);
        List<Integer> bytes = new ArrayList<>();
        for (byte one : vocabulary.bytes(id)) {
            bytes.add(one & 0xFF);
        }
        token.put("bytes", bytes);
        return token;
    }
}
