package io.github.isotherm.generate;

import java.util.List;

/**
 * Completions of one prompt, which was read once for all.
 *
 * @param promptLogits the logits after the prompt, {@code [vocabulary]}; empty when it was cancelled or overdue before them
 * @param completions one a request, in order
 */
@SuppressWarnings("ArrayRecordComponent") // a vocabulary of floats, handed through once
public record ForkedCompletions(float[] promptLogits, List<GenerationResult> completions) {
    /** Copies the list. */
    public ForkedCompletions {
        completions = List.copyOf(completions);
    }
}
