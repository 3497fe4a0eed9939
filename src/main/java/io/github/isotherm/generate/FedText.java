package io.github.isotherm.generate;

import java.util.Arrays;

/** A text that goes on from a prompt and is read, not generated. Owned by the scheduler's thread. */
abstract class FedText implements Branch {
    private final int[] ids;
    private final int inside;
    private int fed;
    private int taken;

    /**
     * A text.
     *
     * @param ids its ids, at least one; the last is never fed
     */
    FedText(int[] ids) {
        this.ids = ids.clone();
        inside = ids.length - 1;
    }

    int id(int position) {
        return ids[position];
    }

    /**
     * Takes what the model says after one of the ids that are fed.
     *
     * @param position of that id, from 0
     */
    abstract void take(Logits run, int feed, int kept, int position);

    @Override
    public void begin(float[] prompt) {}

    @Override
    public boolean isFinished() {
        return taken == inside;
    }

    @Override
    public int[] next(int most) {
        fed = Math.min(most, inside - taken);
        return Arrays.copyOfRange(ids, taken, taken + fed);
    }

    @Override
    public void take(Logits run, int feed) {
        for (int kept = 0; kept < fed; kept++) {
            take(run, feed, kept, taken++);
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
