package io.github.isotherm.generate;

import java.util.Arrays;

/** A text that goes on from a prompt, read to know what the model says inside it. Owned by the scheduler's thread. */
final class ScoredText implements Branch {
    private final int[] ids;
    private final int vocabularySize;
    private final float[][] logits;
    private int fed;
    private int taken;

    /**
     * A text.
     *
     * @param ids its ids, at least one; the last is never fed
     * @param vocabularySize logits a position
     */
    ScoredText(int[] ids, int vocabularySize) {
        this.ids = ids.clone();
        this.vocabularySize = vocabularySize;
        logits = new float[ids.length - 1][];
    }

    /** {@code [ids - 1, vocabulary]}: what the model says after each id but the last. */
    float[][] logits() {
        return logits;
    }

    @Override
    public void begin(float[] prompt) {}

    @Override
    public boolean isFinished() {
        return taken == logits.length;
    }

    @Override
    public int[] next(int most) {
        fed = Math.min(most, logits.length - taken);
        return Arrays.copyOfRange(ids, taken, taken + fed);
    }

    @Override
    public void take(Logits run, int feed) {
        for (int position = 0; position < fed; position++) {
            logits[taken] = new float[vocabularySize];
            run.copyTo(feed, position, logits[taken++]);
        }
    }

    @Override
    public int kept(int count) {
        return count;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public int runsLeft() {
        return 1;
    }
}
