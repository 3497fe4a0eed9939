package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.List;

/** The logits after a prompt, and inside texts that go on from it. */
final class ScoringJob extends Job<ScoredPrompt> {
    private final List<ScoredText> texts;
    private final int mostTokens;
    private float[] promptLogits = {};

    ScoringJob(int[] prompt, Mailbox mailbox, List<ScoredText> texts, int mostTokens) {
        super(prompt, mailbox);
        this.texts = List.copyOf(texts);
        this.mostTokens = mostTokens;
    }

    @Override
    List<ScoredText> branches() {
        return texts;
    }

    @Override
    int mostTokens() {
        return mostTokens;
    }

    @Override
    long nanosLeft() {
        return Long.MAX_VALUE;
    }

    @Override
    void promptRead(float[] logits) {
        promptLogits = logits;
    }

    @Override
    float[] promptLogits() {
        return promptLogits;
    }

    @Override
    boolean isOver() {
        return failure() != null || (promptLogits.length > 0 && super.isOver());
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
                promptLogits, texts.stream().map(ScoredText::logits).toArray(float[][][]::new));
    }
}
