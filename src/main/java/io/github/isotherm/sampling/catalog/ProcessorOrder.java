package io.github.isotherm.sampling.catalog;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Constraining;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders for settings that name no order of their own. A preset sets order, never values: the same settings keep different
 * tokens in different orders.
 *
 * <p>All go through the {@link Stage}s. They differ in where temperature stands among the truncations; the catalog's rows
 * say where. Processors of the user's own stand right before the first of these, where Hugging Face puts them; an own constraint
 * stands where the built-in ones do, before penalties.
 */
public enum ProcessorOrder {
    /** Hugging Face's: temperature, then top-h, top-k, top-p, min-p, typical-p and the rest. */
    HF,
    /** llama.cpp's: top-n-sigma, top-k, typical-p, top-p, min-p, xtc, temperature last. */
    LLAMA_CPP,
    /** The OpenAI interface's: bias, penalties, temperature, top-p; what it does not know comes after. */
    OPENAI;

    /** The order where none is chosen. */
    public static final ProcessorOrder DEFAULT = HF;

    /**
     * The names in order.
     *
     * @return every built-in's snake_case name, and "custom" for the user's own
     */
    public List<String> names() {
        return names(BuiltInProcessors.ALL);
    }

    /**
     * The names of a catalog in order.
     *
     * @param types the catalog's
     * @return every type's snake_case name, and "custom" for the user's own
     */
    public List<String> names(Collection<ProcessorType> types) {
        List<ProcessorType> sorted = new ArrayList<>(types);
        sorted.sort(Comparator.comparing(type -> type.place(this)));
        List<String> names = new ArrayList<>();
        sorted.forEach(type -> names.add(type.name()));
        int customs = (int) sorted.stream()
                .filter(type -> type.place(this).compareTo(Place.CUSTOM) < 0)
                .count();
        names.add(customs, ChainStep.CUSTOM);
        return names;
    }

    /**
     * Puts steps in order; those of one kind keep the order they came in.
     *
     * @param steps in any order
     * @return the chain
     */
    public ProcessorChain arrange(Collection<ChainStep> steps) {
        List<ChainStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparing(step -> place(step, BuiltInProcessors.named(step.name()))));
        return ProcessorChain.ofSteps(sorted);
    }

    Place place(ChainStep step, Optional<ProcessorType> type) {
        Place own = step.processor() instanceof Constraining ? Place.OWN_CONSTRAINT : Place.CUSTOM;
        return type.map(known -> known.place(this)).orElse(own);
    }
}
