package io.github.isotherm.report;

import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.StepTrace.Stage;
import io.github.isotherm.sampling.StepTrace.Watched;
import io.github.isotherm.sampling.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces as plain values for {@link JsonLine}, so that every surface writes them with the same keys. */
public final class TraceValues {
    private TraceValues() {}

    /**
     * The figures of a distribution without its tokens.
     *
     * @param distribution the distribution
     * @return {@code temperature, chain, entropy, effective, kept, nucleus, tail} and, under a constraint, {@code allowed,
     *     allowed_mass}; may be added to
     */
    public static Map<String, Object> figures(Distribution distribution) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("temperature", distribution.temperature());
        node.put("chain", distribution.chain());
        node.put("entropy", distribution.entropy());
        node.put("effective", distribution.effective());
        node.put("kept", distribution.kept());
        node.put("nucleus", distribution.nucleus());
        node.put("tail", distribution.tail());
        allowed(node, distribution.allowed());
        return node;
    }

    /** How many ids a constraint allows, and their probability under the model's own softmax. */
    private static void allowed(Map<String, Object> node, @Nullable AllowedShare share) {
        if (share != null) {
            node.put("allowed", share.allowed());
            node.put("allowed_mass", share.mass());
        }
    }

    /**
     * What each processor of a chain leaves of a distribution.
     *
     * @param distribution the distribution
     * @return one {@code {processor, kept, mass, entropy, watched}} a processor
     */
    public static List<Map<String, Object>> funnel(Distribution distribution) {
        return distribution.funnel().stream().map(TraceValues::stage).toList();
    }

    private static Map<String, Object> stage(Stage stage) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("processor", Spelling.kebab(stage.processor()));
        node.put("kept", stage.kept());
        node.put("mass", stage.mass());
        node.put("entropy", stage.entropy());
        node.put("watched", stage.watched().stream().map(TraceValues::watched).toList());
        return node;
    }

    private static Map<String, Object> watched(Watched token) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", token.id());
        node.put("logit", token.logit());
        node.put("probability", token.probability());
        return node;
    }

    /**
     * One token of a completion.
     *
     * @param trace what happened at its step
     * @param vocabulary the texts of the tokens
     * @return {@code id, text, logprob_raw, logprob, rank, entropy} and, under a constraint, {@code allowed, allowed_mass}
     */
    public static Map<String, Object> token(StepTrace trace, Vocabulary vocabulary) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", trace.id());
        token.put("text", vocabulary.text(trace.id()));
        token.put("logprob_raw", trace.logprobRaw());
        token.put("logprob", trace.logprob());
        token.put("rank", trace.rank());
        token.put("entropy", trace.entropy());
        allowed(token, trace.allowed());
        return token;
    }
}
