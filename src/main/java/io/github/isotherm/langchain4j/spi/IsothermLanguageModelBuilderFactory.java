package io.github.isotherm.langchain4j.spi;

import io.github.isotherm.langchain4j.IsothermLanguageModel;
import java.util.function.Supplier;

/** Makes the builder that {@link IsothermLanguageModel#builder()} gives out. Found by {@link java.util.ServiceLoader}. */
public interface IsothermLanguageModelBuilderFactory extends Supplier<IsothermLanguageModel.Builder> {}
