package io.github.isotherm.langchain4j;

import dev.langchain4j.model.language.LanguageModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.spi.ServiceHelper;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.langchain4j.spi.IsothermLanguageModelBuilderFactory;

/**
 * Plain completion in LangChain4j: "This is a wonderful" and what comes next, no chat template. Parameters are those of the
 * builder; the response's metadata holds the seed, the chain and the model's name. Where nothing says how long a text may be, it
 * has {@value io.github.isotherm.CompletionOptions#DEFAULT_MAX_TOKENS} tokens at most: plain text often has no end.
 */
public class IsothermLanguageModel implements LanguageModel, AutoCloseable {
    private final PlainCompletion completion;

    /**
     * A language model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermLanguageModel(Builder builder) {
        completion = new PlainCompletion(builder);
    }

    /**
     * A language model to configure; with nothing set it is the bundled model.
     *
     * @return the builder
     */
    public static Builder builder() {
        for (IsothermLanguageModelBuilderFactory factory :
                ServiceHelper.loadFactories(IsothermLanguageModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    @Override
    public Response<String> generate(String prompt) {
        return completion.run(prompt, GenerationListener.NONE, new Cancellation());
    }

    /** Closes the model, when this language model opened it. */
    @Override
    public void close() {
        completion.close();
    }

    /** Builds a language model. */
    public static class Builder extends ModelBuilder<Builder> {
        /** A builder with nothing set. */
        public Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * The language model; opens the model's folder unless a model was lent.
         *
         * @return the language model
         */
        public IsothermLanguageModel build() {
            return new IsothermLanguageModel(this);
        }
    }
}
