package io.github.isotherm.langchain4j;

import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.language.StreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.spi.ServiceHelper;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.langchain4j.spi.IsothermStreamingLanguageModelBuilderFactory;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streaming twin of {@link IsothermLanguageModel}: callbacks come from a thread that is not the caller's. */
public class IsothermStreamingLanguageModel implements StreamingLanguageModel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IsothermStreamingLanguageModel.class);

    private final PlainCompletion completion;

    /**
     * A language model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermStreamingLanguageModel(Builder builder) {
        completion = new PlainCompletion(builder);
    }

    /**
     * A language model to configure; with nothing set it is the bundled model.
     *
     * @return the builder
     */
    public static Builder builder() {
        for (IsothermStreamingLanguageModelBuilderFactory factory :
                ServiceHelper.loadFactories(IsothermStreamingLanguageModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    @Override
    public void generate(String prompt, StreamingResponseHandler<String> handler) {
        GenerationListener pieces = new GenerationListener() {
            @Override
            public void onText(String piece) {
                UserCodeException.running("The handler", handler.getClass(), () -> handler.onNext(piece));
            }
        };
        completion.start(prompt, pieces, (response, failure) -> {
            if (response == null) {
                fail(handler, AsyncWork.cause(Objects.requireNonNull(failure)));
            } else {
                complete(handler, response);
            }
        });
    }

    private static void complete(StreamingResponseHandler<String> handler, Response<String> response) {
        try {
            handler.onComplete(response);
        } catch (Throwable e) { // an error of theirs ends their request, not the thread that others are answered on
            fail(handler, e);
        }
    }

    private static void fail(StreamingResponseHandler<String> handler, Throwable failure) {
        try {
            handler.onError(failure);
        } catch (Throwable e) {
            LOG.warn("The handler's onError failed", e);
        }
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
        public IsothermStreamingLanguageModel build() {
            return new IsothermStreamingLanguageModel(this);
        }
    }
}
