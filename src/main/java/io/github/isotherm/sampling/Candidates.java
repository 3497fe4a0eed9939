package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.math.RankedPrefix;
import io.github.isotherm.math.TopSelect;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The tokens still in play at one step and their logits: <strong>the one mutable type of the core</strong>.
 *
 * <p>Begins as the whole vocabulary (index = id), ids ascending; dropping compacts, so that later steps get cheaper.
 * Nothing is ever added. A logit of −infinity counts as dropped: it leaves when the processor that set it returns.
 *
 * <p>Logits are floats with one pending double temperature until something is written, doubles from then on:
 * probabilities equal a float64 softmax of the raw logits at every temperature. One instance serves a whole generation;
 * nothing is allocated per step. Not thread-safe, and not to be kept by a processor.
 */
public final class Candidates {
    /** Whose step it is before the first processor's. */
    private static final String MODEL = "the model";
    /** So many of the most probable candidates are found with a small heap. */
    private static final int FEW = 64;
    /** Below this total the weights are computed anew, from a new base. */
    private static final double LEAST_TOTAL = 1e-200;

    private final int vocabularySize;
    private final StoredLogits logits;
    private final int[] ids;
    private final int[] order;
    private final RankedPrefix prefix = new RankedPrefix();
    private double[] weights;
    private double[] scratch = {};

    private int size;
    /** While true, no candidate was dropped: id i is i. */
    private boolean dense;

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
    /** Whether it is a constraint's. */
    private boolean constrains;
    /** How many tokens were in play when it began. */
    private int sizeBefore;

    private final DroppingSteps dropping = new DroppingSteps();
    private boolean watching;
    private @Nullable EnteringMass entering;
    private final IdentityHashMap<Class<?>, Object> scratchOfKind = new IdentityHashMap<>();

    /**
     * A buffer for one vocabulary.
     *
     * @param vocabularySize number of ids, ≥ 1
     */
    public Candidates(int vocabularySize) {
        Checks.atLeast("the size of the vocabulary", vocabularySize, 1);
        this.vocabularySize = vocabularySize;
        logits = new StoredLogits(vocabularySize);
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
        logits.load(source);
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
        logits.load(source);
        reset();
        return this;
    }

    /**
     * The array that the next step's logits are to be written to, to save a copy; call {@link #loaded()} afterwards.
     *
     * @return {@code [vocabulary]}
     */
    public float[] target() {
        return logits.target();
    }

    /**
     * Starts a step with what was written to {@link #target()}.
     *
     * @return this
     */
    public Candidates loaded() {
        logits.reset();
        reset();
        return this;
    }

    private void reset() {
        size = vocabularySize;
        dense = true;
        unsettled = false;
        ranged = false;
        weighed = false;
        step = MODEL;
        constrains = false;
        sizeBefore = size;
        dropping.clear();
        watching = false;
    }

    /** Replaces what came in by finite numbers: NaN by 0, infinities by the largest and lowest finite float. */
    public void repair() {
        logits.repair();
    }

    /** Refuses NaN and +infinity among fresh logits and drops those of −infinity. */
    void admit() {
        if (logits.isFinite()) {
            return;
        }
        for (int i = 0; i < size; i++) {
            refuseUnusable(i, logit(i));
        }
        retainAtLeast(-Double.MAX_VALUE);
    }

    private void refuseUnusable(int id, double logit) {
        if (Double.isNaN(logit) || logit == Double.POSITIVE_INFINITY) {
            throw new DecodingException(Sentence.of(
                    step.equals(MODEL) ? "decoding.model-logit" : "decoding.logit",
                    "The logit of token {id} after {step} is {logit}, from which no probability can be made; "
                            + (step.equals(MODEL)
                                    ? "put repair first in the chain to replace such values."
                                    : "a processor may write finite numbers, or -infinity to drop a token."),
                    "id",
                    id,
                    "step",
                    Spelling.kebab(step),
                    "logit",
                    Double.isNaN(logit) ? "NaN" : "+infinity"));
        }
    }

    /**
     * How many ids the vocabulary has.
     *
     * @return the number of ids, dropped ones included
     */
    public int vocabularySize() {
        return vocabularySize;
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
        return logits.get(i);
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
        logits.set(i, value);
    }

