package io.github.isotherm.next;

import io.github.isotherm.math.Entropy;
import io.github.isotherm.math.KeyedUniform;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Draw;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StageObserver;
import io.github.isotherm.sampling.StepContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a chain makes of given logits, processor by processor, and what is drawn from it; needs no model. */
public final class AppliedChain {
    private final Candidates candidates;
    private final int size;
    private final List<Step> steps;

    private AppliedChain(Candidates candidates, int size, List<Step> steps) {
        this.candidates = candidates;
        this.size = size;
        this.steps = List.copyOf(steps);
    }

    /**
     * What one processor left.
     *
     * @param processor its name
     * @param kept candidates in play after it
     * @param mass the part of the mass that entered it and is still in play
     */
    public record Step(String processor, int kept, double mass) {}

    /**
     * Applies a chain.
     *
     * @param logits one an id
     * @param context what processors may know beside them
     * @param chain the processors
     * @return what they make of it
     */
    public static AppliedChain of(double[] logits, StepContext context, ProcessorChain chain) {
        Candidates candidates = new Candidates(logits.length).load(logits);
        List<Step> steps = new ArrayList<>();
        chain.forRow().process(candidates, context, told(chain, steps));
        return new AppliedChain(candidates, logits.length, steps);
    }

    private static StageObserver told(ProcessorChain chain, List<Step> steps) {
        return new StageObserver() {
            @Override
            public void before(Candidates candidates) {}

            @Override
            public void after(int place, Candidates candidates, double keptMass) {
                steps.add(new Step(chain.steps().get(place).name(), candidates.size(), keptMass));
            }
        };
    }

    /**
     * What each processor left.
     *
     * @return one step a processor, in order
     */
    public List<Step> steps() {
        return steps;
    }

    /**
     * The probability of every id.
     *
     * @return dense, 0 for dropped ids
     */
    public List<Double> probabilities() {
        List<Double> dense = new ArrayList<>(Collections.nCopies(size, 0.0));
        for (int i = 0; i < candidates.size(); i++) {
            dense.set(candidates.id(i), candidates.probability(i));
        }
        return dense;
    }

    /**
     * The logit of every id.
     *
     * @return dense, −infinity for dropped ids
     */
    public List<Double> logits() {
        List<Double> dense = new ArrayList<>(Collections.nCopies(size, Double.NEGATIVE_INFINITY));
        for (int i = 0; i < candidates.size(); i++) {
            dense.set(candidates.id(i), candidates.logit(i));
        }
        return dense;
    }

    /**
     * The ids still in play.
     *
     * @return ascending
     */
    public List<Integer> kept() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            ids.add(candidates.id(i));
        }
        return ids;
    }

    /**
     * The most probable id.
     *
     * @return the lowest such id
     */
    public int argmax() {
        return candidates.id(candidates.argmax());
    }

    /**
     * The entropy of what is in play.
     *
     * @return nats
     */
    public double entropy() {
        return candidates.entropy();
    }

    /**
     * How many equally probable candidates would have this entropy.
     *
     * @return ≥ 1
     */
    public double effective() {
        return Entropy.effective(entropy());
    }

    /**
     * Draws, at steps 0, 1, …
     *
     * @param seed the key of the draws
     * @param times how often
     * @return ids
     */
    public List<Integer> drawn(long seed, int times) {
        List<Integer> ids = new ArrayList<>();
        for (int step = 0; step < times; step++) {
            ids.add(candidates.id(Draw.byRank(candidates, KeyedUniform.at(seed, 0, step))));
        }
        return ids;
    }
}
