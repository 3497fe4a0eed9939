package io.github.isotherm.decode;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.DecodingException;
import io.github.isotherm.math.Exp;
import io.github.isotherm.math.RankedPrefix;
import io.github.isotherm.math.TopSelect;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The tokens still in play at one step and their logits: <strong>the one mutable type of the core</strong>.
 *
 * <p>Begins as the whole vocabulary (index = id), ids ascending; dropping compacts, so that later steps get cheaper.
 * Nothing is ever added. A logit of −infinity counts as dropped: it leaves when the processor that set it returns.
 *
 * <p>Logits are floats with one pending double temperature until something is written or dropped, doubles from then on:
 * probabilities equal a float64 softmax of the raw logits at every temperature. One instance serves a whole generation;
 * nothing is allocated per step. Not thread-safe, and not to be kept by a processor.
 */
public final class Candidates {
    /** Outside this range of temperatures a quotient of floats could leave the range of doubles. */
    private static final double LEAST_TEMPERATURE = 1e-200;

    private static final double GREATEST_TEMPERATURE = 1e200;
    /** Above this a quotient is taken of the distance from the largest logit, which changes no probability. */
    private static final double GREATEST_QUOTIENT = 1e300;
    /** Whose step it is before the first processor's. */
    private static final String MODEL = "the model";
    /** Below this total the weights are computed anew, from a new base. */
    private static final double LEAST_TOTAL = 1e-200;

    private final float[] raw;
    private final double[] logits;
    private final int[] ids;
    private final int[] order;
    private final RankedPrefix prefix = new RankedPrefix();
    private double[] weights;
    private double[] scratch = {};

    private int size;
    /** While true, logit i is raw[i] / temperature and id i is i. */
    private boolean whole;
    /** While true, no candidate was dropped: id i is i. */
    private boolean dense;

    private double temperature;
    /** Whether a −infinity was written and its candidate still has to leave. */
    private boolean unsettled;

    private boolean ranged;
    private int argmax;
    /** While true, weights[i] = exp(logit(i) − base) and total is their sum. */
    private boolean weighed;

    private double base;
    private double total;
    /** ln total, or NaN until it is asked for. */
    private double logTotal;

    private String step = "";
    /** What came in, where it came in double precision; empty until the first time. */
    private double[] doubles = {};
    /** Whether doubles, not raw, holds what came in. */
    private boolean precise;

    private boolean watching;
    private @Nullable EnteringMass entering;
    private @Nullable TokenTally tally;
    private @Nullable SuffixMatches suffixMatches;

    /**
     * A buffer for one vocabulary.
     *
     * @param vocabularySize number of ids, ≥ 1
     */
    public Candidates(int vocabularySize) {
        Checks.atLeast("the size of the vocabulary", vocabularySize, 1);
        raw = new float[vocabularySize];
        logits = new double[vocabularySize];
        ids = new int[vocabularySize];
        weights = new double[vocabularySize];
        order = new int[vocabularySize];
        reset();
    }

    /**
     * Starts a step with fresh logits.
     *
     * @param source {@code [vocabulary]}, copied
     * @return this
     */
    public Candidates load(float[] source) {
        requireOneForEachId(source.length);
        System.arraycopy(source, 0, raw, 0, raw.length);
        reset();
        return this;
    }

    /**
     * Starts a step with logits of double precision.
     *
     * @param source {@code [vocabulary]}, copied
     * @return this
     */
    public Candidates load(double[] source) {
        requireOneForEachId(source.length);
        if (doubles.length == 0) {
            doubles = new double[raw.length];
        }
        System.arraycopy(source, 0, doubles, 0, raw.length);
        reset();
        precise = true;
        widen();
        return this;
    }

    private void requireOneForEachId(int count) {
        if (count != raw.length) {
            throw Checks.invalid("the number of logits", Integer.toString(count), raw.length + ", one for each id");
        }
    }

