package io.github.isotherm.generate;

import java.util.Arrays;

/** A prompt that is read from where a sequence stands. Owned by the scheduler's thread. */
final class PromptReading implements Branch {
    private final int[] prompt;
    private final float[] logits;
    private final int chunk;
    private int done;
    private int fed;

    /**
     * A prompt.
     *
     * @param from how many of its ids are held already, fewer than all
     * @param chunk ids a run whatever the run could take, where it matters how a prompt is cut; else 0
     */
    PromptReading(int[] prompt, int from, int vocabularySize, int chunk) {
        this.prompt = prompt;
        this.done = from;
        this.chunk = chunk;
        logits = new float[vocabularySize];
    }

    /** {@code [vocabulary]}, after the whole prompt. */
    float[] logits() {
        return logits;
    }

    @Override
    public void begin(float[] unused) {}

    @Override
    public boolean isFinished() {
        return done == prompt.length;
    }

    @Override
    public int[] next(int most) {
        int left = prompt.length - done;
        fed = Math.min(left, chunk > 0 ? chunk : most);
        // A token fed alone may get other logits than one among several.
        if (chunk > 0 && fed == left - 1 && fed > 1) {
            fed--;
        }
        return Arrays.copyOfRange(prompt, done, done + fed);
    }

    @Override
    public void take(Logits run, int feed) {
        done += fed;
        if (isFinished()) {
            run.copyTo(feed, 0, logits);
        }
    }

    @Override
    public int kept(int count) {
        return done + count == prompt.length ? 1 : 0;
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
