package io.github.isotherm.generate;

import java.util.Arrays;

/** A row that gave up its memory and reads again what it held, before it goes on. Owned by the scheduler's thread. */
final class Returning implements Branch {
    private final Branch row;
    private final int[] ids;
    private int done;
    private int fed;

    /**
     * A row on its way back.
     *
     * @param ids what it held
     * @param from how many of them are held already
     */
    Returning(Branch row, int[] ids, int from) {
        this.row = row;
        this.ids = ids;
        done = from;
    }

    Branch row() {
        return row;
    }

    /** What the row held. */
    int[] ids() {
        return ids;
    }

    @Override
    public void begin(float[] unused) {}

    @Override
    public boolean isFinished() {
        return done == ids.length;
    }

    @Override
    public int[] next(int most) {
        fed = Math.min(ids.length - done, most);
        return Arrays.copyOfRange(ids, done, done + fed);
    }

    @Override
    public void take(Logits run, int feed) {
        done += fed;
    }

    @Override
    public int kept(int count) {
        return 0;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public int runsLeft() {
        return row.runsLeft();
    }
}
