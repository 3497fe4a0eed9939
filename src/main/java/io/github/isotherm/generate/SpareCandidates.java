package io.github.isotherm.generate;

import io.github.isotherm.sampling.Candidates;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers that go from one row to the next: one takes as much memory as eight times the logits. Owned by the scheduler's
 * thread.
 */
final class SpareCandidates {
    /** More rows at once are rare, and their buffers go when they end. */
    private static final int MOST = 4;

    private final int vocabularySize;
    private final Deque<Candidates> spare = new ArrayDeque<>();

    SpareCandidates(int vocabularySize) {
        this.vocabularySize = vocabularySize;
    }

    /** With anything in it. */
    Candidates take() {
        Candidates candidates = spare.poll();
        return candidates == null ? new Candidates(vocabularySize) : candidates;
    }

    void give(Candidates candidates) {
        if (spare.size() < MOST) {
            spare.push(candidates);
        }
    }
}
