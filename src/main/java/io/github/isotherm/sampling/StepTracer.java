package io.github.isotherm.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches the steps of one row and makes their traces. Not thread-safe. */
public final class StepTracer implements StageObserver {
    private static final int[] NONE = {};

    private final TraceOptions options;
    private final ProcessorChain chain;
    private final @Nullable ConstrainedText constrained;
    private final List<StepTrace.Stage> stages = new ArrayList<>();
    private int[] topIds = NONE;
    private double rawLogSumExp;

    /**
     * A tracer for one row.
     *
     * @param options what to note
     * @param chain the chain that will be watched
     */
    public StepTracer(TraceOptions options, ProcessorChain chain) {
        this.options = options;
        this.chain = chain;
        constrained = chain.constrained();
    }

    /**
     * Only stages need watching between the first and the last processor.
     *
     * @return whether the chain's stages are to be told
     */
    @Override
    public boolean watchesStages() {
        return options.watchesStages();
    }

    @Override
    public void before(Candidates candidates) {
        stages.clear();
        rawLogSumExp = candidates.logSumExp();
        topIds = options.ofDraw() ? NONE : best(candidates);
    }

    private int[] best(Candidates candidates) {
        int count = Math.min(options.top(), candidates.size());
        int[] largest = candidates.largest(count);
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = candidates.id(largest[i]);
        }
        return ids;
    }

    @Override
    public void after(int place, Candidates candidates, double keptMass) {
        stages.add(new StepTrace.Stage(
                chain.steps().get(place).name(),
                candidates.size(),
                keptMass,
                options.entropies() ? candidates.entropy() : Double.NaN,
                options.watched().stream().map(id -> watched(candidates, id)).toList()));
    }

    private static StepTrace.Watched watched(Candidates candidates, int id) {
        int i = candidates.indexOf(id);
        return i < 0
                ? new StepTrace.Watched(id, Double.NEGATIVE_INFINITY, 0)
                : new StepTrace.Watched(id, candidates.logit(i), candidates.probability(i));
    }

    /**
     * The trace of a step whose token was taken.
     *
     * @param step the index of the token in its completion
     * @param candidates the distribution it was drawn from
     * @param index the drawn candidate
     * @return the trace
     */
    public StepTrace taken(int step, Candidates candidates, int index) {
        int id = candidates.id(index);
        int[] listed = options.ofDraw() ? best(candidates) : topIds;
        List<StepTrace.Alternative> top = new ArrayList<>(listed.length);
        for (int alternative : listed) {
            top.add(new StepTrace.Alternative(
                    alternative,
                    candidates.rawLogit(alternative) - rawLogSumExp,
                    logprob(candidates, candidates.indexOf(alternative))));
        }
        return new StepTrace(
                step,
                id,
                candidates.rawLogit(id) - rawLogSumExp,
                logprob(candidates, index),
                rawRank(candidates, id),
                candidates.entropy(),
                candidates.size(),
                List.copyOf(top),
                List.copyOf(stages),
                constrained == null ? null : constrained.share());
    }

    /** The best ones are ranked already. */
    private int rawRank(Candidates candidates, int id) {
        for (int rank = 1; rank <= topIds.length; rank++) {
            if (topIds[rank - 1] == id) {
                return rank;
            }
        }
        return candidates.rawRank(id);
    }

    private static double logprob(Candidates candidates, int index) {
        return index < 0 ? Double.NEGATIVE_INFINITY : 0 - candidates.surprise(index);
    }
}
