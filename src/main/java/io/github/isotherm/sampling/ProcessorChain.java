package io.github.isotherm.sampling;

import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processors between logits and draw, in order. Immutable; the order is always explicit, because the same settings
 * keep different tokens in different orders.
 *
 * <p>Prints itself as {@code repetition-penalty=1.1 > temperature=0.7 > top-k=40 > xtc(probability=0.5, threshold=0.1)}
 * and {@link ProcessorCatalog#parse(String)} reads that back.
 */
public final class ProcessorChain {
    /** The chain that changes nothing. */
    public static final ProcessorChain EMPTY = new ProcessorChain(List.of());

    private final List<ChainStep> steps;
    private final boolean stateful;

    private ProcessorChain(List<ChainStep> steps) {
        this.steps = List.copyOf(steps);
        this.stateful = steps.stream().anyMatch(step -> step.processor() instanceof StatefulLogitsProcessor);
        for (int i = 1; i < steps.size(); i++) {
            ChainRules.refuseMisplaced(steps.get(i), i);
        }
        ChainRules.refuseSecondConstraint(steps);
    }

    /**
     * A chain in the order given. Built-in processors go by their names, others by "custom".
     *
     * @param processors first to last
     * @return the chain
     */
    public static ProcessorChain of(LogitsProcessor... processors) {
        ProcessorChain chain = EMPTY;
        for (LogitsProcessor processor : processors) {
            chain = chain.then(processor);
        }
        return chain;
    }

    /**
     * A chain of named steps.
     *
     * @param steps first to last
     * @return the chain
     */
    public static ProcessorChain ofSteps(Collection<ChainStep> steps) {
        return new ProcessorChain(List.copyOf(steps));
    }

    /**
     * This chain and one more processor at its end.
     *
     * @param processor the processor
     * @return the longer chain
     */
    public ProcessorChain then(LogitsProcessor processor) {
        return then(ChainStep.of(processor));
    }

    /**
     * This chain and one more named processor at its end.
     *
     * @param name how the step is called in traces and text
     * @param processor the processor
     * @return the longer chain
     */
    public ProcessorChain then(String name, LogitsProcessor processor) {
        return then(ChainStep.named(name, processor));
    }

    private ProcessorChain then(ChainStep step) {
        List<ChainStep> longer = new ArrayList<>(steps);
        longer.add(step);
        return new ProcessorChain(longer);
    }

    /**
     * The steps.
     *
     * @return first to last
     */
    public List<ChainStep> steps() {
        return steps;
    }

    /**
     * A chain for one row: stateful processors are copied in their present state, the others are shared.
     *
     * @return this, when nothing in it remembers
     */
    public ProcessorChain forRow() {
        return stateful
                ? new ProcessorChain(steps.stream().map(ChainStep::forRow).toList())
                : this;
    }

    /**
     * Whether a step constrains the text.
     *
     * @return true with a constraint
     */
    public boolean isConstrained() {
        return steps.stream().anyMatch(step -> step.processor() instanceof Constraining);
    }

    /**
     * The text of this row that a constraint shapes.
     *
     * @return how far it is; null without a constraint, and where this chain is no row's
     */
    public @Nullable ConstrainedText constrained() {
        for (ChainStep step : steps) {
            if (step.processor() instanceof ConstrainedText text) {
                return text;
            }
        }
        return null;
    }

    /**
     * Applies every processor to one step's logits.
     *
     * @param candidates freshly loaded; changed in place
     * @param context history, step, vocabulary, randomness
     */
    public void process(Candidates candidates, StepContext context) {
        process(candidates, context, StageObserver.NONE);
    }

    /**
     * Applies every processor and tells what each left.
     *
     * @param candidates freshly loaded; changed in place
     * @param context history, step, vocabulary, randomness
     * @param observer told after each processor
     */
    public void process(Candidates candidates, StepContext context, StageObserver observer) {
        boolean repairs = !steps.isEmpty() && ChainRules.admitsAnything(steps.get(0));
        if (!repairs) {
            begin(candidates, observer);
        }
        for (int place = 0; place < steps.size(); place++) {
            apply(place, candidates, context, observer, !(repairs && place == 0));
        }
    }

    private static void begin(Candidates candidates, StageObserver observer) {
        candidates.admit();
        observer.before(candidates);
    }

    private void apply(
            int place, Candidates candidates, StepContext context, StageObserver observer, boolean admitted) {
        ChainStep step = steps.get(place);
        boolean watch = observer.watchesStages() && admitted;
        if (watch) {
            candidates.watch(step.name());
        } else {
            candidates.begin(step.name());
        }
        if (step.processor() instanceof Constraining) {
            candidates.constrain();
        }
        if (!step.isOff()) {
            context.turnOf(place + 1);
            step.process(candidates, context);
            candidates.settle();
        }
        if (!admitted) {
            begin(candidates, observer);
        }
        if (observer.watchesStages()) {
            observer.after(place, candidates, watch ? candidates.keptMass() : 1);
        }
    }

    /**
     * Tells the stateful processors which token was taken.
     *
     * @param token the token id
     * @param probability the probability it was drawn with
     * @param context the context of the step
     */
    public void accepted(int token, double probability, StepContext context) {
        if (stateful) {
            for (ChainStep step : steps) {
                step.accepted(token, probability, context);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessorChain chain && steps.equals(chain.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    @Override
    public String toString() {
        return steps.stream().map(ChainStep::toString).collect(Collectors.joining(" > "));
    }
}
