package io.github.isotherm.sampling.catalog;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepNotation;
import java.util.Optional;

/** The catalog's names and texts for the core, which knows no processor. Made by {@link java.util.ServiceLoader}. */
public final class CatalogNotation implements StepNotation {
    /** The one notation. */
    public CatalogNotation() {}

    @Override
    public Optional<ChainStep> known(LogitsProcessor processor) {
        return BuiltInProcessors.typeOf(processor)
                .map(type -> new ChainStep(type.name(), type.parametersOf(processor), processor));
    }

    @Override
    public String text(ChainStep step) {
        return StepText.of(step, BuiltInProcessors.named(step.name()).orElse(null));
    }
}
