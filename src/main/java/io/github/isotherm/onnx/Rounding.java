package io.github.isotherm.onnx;

import java.nio.FloatBuffer;

/** What a product with few-bit weights does to a row before it multiplies it. */
enum Rounding {
    /** Nothing: it multiplies floats. */
    NONE,

    /** Each block of as many numbers as share a weight's scale is rounded to the nearest multiples of a 127th of its largest. */
    BLOCKS,

    /** Something else. */
    OTHER;

    private static final int STEPS = 127;

    /** Of a step: what sums of other numbers may do to one. */
    private static final float TOLERANCE = 0.1f;

    /**
     * What was seen.
     *
     * @param rows numbers of several rows
     * @param seen what became of them
     * @param block how many share a scale; rows are whole numbers of blocks
     */
    static Rounding seen(FloatBuffer rows, FloatBuffer seen, int block) {
        boolean blocks = true;
        boolean none = true;
        for (int start = rows.position(); start < rows.limit(); start += block) {
            float step = largest(rows, start, block) / STEPS;
            for (int i = start; i < start + block; i++) {
                float value = rows.get(i);
                float rounded = (float) Math.rint(value / step) * step;
                blocks &= Math.abs(seen.get(i) - rounded) <= TOLERANCE * step;
                none &= Math.abs(seen.get(i) - value) <= TOLERANCE * TOLERANCE * step;
            }
        }
        return none ? NONE : blocks ? BLOCKS : OTHER;
    }

    private static float largest(FloatBuffer numbers, int start, int count) {
        float largest = 0;
        for (int i = start; i < start + count; i++) {
            largest = Math.max(largest, Math.abs(numbers.get(i)));
        }
        return largest;
    }
}
