package io.github.isotherm.langchain4j.spi;

import io.github.isotherm.langchain4j.IsothermDecisionModel;
import java.util.function.Supplier;

/** Makes the builder that {@link IsothermDecisionModel#builder()} gives out. Found by {@link java.util.ServiceLoader}. */
public interface IsothermDecisionModelBuilderFactory extends Supplier<IsothermDecisionModel.Builder> {}
