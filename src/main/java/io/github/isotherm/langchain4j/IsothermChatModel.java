package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.spi.ServiceHelper;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.langchain4j.spi.IsothermChatModelBuilderFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A LangChain4j chat model over a local ONNX model: no server, no key, no network.
 *
 * <p>Every common parameter and those of {@link IsothermChatRequestParameters} are honoured, by default and per request,
 * or refused with {@link dev.langchain4j.exception.UnsupportedFeatureException}; what is not set comes from the model's own
 * {@code generation_config.json}, and an answer that nothing bounds goes on until the model ends it or its context is full
 * (then its finish reason is LENGTH). Responses carry {@link IsothermChatResponseMetadata}. Thread-safe: requests are served
 * in order of arrival.
 */
public class IsothermChatModel implements ChatModel, AutoCloseable {
    private final ChatEngine engine;
    private final IsothermChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Set<Capability> capabilities;

    /**
     * A chat model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermChatModel(Builder builder) {
        engine = builder.engine();
        defaults = builder.checkedDefaults(engine, true);
        listeners = builder.listeners();
        capabilities = builder.capabilities();
    }

    /**
     * A chat model to configure; with nothing set it is the bundled model.
     *
     * @return the builder
     */
    public static Builder builder() {
        for (IsothermChatModelBuilderFactory factory :
                ServiceHelper.loadFactories(IsothermChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Cancellation cancellation = new Cancellation();
        return engine.run(
                engine.prepare(request, cancellation, System.nanoTime()), GenerationListener.NONE, cancellation);
    }

    /** Answers on threads of the adapter's own, or the executor's; cancelling the future stops the model within one run,
     * and the chat template. */
    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        long submitted = System.nanoTime();
        engine.check(request);
        return AsyncWork.start(
                engine,
                cancellation -> engine.start(
                        engine.prepare(request, cancellation, submitted), GenerationListener.NONE, cancellation));
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    /** JSON schemas as response formats, which every answer fits, unless the builder said otherwise. */
    @Override
    public Set<Capability> supportedCapabilities() {
        return capabilities;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    /** Closes the model, when this chat model opened it. */
    @Override
    public void close() {
        engine.close();
    }

    /** Builds a chat model. */
    public static class Builder extends ModelBuilder<Builder> {
        /** A builder with nothing set. */
        public Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Sets whether what the model thinks is returned, in {@link dev.langchain4j.data.message.AiMessage#thinking()}. Does
         * not make the model think: that is {@link #enableThinking}. Thinking is never part of the text.
         *
         * @param value true to return it; it is left out by default
         * @return this
         */
        public Builder returnThinking(@Nullable Boolean value) {
            return returnsThinking(value);
        }

        /**
         * The chat model; opens the model's folder unless a model was lent.
         *
         * @return the chat model
         */
        public IsothermChatModel build() {
            return new IsothermChatModel(this);
        }
    }
}
