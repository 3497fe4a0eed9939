package io.github.isotherm.langchain4j;

import io.github.isotherm.langchain4j.spi.IsothermStreamingLanguageModelBuilderFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A framework's factory, listed in META-INF/services of the tests. */
public final class CountingBuilderFactory implements IsothermStreamingLanguageModelBuilderFactory {
    static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public IsothermStreamingLanguageModel.Builder get() {
        ASKED.incrementAndGet();
        return new IsothermStreamingLanguageModel.Builder();
    }
}
