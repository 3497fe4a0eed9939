package io.github.isotherm.langchain4j.spi;

import io.github.isotherm.langchain4j.IsothermChatModel;
import java.util.function.Supplier;

/** Makes the builder that {@link IsothermChatModel#builder()} gives out. Found by {@link java.util.ServiceLoader}. */
public interface IsothermChatModelBuilderFactory extends Supplier<IsothermChatModel.Builder> {}