    /**
     * The array that the next step's logits are to be written to, to save a copy; call {@link #loaded()} afterwards.
     *
     * @return {@code [vocabulary]}
     */
    public float[] target() {
        return raw;
    }

    /**
     * Starts a step with what was written to {@link #target()}.
     *
     * @return this
     */
    public Candidates loaded() {
        reset();
        return this;
    }

    private void reset() {
        size = raw.length;
        whole = true;
        dense = true;
        temperature = 1;
        unsettled = false;
        ranged = false;
        weighed = false;
        step = MODEL;
        watching = false;
        precise = false;
    }

    /** Replaces what came in by finite numbers: NaN by 0, infinities by the largest and the lowest finite float. */
    void repair() {
        for (int id = 0; id < raw.length; id++) {
            if (precise) {
                doubles[id] = repaired(doubles[id]);
            } else {
                raw[id] = (float) repaired(raw[id]);
            }
        }
        if (precise) {
            widen();
        }
    }

    private static double repaired(double logit) {
        if (Double.isNaN(logit)) {
            return 0;
        }
        return Double.isInfinite(logit) ? Math.copySign(Float.MAX_VALUE, logit) : logit;
    }

    /** Refuses NaN and +infinity among fresh logits and drops those of −infinity. */
    void admit() {
        if (isFinite()) {
            return;
        }
        for (int i = 0; i < size; i++) {
            refuseUnusable(i, logit(i));
        }
        retainAtLeast(-Double.MAX_VALUE);
    }

    private boolean isFinite() {
        int odd = 0;
        if (whole) {
            for (float logit : raw) {
                odd += (Float.floatToRawIntBits(logit) & 0x7F800000) == 0x7F800000 ? 1 : 0;
            }
        } else {
            for (double logit : logits) {
                odd += Double.isFinite(logit) ? 0 : 1;
            }
        }
        return odd == 0;
    }

    private void refuseUnusable(int id, double logit) {
        if (Double.isNaN(logit) || logit == Double.POSITIVE_INFINITY) {
            throw new DecodingException("The logit of token " + id + " after " + ChainText.kebab(step) + " is "
                    + (Double.isNaN(logit) ? "NaN" : "+infinity") + ", from which no probability can be made; "
                    + (step.equals(MODEL)
                            ? "put repair first in the chain to replace such values."
                            : "a processor may write finite numbers, or -infinity to drop a token."));
        }
    }

    /**
     * How many ids the vocabulary has.
     *
     * @return the number of ids, dropped ones included
     */
    public int vocabularySize() {
        return raw.length;
    }

    /**
     * How many tokens are in play.
     *
     * @return the number of candidates, ≥ 1
     */
    public int size() {
        return size;
    }

    /**
     * The id of a candidate.
     *
     * @param i index, 0 ≤ i &lt; size
     * @return the token id; ids ascend with the index
     */
    public int id(int i) {
        return dense ? i : ids[i];
    }

    /**
     * The logit of a candidate.
     *
     * @param i index, 0 ≤ i &lt; size
     * @return the logit as it stands now
     */
    public double logit(int i) {
        return whole ? raw[i] / temperature : logits[i];
    }

    /**
     * Sets the logit of a candidate.
     *
     * @param i index, 0 ≤ i &lt; size
     * @param value a number, or −infinity to drop it when the processor returns
     * @throws DecodingException when the value is NaN or +infinity
     */
    public void logit(int i, double value) {
        if (!(value < Double.POSITIVE_INFINITY)) {
            refuseUnusable(id(i), value);
        }
        beforeWrite();
        unsettled |= value == Double.NEGATIVE_INFINITY;
        logits[i] = value;
    }

    /**
     * A logit as it came in, before any processor.
     *
     * @param id a token id of the vocabulary
     * @return the raw logit
     */
    public double rawLogit(int id) {
        return precise ? doubles[id] : raw[id];
    }

