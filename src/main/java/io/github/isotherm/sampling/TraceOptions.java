package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import java.util.List;

/**
 * What a trace is to hold beside the drawn token's own numbers.
 *
 * @param top how many of the most probable tokens to list, ≥ 0
 * @param ofDraw whether those are listed that are most probable in the distribution drawn from, of which what was dropped is no
 *     part; false: the model's
 * @param stages whether to tell what each processor kept
 * @param entropies whether to tell the entropy after each processor too
 * @param watched ids whose logit and probability are told after each processor
 */
public record TraceOptions(int top, boolean ofDraw, boolean stages, boolean entropies, List<Integer> watched) {
    /** The drawn token's numbers only. */
    public static final TraceOptions TOKENS = new TraceOptions(0, false, false, false, List.of());

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
        return new TraceOptions(top, false, false, false, List.of());
    }

    /**
     * These options, with the most probable tokens of the distribution drawn from, or the model's.
     *
     * @param value false by default
     * @return the options
     */
    public TraceOptions ofDraw(boolean value) {
        return new TraceOptions(top, value, stages, entropies, watched);
    }

    /**
     * These options, with what each processor kept.
     *
     * @return the options
     */
    public TraceOptions withStages() {
        return new TraceOptions(top, ofDraw, true, entropies, watched);
    }

    /** Whether anything is to be noted after each processor. */
    boolean watchesStages() {
        return stages || entropies || !watched.isEmpty();
    }
}
