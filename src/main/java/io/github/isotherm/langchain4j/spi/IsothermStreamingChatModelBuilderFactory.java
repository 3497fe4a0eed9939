package io.github.isotherm.langchain4j.spi;

import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import java.util.function.Supplier;

/** Makes the builder that {@link IsothermStreamingChatModel#builder()} gives out. Found by {@link java.util.ServiceLoader}. */
public interface IsothermStreamingChatModelBuilderFactory extends Supplier<IsothermStreamingChatModel.Builder> {}