    /**
     * The place of an id among the logits as they came in.
     *
     * @param id a token id of the vocabulary
     * @return 1 for the largest; the lower id comes first on ties
     */
    public int rawRank(int id) {
        double logit = rawLogit(id);
        int rank = 1;
        for (int other = 0; other < raw.length; other++) {
            double rival = rawLogit(other);
            rank += rival > logit || (rival == logit && other < id) ? 1 : 0;
        }
        return rank;
    }

    /**
     * Divides every logit by a temperature, exactly: the division is carried in double until its result is needed.
     *
     * @param t temperature, &gt; 0
     */
    public void divide(double t) {
        if (t == 1) {
            return;
        }
        double product = temperature * t;
        if (whole && product > LEAST_TEMPERATURE && product < GREATEST_TEMPERATURE) {
            keepEntering();
            temperature = product;
            weighed = false;
        } else {
            divideDistances(t);
        }
    }

    /** (l − max) / t where l / t could leave the range of doubles, else l / t. */
    private void divideDistances(double t) {
        double max = max();
        boolean far = !(Math.abs(max / t) < GREATEST_QUOTIENT);
        beforeWrite();
        for (int i = 0; i < size; i++) {
            double logit = far ? logits[i] - max : logits[i];
            logits[i] = logit == 0 ? 0 : logit / t;
            unsettled |= logits[i] == Double.NEGATIVE_INFINITY;
        }
    }

    private void beforeWrite() {
        keepEntering();
        if (whole) {
            widen();
        }
        ranged = false;
        weighed = false;
    }

    private void widen() {
        if (precise) {
            System.arraycopy(doubles, 0, logits, 0, size);
        } else if (temperature == 1) {
            for (int i = 0; i < size; i++) {
                logits[i] = raw[i];
            }
        } else {
            for (int i = 0; i < size; i++) {
                logits[i] = raw[i] / temperature;
            }
        }
        whole = false;
    }

    /**
     * Where an id stands.
     *
     * @param id a token id
     * @return its index, or −1 if it was dropped or is no id of the vocabulary; O(1) before the first drop, then O(log n)
     */
    public int indexOf(int id) {
        if (dense) {
            return id >= 0 && id < size ? id : -1;
        }
        int at = Arrays.binarySearch(ids, 0, size, id);
        return at >= 0 ? at : -1;
    }

