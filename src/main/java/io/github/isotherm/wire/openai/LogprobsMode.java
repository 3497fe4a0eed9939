package io.github.isotherm.wire.openai;

import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;

/** Whose log-probabilities an answer tells. */
public enum LogprobsMode {
    /** The model's: the log-softmax of its logits over the whole vocabulary, whatever the temperature and the chain. */
    RAW,
    /** Those of the distribution that the token was drawn from; what was dropped is not listed. */
    PROCESSED;

    /** What is written for minus infinity, which JSON has not: OpenAI's word for "very unlikely". */
    public static final double VERY_UNLIKELY = -9999.0;

    /**
     * Reads {@code logprobs_mode}.
     *
     * @param fields the request's
     * @param otherwise what counts where it is left out
     * @return the mode
     */
    public static LogprobsMode read(RequestFields fields, LogprobsMode otherwise) {
        String asked = fields.text("logprobs_mode");
        if (asked == null) {
            return otherwise;
        }
        return switch (asked) {
            case "raw" -> RAW;
            case "processed" -> PROCESSED;
            default -> throw fields.wrong("logprobs_mode", "\"raw\" or \"processed\"");
        };
    }

    /**
     * What traces are to hold for it.
     *
     * @param top how many of the most probable tokens are told, ≥ 0
     * @return the options
     */
    public TraceOptions traced(int top) {
        return TraceOptions.top(top).ofDraw(this == PROCESSED);
    }

    /**
     * The log-probability of a token that was taken.
     *
     * @param trace of its step
     * @return in nats, as {@link #written} writes it
     */
    public double of(StepTrace trace) {
        return written(this == RAW ? trace.logprobRaw() : trace.logprob());
    }

    /**
     * The log-probability of one of the most probable tokens.
     *
     * @param alternative of a step
     * @return in nats, as {@link #written} writes it
     */
    public double of(StepTrace.Alternative alternative) {
        return written(this == RAW ? alternative.logprobRaw() : alternative.logprob());
    }

    /**
     * A log-probability as JSON can say it.
     *
     * @param logprob in nats, minus infinity too
     * @return the same, or {@link #VERY_UNLIKELY}
     */
    public static double written(double logprob) {
        return logprob == Double.NEGATIVE_INFINITY ? VERY_UNLIKELY : logprob;
    }
}
