package io.github.isotherm.generate;

/** A text that goes on from a prompt, read to know what the model says inside it. Owned by the scheduler's thread. */
final class ScoredText extends FedText {
    private final int vocabularySize;
    private final float[][] logits;

    /**
     * A text.
     *
     * @param ids its ids, at least one; the last is never fed
     * @param vocabularySize logits a position
     */
    ScoredText(int[] ids, int vocabularySize) {
        super(ids);
        this.vocabularySize = vocabularySize;
        logits = new float[ids.length - 1][];
    }

    /** {@code [ids - 1, vocabulary]}: what the model says after each id but the last. */
    float[][] logits() {
        return logits;
    }

    @Override
    void take(Logits run, int feed, int kept, int position) {
        logits[position] = new float[vocabularySize];
        run.copyTo(feed, kept, logits[position]);
    }
}
