package io.github.isotherm.sampling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings without an order: at most one processor of each kind. Immutable. A user's settings override a model's kind by
 * kind, and a {@link ProcessorOrder} makes the chain.
 */
public final class SamplingSettings {
    /** Nothing set. */
    public static final SamplingSettings NONE = new SamplingSettings(Map.of());

    private final Map<String, ChainStep> steps;

    private SamplingSettings(Map<String, ChainStep> steps) {
        this.steps = steps;
    }

    /**
     * These settings with one more, which replaces what was set of its kind; code of the user's own is added.
     *
     * @param processor a built-in processor, or user code
     * @return the settings
     */
    public SamplingSettings with(LogitsProcessor processor) {
        return with(ChainStep.of(processor));
    }

    /**
     * These settings with one more, which replaces what was set under its name.
     *
     * @param step the step
     * @return the settings
     */
    public SamplingSettings with(ChainStep step) {
        Map<String, ChainStep> more = new LinkedHashMap<>(steps);
        boolean custom = step.name().equals(ChainStep.CUSTOM);
        more.put(custom ? step.name() + steps.size() : step.name(), step);
        return new SamplingSettings(more);
    }

    /**
     * These settings, kind by kind overridden by others.
     *
     * @param others what counts where both set something
     * @return the settings
     */
    public SamplingSettings overriddenBy(SamplingSettings others) {
        Map<String, ChainStep> merged = new LinkedHashMap<>(steps);
        merged.putAll(others.steps);
        return new SamplingSettings(merged);
    }

    /**
     * Whether a kind is set.
     *
     * @param name a processor's snake_case name
     * @return true when it is, even to its off-value
     */
    public boolean has(String name) {
        return steps.containsKey(name);
    }

    /**
     * The chain: what is not off, in a preset's order.
     *
     * @param order the order
     * @return the chain
     */
    public ProcessorChain chain(ProcessorOrder order) {
        return order.arrange(steps.values().stream()
                .filter(step -> !step.processor().isOff())
                .toList());
    }

    @Override
    public String toString() {
        return steps.values().toString();
    }
}
