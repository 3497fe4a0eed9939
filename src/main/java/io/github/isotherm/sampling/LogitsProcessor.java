package io.github.isotherm.sampling;

/**
 * The plug-in point between a model's logits and the draw: changes logits or drops candidates, never adds one.
 *
 * <p>Laws, checked by {@code LogitsProcessorContract} for built-in and user processors alike: at least one candidate
 * stays; the same input gives the same result; no reference to the buffer is kept. A processor is a pure function of
 * candidates and context; one that must remember implements {@link StatefulLogitsProcessor}.
 */
@FunctionalInterface
public interface LogitsProcessor {
    /**
     * Processes one step in place.
     *
     * @param candidates the tokens in play, to be changed in place
     * @param context history, step, vocabulary, randomness
     */
    void process(Candidates candidates, StepContext context);

    /**
     * Whether this processor's parameters stand at their off-value, so that it does nothing.
     *
     * @return true to be passed over
     */
    default boolean isOff() {
        return false;
    }

    /**
     * Whether this processor takes NaN and infinities as they come, to replace them. It may then only stand first, where
     * the model's logits come in; everywhere else such values are an error.
     *
     * @return true to see the logits before they are checked
     */
    default boolean admitsAnything() {
        return false;
    }
}
