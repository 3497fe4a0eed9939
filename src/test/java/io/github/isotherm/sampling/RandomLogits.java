package io.github.isotherm.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Seeded rows of logits of every shape that broke a sampler somewhere. {@code -Dtests.seed} and {@code -Dtests.iters} make
 * other and more of them; a failing row names its shape, size and seed.
 */
public final class RandomLogits {
    private static final long SEED = Long.getLong("tests.seed", 20261101);
    private static final int ITERATIONS = Integer.getInteger("tests.iters", 1);

    /** How a row looks. */
    public enum Shape {
        UNIFORM,
        PEAKED,
        FLAT,
        TIES,
        SOME_MINUS_INFINITY,
        HUGE,
        TINY
    }

    /** A row and the history that goes with it. */
    public record Row(Shape shape, int size, long seed, float[] logits, int[] history, int promptLength) {
        @Override
        public String toString() {
            return shape + " x " + size + " (seed " + seed + ", history " + history.length + ", prompt " + promptLength
                    + ")";
        }
    }

    private RandomLogits() {}

    /** Rows of one to a thousand tokens. */
    public static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (Shape shape : Shape.values()) {
                for (int size : new int[] {1, 2, 7, 60, 1000}) {
                    rows.add(row(shape, size, SEED + 1000L * iteration + 31L * shape.ordinal() + size));
                }
            }
        }
        return rows.stream();
    }

    /** Rows of 2^17 tokens. */
    public static Stream<Row> wideRows() {
        return Stream.of(Shape.PEAKED, Shape.TIES).map(shape -> row(shape, 1 << 17, SEED));
    }

    public static Row row(Shape shape, int size, long seed) {
        Random random = new Random(seed);
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = logit(shape, random);
        }
        if (shape == Shape.PEAKED) {
            for (int peak = 0; peak < 20; peak++) {
                logits[random.nextInt(size)] = 18 - peak;
            }
        }
        if (shape == Shape.SOME_MINUS_INFINITY) {
            logits[random.nextInt(size)] = 1;
        }
        int[] history = random.ints(random.nextInt(25), 0, Math.max(1, Math.min(size, 6)) + 1)
                .toArray();
        return new Row(
                shape, size, seed, logits, history, history.length == 0 ? 0 : random.nextInt(history.length + 1));
    }

    private static float logit(Shape shape, Random random) {
        return switch (shape) {
            case UNIFORM -> 1.5f;
            case PEAKED -> (float) (2 * random.nextGaussian());
            case FLAT -> 2 * random.nextFloat() - 1;
            case TIES -> random.nextInt(4);
            case SOME_MINUS_INFINITY -> random.nextBoolean() ? Float.NEGATIVE_INFINITY : 3 * random.nextFloat();
            case HUGE -> random.nextInt(3) * 1e30f - 1e30f;
            case TINY -> random.nextFloat() * 1e-30f;
        };
    }
}
