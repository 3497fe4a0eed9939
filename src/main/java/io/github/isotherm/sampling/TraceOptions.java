package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import java.util.List;

/**
 * What a trace is to hold beside the drawn token's own numbers.
 *
 * @param top how many of the model's most probable tokens to list, ≥ 0
 * @param stages whether to tell what each processor kept
 * @param entropies whether to tell the entropy after each processor too
 * @param watched ids whose logit and probability are told after each processor
 */
public record TraceOptions(int top, boolean stages, boolean entropies, List<Integer> watched) {
    /** The drawn token's numbers only. */
    public static final TraceOptions TOKENS = new TraceOptions(0, false, false, List.of());

    /** Checks the ranges. */
    public TraceOptions {
        Checks.atLeast("the number of logprobs", top, 0);
        watched = List.copyOf(watched);
    }

    /**
     * The drawn token's numbers and the model's most probable tokens.
     *
     * @param top how many to list, ≥ 0
     * @return the options
     */
    public static TraceOptions top(int top) {
        return new TraceOptions(top, false, false, List.of());
    }

    /**
     * These options, with what each processor kept.
     *
     * @return the options
     */
    public TraceOptions withStages() {
        return new TraceOptions(top, true, entropies, watched);
    }

    /** Whether anything is to be noted after each processor. */
    boolean watchesStages() {
        return stages || entropies || !watched.isEmpty();
    }
}
