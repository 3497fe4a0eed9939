package io.github.isotherm;

import java.util.function.BooleanSupplier;

/** How long tests wait for what must come. It says that something hangs, never how fast it is: machines are busy. */
public final class Patience {
    public static final long SECONDS = 300;
    public static final long MILLIS = SECONDS * 1000;

    private Patience() {}

    /** Waits until something is so. */
    public static void until(BooleanSupplier isSo) {
        long end = System.nanoTime() + MILLIS * 1_000_000;
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It is not so after " + SECONDS + " seconds.");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