    /**
     * A logit as it came in, before any processor.
     *
     * @param id a token id of the vocabulary
     * @return the raw logit
     */
    public double rawLogit(int id) {
        return logits.raw(id);
    }

    /**
     * Whether nothing was written, divided or dropped since the logits came in.
     *
     * @return true while the candidates are the model's own distribution over the whole vocabulary
     */
    public boolean isAsGiven() {
        return size == vocabularySize && logits.isAsGiven();
    }

    /**
     * What some ids have of the distribution as it came in.
     *
     * @param tokens tested once per id
     * @return ln Σ exp(l) over those ids minus the same over all, in nats: ≤ 0, −infinity where they have nothing
     */
    public double rawLogShare(IntPredicate tokens) {
        return Math.min(0, rawLogSumExp(tokens) - rawLogSumExp(id -> true));
    }

    private double rawLogSumExp(IntPredicate tokens) {
        double max = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < vocabularySize; id++) {
            max = tokens.test(id) ? Math.max(max, logits.raw(id)) : max;
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (int id = 0; id < vocabularySize; id++) {
            sum += tokens.test(id) ? StrictMath.exp(logits.raw(id) - max) : 0;
        }
        return max + StrictMath.log(sum);
    }

    /**
     * The processor whose turn it is.
     *
     * @return its name in the chain, in snake_case
     */
    public String step() {
        return step;
    }

    /**
     * The place of an id among the logits as they came in.
     *
     * @param id a token id of the vocabulary
     * @return 1 for the largest; the lower id comes first on ties
     */
    public int rawRank(int id) {
        return logits.rawRank(id);
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
        if (logits.canWait(t)) {
            keepEntering();
            logits.divideLater(t);
            weighed = false;
        } else {
            double max = max();
            beforeWrite();
            unsettled |= logits.divide(size, t, max);
        }
    }

    private void beforeWrite() {
        keepEntering();
        if (!logits.isWide()) {
            logits.widen(size);
        }
        ranged = false;
        weighed = false;
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
        boolean carries = carriesWeights();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keep.test(i)) {
                move(i, kept++, carries);
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
        if (logits.isWide()) {
            retainAtLeast(logits.wide(), threshold);
        } else {
            retainNarrowAtLeast(threshold);
        }
    }

    private void retainNarrowAtLeast(double threshold) {
        float least = logits.leastReaching(threshold);
        int reaching = logits.atLeast(least, order);
        if (reaching >= 0) {
            retainIndices(order, reaching);
        } else if (reaching(logits.narrow(), size, least) < size) {
            retainAtLeast(logits.narrow(), least);
        }
    }

    private static int reaching(float[] values, int n, float least) {
        int reaching = 0;
        for (int i = 0; i < n; i++) {
            reaching += values[i] >= least ? 1 : 0;
        }
        return reaching;
    }

