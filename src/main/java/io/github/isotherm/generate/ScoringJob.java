package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.List;

/** The logits after a prompt, and inside texts that go on from it. */
final class ScoringJob extends Job<ScoredPrompt> {
    private final List<ScoredText> texts;

    ScoringJob(int[] prompt, Mailbox mailbox, List<ScoredText> texts, int mostTokens) {
        super(prompt, mailbox, mostTokens);
        this.texts = List.copyOf(texts);
    }

    @Override
    List<ScoredText> branches() {
        return texts;
    }

    @Override
    long nanosLeft() {
        return Long.MAX_VALUE;
    }

    @Override
    boolean isOver() {
        return failure() != null || (promptLogits().length > 0 && super.isOver());
    }

    @Override
    void endOverdue() {}

    @Override
    void cancelBranches() {
        fail(new CancelledException());
    }

    @Override
    ScoredPrompt result() {
        return new ScoredPrompt(
                promptLogits(), texts.stream().map(ScoredText::logits).toArray(float[][][]::new));
    }
}
