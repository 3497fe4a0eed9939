package io.github.isotherm.report;

import io.github.isotherm.generate.ConstraintOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What became of a completion's constraint, for programs and for people. */
public final class ConstraintText {
    private ConstraintText() {}

    /**
     * As values for {@link JsonLine}.
     *
     * @param outcome the outcome
     * @return {@code complete, logprob}
     */
    public static Map<String, Object> values(ConstraintOutcome outcome) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("complete", outcome.complete());
        node.put("logprob", outcome.logProbability());
        return node;
    }

    /**
     * As a sentence.
     *
     * @param outcome the outcome
     * @return such as "the text is whole; the constraint cost 3.21 nats of the model's log-probability"
     */
    public static String sentence(ConstraintOutcome outcome) {
        return "the text is "
                + (outcome.complete() ? "whole" : "not whole: it was cut off before the constraint let it end")
                + String.format(
                        Locale.ROOT,
                        "; the constraint cost %.2f nats of the model's log-probability",
                        0 - outcome.logProbability());
    }
}
