package io.github.isotherm.langchain4j.spi;

import io.github.isotherm.langchain4j.IsothermStreamingLanguageModel;
import java.util.function.Supplier;

/** Makes the builder that {@link IsothermStreamingLanguageModel#builder()} gives out. Found by {@link java.util.ServiceLoader}. */
public interface IsothermStreamingLanguageModelBuilderFactory
        extends Supplier<IsothermStreamingLanguageModel.Builder> {}
