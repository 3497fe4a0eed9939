package io.github.isotherm.sampling.catalog;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings without an order: at most one processor of each kind. Immutable. A user's settings override a model's kind by
 * kind, and a {@link ProcessorOrder} makes the chain.
 */
public final class SamplingSettings {
    /** Nothing set. */
    public static final SamplingSettings NONE = new SamplingSettings(Map.of());

    /** A step and, where a catalog knows it, its row. */
    private record Setting(ChainStep step, Optional<ProcessorType> type) {}

    private final Map<String, Setting> settings;

    private SamplingSettings(Map<String, Setting> settings) {
        this.settings = settings;
    }

    /**
     * Settings.
     *
     * @param processors one of each kind; a later one replaces an earlier one of its kind
     * @return the settings
     */
    public static SamplingSettings of(LogitsProcessor... processors) {
        SamplingSettings settings = NONE;
        for (LogitsProcessor processor : processors) {
            settings = settings.with(processor);
        }
        return settings;
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
        return with(new Setting(step, BuiltInProcessors.named(step.name())));
    }

    /**
     * These settings with one more, which stands where a catalog's row says.
     *
     * @param step the step
     * @param catalog knows its name
     * @return the settings
     */
    public SamplingSettings with(ChainStep step, ProcessorCatalog catalog) {
        return with(new Setting(step, catalog.type(step.name())));
    }

    private SamplingSettings with(Setting setting) {
        Map<String, Setting> more = new LinkedHashMap<>(settings);
        String name = setting.step.name();
        more.put(name.equals(ChainStep.CUSTOM) ? name + settings.size() : name, setting);
        return new SamplingSettings(more);
    }

    /**
     * These settings without one kind.
     *
     * @param name a processor's snake_case name
     * @return the settings
     */
    public SamplingSettings without(String name) {
        Map<String, Setting> fewer = new LinkedHashMap<>(settings);
        fewer.remove(name);
        return new SamplingSettings(fewer);
    }

    /**
     * These settings, kind by kind overridden by others.
     *
     * @param others what counts where both set something
     * @return the settings
     */
    public SamplingSettings overriddenBy(SamplingSettings others) {
        Map<String, Setting> merged = new LinkedHashMap<>(settings);
        merged.putAll(others.settings);
        return new SamplingSettings(merged);
    }

    /**
     * Whether a kind is set.
     *
     * @param name a processor's snake_case name
     * @return true when it is, even to its off-value
     */
    public boolean has(String name) {
        return settings.containsKey(name);
    }

    /**
     * The kinds that are set.
     *
     * @return snake_case names
     */
    public Set<String> names() {
        return Set.copyOf(settings.keySet());
    }

    /**
     * What is set.
     *
     * @return the steps, in the order they were set
     */
    public List<ChainStep> steps() {
        return settings.values().stream().map(Setting::step).toList();
    }

    /**
     * The chain: what is not off, in a preset's order.
     *
     * @param order the order
     * @return the chain
     */
    public ProcessorChain chain(ProcessorOrder order) {
        List<Setting> sorted = new ArrayList<>(settings.values());
        sorted.removeIf(setting -> setting.step.processor().isOff());
        sorted.sort(Comparator.comparing(setting -> order.place(setting.step, setting.type)));
        return ProcessorChain.ofSteps(sorted.stream().map(Setting::step).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SamplingSettings that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return steps().toString();
    }
}
