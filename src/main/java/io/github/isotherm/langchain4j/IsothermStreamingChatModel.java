package io.github.isotherm.langchain4j;

import dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.spi.ServiceHelper;
import io.github.isotherm.chat.ChatTurn;
import io.github.isotherm.chat.StreamedText;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.langchain4j.spi.IsothermStreamingChatModelBuilderFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The streaming twin of {@link IsothermChatModel}, for handlers and for {@link Flow} subscribers: the same request gives
 * the same answer and the same metadata.
 *
 * <p>Callbacks come one after the other from a thread that is not the caller's. Pieces never split a character or hold part
 * of a stop sequence; together they are the answer. Cancelling stops the model within one step, during the prompt too.
 */
public class IsothermStreamingChatModel implements StreamingChatModel, AutoCloseable {
    private final ChatEngine engine;
    private final IsothermChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Set<Capability> capabilities;

    /**
     * A chat model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermStreamingChatModel(Builder builder) {
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
        for (IsothermStreamingChatModelBuilderFactory factory :
                ServiceHelper.loadFactories(IsothermStreamingChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        long submitted = System.nanoTime();
        engine.check(request);
        CancellationHandle handle = new CancellationHandle(new Cancellation());
        engine.execute(() -> {
            try {
                stream(engine.prepare(request, handle.cancellation(), submitted), handler, handle);
            } catch (Throwable e) {
                failed(e, handler, handle);
            }
        });
    }

    private void stream(ChatTurn turn, StreamingChatResponseHandler handler, CancellationHandle handle) {
        StreamedText parts = new StreamedText(turn.conversation(), new HandledParts(handler, handle));
        CompletableFuture<?> unused = engine.start(turn, parts, handle.cancellation(), (response, failure) -> {
            if (response == null) {
                failed(Objects.requireNonNull(failure), handler, handle);
            } else if (!handle.isCancelled()) {
                finish(parts, response, handler, handle);
            }
        });
    }

    private static void failed(Throwable failure, StreamingChatResponseHandler handler, CancellationHandle handle) {
        if (!handle.isCancelled()) {
            Throwable cause = Failures.translated(AsyncWork.cause(failure));
            InternalStreamingChatResponseHandlerUtils.withLoggingExceptions(() -> handler.onError(cause));
        }
    }

    private static void finish(
            StreamedText parts,
            ChatResponse response,
            StreamingChatResponseHandler handler,
            CancellationHandle handle) {
        parts.end();
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onCompleteResponse(handler, response);
        }
    }

    /** Cold: every subscription is a request of its own. */
    @Override
    public Flow.Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
        return subscriber -> new StreamingSubscription(engine, subscriber).start(request);
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
         * Sets whether what the model thinks is returned, in {@link dev.langchain4j.data.message.AiMessage#thinking()} and told while it comes ({@code onPartialThinking}, {@code PartialThinking}). Does
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
        public IsothermStreamingChatModel build() {
            return new IsothermStreamingChatModel(this);
        }
    }
}