    private void retainAtLeast(float[] values, float least) {
        boolean carries = carriesWeights();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (values[i] >= least) {
                move(i, kept++, carries);
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
        boolean carries = carriesWeights();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >= threshold) {
                move(i, kept++, carries);
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
        boolean carries = carriesWeights();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] > least || (keys[i] == least && (keepTies || i <= last))) {
                move(i, kept++, carries);
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
        boolean carries = carriesWeights();
        for (int kept = 0; kept < count; kept++) {
            move(indices[kept], kept, carries);
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
        move(index, 0, carriesWeights());
        shrink(1);
    }

    /** Whether weights are worth moving: they are up to date, or what a watched step began with. */
    private boolean carriesWeights() {
        return weighed || (watching && entering != null && entering.isOpen());
    }

    /** Moves a survivor down; never up, so ids stay ascending. */
    private void move(int from, int to, boolean carriesWeights) {
        ids[to] = dense ? from : ids[from];
        logits.move(from, to);
        if (carriesWeights) {
            weights[to] = weights[from];
        }
    }

    private void shrink(int kept) {
        if (kept == 0) {
            throw new DecodingException(dropping.noneLeft(step, constrains));
        }
        if (kept == size) {
            return;
        }
        size = kept;
        logits.moved();
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

    /** Four sums at a time, as one addition waits for the one before. */
    private static double sum(double[] values, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < n; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }

    /**
     * The index of the largest logit.
     *
     * @return the index, of the lowest id on ties
     */
    public int argmax() {
        if (!ranged) {
            argmax = logits.argmax(size);
            ranged = true;
        }
        return argmax;
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
        return base + StrictMath.log(total);
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
            logTotal = StrictMath.log(total);
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
        logits.weigh(size, argmax, weights);
        total = sum(weights, size);
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
        return Math.max(0, StrictMath.log(total) + sum / total);
    }

    /**
     * The k most probable candidates, best first, the lower id first on ties. Scratch space: holds until the next call.
     *
     * @param k how many are wanted
     * @return the first min(k, size) entries are their indices
     */
    public int[] largest(int k) {
        if (k == 1) {
            order[0] = argmax();
        } else {
            logits.largest(size, k, order);
        }
        return order;
    }

    /**
     * Keeps the k most probable candidates, the lower id on ties. O(n), however large k is.
     *
     * @param k how many, 1 ≤ k
     * @param keepTies whether all that equal the k-th stay too
     */
    public void retainLargest(int k, boolean keepTies) {
        if (k >= size) {
            return;
        }
        if (k <= FEW && !keepTies) {
            retainIndices(largest(k), k);
            return;
        }
        int last = k <= FEW ? largest(k)[k - 1] : logits.kth(size, k);
        if (logits.isWide()) {
            retainPrefix(logits.wide(), last, keepTies);
        } else {
            retainPrefix(logits.narrow(), last, keepTies);
        }
    }

    private void retainPrefix(float[] values, int last, boolean keepTies) {
        boolean carries = carriesWeights();
        float least = values[last];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (values[i] > least || (values[i] == least && (keepTies || i <= last))) {
                move(i, kept++, carries);
            }
        }
        shrink(kept);
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
        double target = mass * total;
        if (keys == weights && total < FEW * weights[argmax()]) {
            int last = lastOfFew(target, strict);
            if (last >= 0) {
                return last;
            }
        }
        double largest = keys == weights ? 1 : largestOf(keys);
        return prefix.last(keys, weights, size, largest, target, strict);
    }

    private double largestOf(double[] keys) {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, keys[i]);
        }
        return largest;
    }

    /** Where the distribution is peaked, the few most probable candidates mostly reach the target; −1 if not. */
    private int lastOfFew(double target, boolean strict) {
        int count = TopSelect.largest(weights, size, FEW, order);
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += weights[order[rank]];
            if (strict ? sum > target : sum >= target) {
                return order[rank];
            }
        }
        return -1;
    }

    /**
     * Space for one number per candidate, of unspecified content. Holds until the processor returns.
     *
     * @return at least {@code [size]}
     */
    public double[] scratch() {
        if (scratch.length < size) {
            scratch = new double[vocabularySize];
        }
        return scratch;
    }

    /**
     * Scratch space of a kind of its own: made once for this buffer, then the same object at every step, so that nothing is
     * allocated while tokens are drawn. Its content is unspecified; it holds until the processor returns.
     *
     * @param kind the class of the space
     * @param make makes it, from the vocabulary's size
     * @return the space
     * @param <T> the class of the space
     */
    public <T> T scratch(Class<T> kind, IntFunction<T> make) {
        Object space = scratchOfKind.get(kind);
        if (space == null) {
            space = make.apply(vocabularySize);
            scratchOfKind.put(kind, space);
        }
        return kind.cast(space);
    }

    /** Begins a step of the chain; errors name it. */
    void begin(String name) {
        if (constrains) {
            dropping.addConstraint(step, size);
        } else if (size < sizeBefore) {
            dropping.add(step);
        }
        step = name;
        constrains = false;
        sizeBefore = size;
        watching = false;
    }

    /** The step that began is a constraint's; errors say so. */
    void constrain() {
        constrains = true;
    }

    /** Begins a step whose {@link #keptMass()} will be asked. */
    void watch(String name) {
        begin(name);
        weigh();
        if (entering == null) {
            entering = new EnteringMass(vocabularySize);
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
