package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.math.Exp;
import io.github.isotherm.math.KthLargest;
import io.github.isotherm.math.TopSelect;
import org.jspecify.annotations.Nullable;

/**
 * The logits of one step: as they came in, by id, and as they stand, by candidate.
 *
 * <p>Narrow, they are the floats that came in, with one pending double temperature, so that l / T is exact at every T;
 * wide, once one was written, they are doubles. Dropping moves either kind together.
 */
final class StoredLogits {
    /** Outside this range of temperatures a quotient of floats could leave the range of doubles. */
    private static final double LEAST_TEMPERATURE = 1e-200;

    private static final double GREATEST_TEMPERATURE = 1e200;
    /** Above this a quotient is taken of the distance from the largest logit, which changes no probability. */
    private static final double GREATEST_QUOTIENT = 1e300;

    private static final int BLOCK = 2048;

    /** What came in, by id. */
    private final float[] raw;
    /** What came in, where it came in double precision; empty until the first time. */
    private double[] preciseRaw = {};
    /** Whether it did. */
    private boolean precise;

    /** The floats of those in play, once one was dropped. */
    private final float[] compact;
    /** While not wide, logit i is narrow[i] / temperature; raw before the first drop, compact then. */
    private float[] narrow;

    private double temperature;

    private final double[] logits;
    private boolean wide;

    private @Nullable KthLargest kthLargest;

    StoredLogits(int vocabularySize) {
        raw = new float[vocabularySize];
        compact = new float[vocabularySize];
        logits = new double[vocabularySize];
        narrow = raw;
        reset();
    }

    /** What the next step's floats are to be written to. */
    float[] target() {
        return raw;
    }

    void load(float[] source) {
        requireOneForEachId(source.length);
        System.arraycopy(source, 0, raw, 0, raw.length);
        reset();
    }

    void load(double[] source) {
        requireOneForEachId(source.length);
        if (preciseRaw.length == 0) {
            preciseRaw = new double[raw.length];
        }
        System.arraycopy(source, 0, preciseRaw, 0, raw.length);
        reset();
        precise = true;
        widen(raw.length);
    }

    private void requireOneForEachId(int count) {
        if (count != raw.length) {
            throw Checks.invalid("the number of logits", Integer.toString(count), raw.length + ", one for each id");
        }
    }

    /** Begins a step with what is in {@link #target()}. */
    void reset() {
        precise = false;
        narrow = raw;
        temperature = 1;
        wide = false;
    }

    /** Replaces what came in by finite numbers: NaN by 0, infinities by the largest and the lowest finite float. */
    void repair() {
        for (int id = 0; id < raw.length; id++) {
            if (precise) {
                preciseRaw[id] = repaired(preciseRaw[id]);
            } else {
                raw[id] = (float) repaired(raw[id]);
            }
        }
        if (precise) {
            widen(raw.length);
        }
    }

    private static double repaired(double logit) {
        if (Double.isNaN(logit)) {
            return 0;
        }
        return Double.isInfinite(logit) ? Math.copySign(Float.MAX_VALUE, logit) : logit;
    }

    /** Whether all that came in are numbers. */
    boolean isFinite() {
        return precise ? isFinite(preciseRaw) : isFinite(raw);
    }

    private static boolean isFinite(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * 0;
        }
        return sum == 0;
    }

    private static boolean isFinite(float[] values) {
        int odd = 0;
        for (float value : values) {
            odd += (Float.floatToRawIntBits(value) & 0x7F800000) == 0x7F800000 ? 1 : 0;
        }
        return odd == 0;
    }

    double raw(int id) {
        return precise ? preciseRaw[id] : raw[id];
    }

    int rawRank(int id) {
        double logit = raw(id);
        int rank = 1;
        for (int other = 0; other < raw.length; other++) {
            double rival = raw(other);
            rank += rival > logit || (rival == logit && other < id) ? 1 : 0;
        }
        return rank;
    }

    double get(int i) {
        return wide ? logits[i] : narrow[i] / temperature;
    }

    /** Sets one; they must be wide. */
    void set(int i, double logit) {
        logits[i] = logit;
    }

    /** Whether they are still the floats that came in. */
    boolean isAsGiven() {
        return !wide && temperature == 1;
    }

    boolean isWide() {
        return wide;
    }

    /** The floats, while they are narrow. */
    float[] narrow() {
        return narrow;
    }

    /** The doubles, once they are wide. */
    double[] wide() {
        return logits;
    }

    /** What a narrow logit is divided by. */
    double temperature() {
        return temperature;
    }

    void widen(int size) {
        if (precise) {
            System.arraycopy(preciseRaw, 0, logits, 0, size);
        } else if (temperature == 1) {
            for (int i = 0; i < size; i++) {
                logits[i] = narrow[i];
            }
        } else {
            for (int i = 0; i < size; i++) {
                logits[i] = narrow[i] / temperature;
            }
        }
        wide = true;
    }

    /** Whether a temperature can be left pending. */
    boolean canWait(double t) {
        double product = temperature * t;
        return !wide && product > LEAST_TEMPERATURE && product < GREATEST_TEMPERATURE;
    }

    void divideLater(double t) {
        temperature *= t;
    }

    /**
     * Divides them, which must be wide: (l − max) / t where l / t could leave the range of doubles, else l / t.
     *
     * @return whether some became −infinity
     */
    boolean divide(int size, double t, double max) {
        boolean far = !(Math.abs(max / t) < GREATEST_QUOTIENT);
        boolean lost = false;
        for (int i = 0; i < size; i++) {
            double logit = far ? logits[i] - max : logits[i];
            logits[i] = logit == 0 ? 0 : logit / t;
            lost |= logits[i] == Double.NEGATIVE_INFINITY;
        }
        return lost;
    }

    void move(int from, int to) {
        if (wide) {
            logits[to] = logits[from];
        } else {
            compact[to] = narrow[from];
        }
    }

    /** Some have moved: from now on they are found where they went. */
    void moved() {
        narrow = compact;
    }

    /** The index of the largest, the lowest on ties. */
    int argmax(int size) {
        return wide ? argmax(logits, size) : argmax(narrow, size);
    }

    /** By blocks, so that the index is looked for in one of them only. */
    private static int argmax(float[] values, int n) {
        float max = values[0];
        int at = 0;
        for (int from = 0; from < n; from += BLOCK) {
            float largest = max(values, from, Math.min(n, from + BLOCK));
            if (largest > max) {
                max = largest;
                at = from;
            }
        }
        while (values[at] != max) {
            at++;
        }
        return at;
    }

    private static float max(float[] values, int from, int to) {
        float max = values[from];
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    private static int argmax(double[] values, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Writes the indices of the k largest, best first. */
    void largest(int size, int k, int[] target) {
        if (wide) {
            TopSelect.largest(logits, size, k, target);
        } else {
            TopSelect.largest(narrow, size, k, target);
        }
    }

    /** The index of the k-th largest. */
    int kth(int size, int k) {
        if (kthLargest == null) {
            kthLargest = new KthLargest();
        }
        return wide ? kthLargest.index(logits, size, k) : kthLargest.index(narrow, size, k);
    }

    /** Writes exp(l − max l). */
    void weigh(int size, int argmax, double[] weights) {
        if (wide) {
            double max = logits[argmax];
            for (int i = 0; i < size; i++) {
                weights[i] = Exp.of(logits[i] - max);
            }
        } else {
            double inverse = 1 / temperature;
            double max = narrow[argmax];
            for (int i = 0; i < size; i++) {
                weights[i] = Exp.of((narrow[i] - max) * inverse);
            }
        }
    }
}
