package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.math.Exp;
import io.github.isotherm.math.KthLargest;
import io.github.isotherm.math.LaneMaxima;
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

    /** Where the large ones of raw are, once it was looked at and found finite. */
    private final LaneMaxima maxima = new LaneMaxima();

    private boolean looked;
    private boolean finite;

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
        looked = false;
        narrow = raw;
        temperature = 1;
        wide = false;
    }

    /** Replaces what came in by finite numbers: NaN by 0, infinities by the largest and the lowest finite float. */
    void repair() {
        looked = false;
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
        return precise ? isFinite(preciseRaw) : look();
    }

    private boolean look() {
        if (!looked) {
            finite = maxima.look(raw);
            looked = true;
        }
        return finite;
    }

    /** Four sums at a time, as one addition waits for the one before; 0 · x is 0, but NaN where x is not finite. */
    private static boolean isFinite(double[] values) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= values.length; i += 4) {
            a += values[i] * 0;
            b += values[i + 1] * 0;
            c += values[i + 2] * 0;
            d += values[i + 3] * 0;
        }
        for (; i < values.length; i++) {
            a += values[i] * 0;
        }
        return a + b + c + d == 0;
    }

    double raw(int id) {
        return precise ? preciseRaw[id] : raw[id];
    }

    int rawRank(int id) {
        if (!precise && look()) {
            return maxima.rank(raw, id);
        }
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

    /**
     * The least float that stands for a logit of at least a threshold: while they are narrow, narrow[i] / temperature ≥
     * threshold exactly where narrow[i] is not less than it.
     *
     * @return a float, +infinity or NaN where none is large enough
     */
    float leastReaching(double threshold) {
        float least = (float) (threshold * temperature);
        while (least > Float.NEGATIVE_INFINITY && Math.nextDown(least) / temperature >= threshold) {
            least = Math.nextDown(least);
        }
        while (least < Float.POSITIVE_INFINITY && least / temperature < threshold) {
            least = Math.nextUp(least);
        }
        return least;
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

    /** Whether the maxima that were looked for are those of the floats in play, all of which are numbers. */
    private boolean hasMaxima() {
        return !wide && narrow == raw && look();
    }

    /** The index of the largest, the lowest on ties. */
    int argmax(int size) {
        if (hasMaxima()) {
            return maxima.argmax(raw);
        }
        return wide ? argmax(logits, size) : argmax(narrow, size);
    }

    private static int argmax(float[] values, int n) {
        int best = 0;
        float max = values[0];
        for (int i = 1; i < n; i++) {
            if (values[i] > max) {
                max = values[i];
                best = i;
            }
        }
        return best;
    }

    private static int argmax(double[] values, int n) {
        int best = 0;
        double max = values[0];
        for (int i = 1; i < n; i++) {
            if (values[i] > max) {
                max = values[i];
                best = i;
            }
        }
        return best;
    }

    /** Writes the indices of the k largest, best first. */
    void largest(int size, int k, int[] target) {
        if (wide) {
            TopSelect.largest(logits, size, k, target);
        } else if (hasMaxima()) {
            maxima.largest(raw, k, target);
        } else {
            TopSelect.largest(narrow, size, k, target);
        }
    }

    /**
     * Writes the indices of all floats of at least a bound, in no order.
     *
     * @return how many were written; −1 where it is better to go through all of them
     */
    int atLeast(float bound, int[] target) {
        return hasMaxima() ? maxima.atLeast(raw, bound, target) : -1;
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