    /**
     * Keeps the candidates whose index passes, drops the others.
     *
     * @param keep tested once per index, in ascending order; may ask only about the index it is given, as those before
     *     it are already on the move
     * @throws DecodingException when none passes
     */
    public void retain(IntPredicate keep) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keep.test(i)) {
                move(i, kept++);
            }
        }
        shrink(kept);
    }

    /**
     * Keeps the candidates of at least this logit.
     *
     * @param threshold the least logit that stays
     * @throws DecodingException when none does
     */
    public void retainAtLeast(double threshold) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (logit(i) >= threshold) {
                move(i, kept++);
            }
        }
        shrink(kept);
    }

    /**
     * Keeps the candidates of at least this key.
     *
     * @param keys {@code [size]}, such as {@link #weights()}
     * @param threshold the least key that stays
     * @throws DecodingException when none does
     */
    public void retainAtLeast(double[] keys, double threshold) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >= threshold) {
                move(i, kept++);
            }
        }
        shrink(kept);
    }

    /**
     * Keeps a prefix of a ranking by descending key, lower id first on ties.
     *
     * @param keys {@code [size]}
     * @param last index of the last candidate of the prefix
     * @param keepTies whether those whose key equals the last one's stay too
     */
    public void retainPrefix(double[] keys, int last, boolean keepTies) {
        double least = keys[last];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] > least || (keys[i] == least && (keepTies || i <= last))) {
                move(i, kept++);
            }
        }
        shrink(kept);
    }

    /**
     * Keeps the candidates at these indices.
     *
     * @param indices ascending order is not needed, duplicates are not allowed; sorted in place
     * @param count how many of them count
     * @throws DecodingException when it is 0
     */
    public void retainIndices(int[] indices, int count) {
        Arrays.sort(indices, 0, count);
        for (int kept = 0; kept < count; kept++) {
            move(indices[kept], kept);
        }
        shrink(count);
    }

    /**
     * Keeps the candidates of these ids, as far as they are in play.
     *
     * @param tokens distinct token ids
     * @throws DecodingException when none of them is in play
     */
    public void retainIds(List<Integer> tokens) {
        int count = 0;
        for (int n = 0; n < tokens.size(); n++) {
            int i = indexOf(tokens.get(n));
            if (i >= 0) {
                order[count++] = i;
            }
        }
        retainIndices(order, count);
    }

    /**
     * Drops the candidate of an id when the processor returns; nothing happens if it is not in play.
     *
     * @param token a token id
     */
    public void drop(int token) {
        int i = indexOf(token);
        if (i >= 0) {
            logit(i, Double.NEGATIVE_INFINITY);
        }
    }

    /**
     * Keeps one candidate.
     *
     * @param index its index
     */
    public void retainOnly(int index) {
        move(index, 0);
        shrink(1);
    }

    /** Moves a survivor down; never up, so ids stay ascending. */
    private void move(int from, int to) {
        double logit = logit(from);
        ids[to] = id(from);
        logits[to] = logit;
        weights[to] = weights[from];
    }

    private void shrink(int kept) {
        if (kept == 0) {
            throw new DecodingException("After " + ChainText.kebab(step)
                    + " no token is left to draw from; at least one must stay, so loosen it or what stands before it.");
        }
        if (kept == size) {
            return;
        }
        size = kept;
        whole = false;
        dense = false;
        ranged = false;
        if (weighed) {
            total = sum(weights, size);
            logTotal = Double.NaN;
            if (watching && entering != null) {
                entering.dropped(total);
            }
            weighed = total > LEAST_TOTAL;
        }
    }

    private static double sum(double[] values, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        return sum;
    }

    /**
     * The index of the largest logit.
     *
     * @return the index, of the lowest id on ties
     */
    public int argmax() {
        if (!ranged) {
            argmax = whole ? largestOf(raw, size) : largestOf(logits, size);
            ranged = true;
        }
        return argmax;
    }

    private static int largestOf(float[] values, int n) {
        float max = values[0];
        for (int i = 1; i < n; i++) {
            max = Math.max(max, values[i]);
        }
        int at = 0;
        while (values[at] != max) {
            at++;
        }
        return at;
    }

    private static int largestOf(double[] values, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * The largest logit.
     *
     * @return max l
     */
    public double max() {
        return logit(argmax());
    }

    /**
     * The log of the sum of exponentials of the logits in play.
     *
     * @return ln Σ exp(l), in nats
     */
    public double logSumExp() {
        weigh();
        return base + Math.log(total);
    }

    /**
     * The probability of a candidate among those in play.
     *
     * @param i index, 0 ≤ i &lt; size
     * @return softmax(l)_i
     */
    public double probability(int i) {
        weigh();
        return weights[i] / total;
    }

    /**
     * The surprise −ln p of a candidate among those in play.
     *
     * @param i index, 0 ≤ i &lt; size
     * @return nats, ≥ 0 but for rounding; finite even where {@link #probability} underflows to 0
     */
    public double surprise(int i) {
        weigh();
        if (Double.isNaN(logTotal)) {
            logTotal = Math.log(total);
        }
        return logTotal + (base - logit(i));
    }

    /**
     * Unnormalised probabilities, proportional to exp(l); divide by {@link #totalWeight()}. A view that holds until the
     * next change: to be read, not written or kept.
     *
     * @return at least {@code [size]}, each in [0, 1]
     */
    public double[] weights() {
        weigh();
        return weights;
    }

    /**
     * The sum of {@link #weights()}.
     *
     * @return the sum over all in play
     */
    public double totalWeight() {
        weigh();
        return total;
    }

    private void weigh() {
        if (weighed) {
            return;
        }
        keepEntering();
        base = max();
        total = 0;
        if (whole) {
            double inverse = 1 / temperature;
            float top = raw[argmax];
            for (int i = 0; i < size; i++) {
                double weight = Exp.of(((double) raw[i] - top) * inverse);
                weights[i] = weight;
                total += weight;
            }
        } else {
            for (int i = 0; i < size; i++) {
                double weight = Exp.of(logits[i] - base);
                weights[i] = weight;
                total += weight;
            }
        }
        logTotal = Double.NaN;
        weighed = true;
    }

    /**
     * The entropy of softmax(l).
     *
     * @return H = −Σ p ln p in nats, ≥ 0
     */
    public double entropy() {
        weigh();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * (base - logit(i));
            }
        }
        return Math.max(0, Math.log(total) + sum / total);
    }

    /**
     * The k most probable candidates, best first, the lower id first on ties. Scratch space: holds until the next call.
     *
     * @param k how many are wanted
     * @return the first min(k, size) entries are their indices
     */
    public int[] largest(int k) {
        if (whole) {
            TopSelect.largest(raw, size, k, order);
        } else {
            TopSelect.largest(logits, size, k, order);
        }
        return order;
    }

    /**
     * The first candidates of another ranking, the lower id first on ties. Scratch space: holds until the next call.
     *
     * @param keys {@code [size]}, the ranking: descending
     * @param k how many are wanted
     * @return the first min(k, size) entries are their indices
     */
    public int[] largest(double[] keys, int k) {
        TopSelect.largest(keys, size, k, order);
        return order;
    }

    /**
     * The last candidate of the shortest prefix of a ranking that reaches a mass; see {@link RankedPrefix}.
     *
     * @param keys {@code [size]}, the ranking: descending, each ≥ 0
     * @param mass the mass to reach, as a part of 1
     * @param strict whether it must be exceeded, not just met
     * @return the index of the last candidate of the prefix
     */
    public int lastReaching(double[] keys, double mass, boolean strict) {
        weigh();
        return prefix.last(keys, weights, size, mass * total, strict);
    }

    /**
     * Space for one number per candidate, of unspecified content. Holds until the processor returns.
     *
     * @return at least {@code [size]}
     */
    public double[] scratch() {
        if (scratch.length < size) {
            scratch = new double[raw.length];
        }
        return scratch;
    }

    /** This row's scratch space for numbers by id. */
    TokenTally tally() {
        if (tally == null) {
            tally = new TokenTally(raw.length);
        }
        return tally;
    }

    /** This row's scratch space for repetitions in the history. */
    SuffixMatches suffixMatches() {
        if (suffixMatches == null) {
            suffixMatches = new SuffixMatches();
        }
        return suffixMatches;
    }

    /** Begins a step of the chain; errors name it. */
    void begin(String name) {
        step = name;
        watching = false;
    }

    /** Begins a step whose {@link #keptMass()} will be asked. */
    void watch(String name) {
        begin(name);
        weigh();
        if (entering == null) {
            entering = new EnteringMass(raw.length);
        }
        entering.begin(size, total);
        watching = true;
    }

    /** Ends a step: what was set to −infinity leaves. */
    void settle() {
        if (unsettled) {
            unsettled = false;
            retainAtLeast(-Double.MAX_VALUE);
        }
    }

    /** The part of the mass that entered the watched step and is still in play. */
    double keptMass() {
        return entering == null ? 1 : entering.kept(ids, size);
    }

    private void keepEntering() {
        if (watching && entering != null && entering.isOpen()) {
            weights = entering.take(weights, ids, size, dense);
        }
    }
}
