package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A LangChain4j chat model over a local ONNX model: no server, no key, no network.
 *
 * <p>Honours temperature, topP, topK, maxOutputTokens, stopSequences and {@linkplain IsothermChatRequestParameters#seed()
 * seed}, by default and per request; what is not set comes from the model's own {@code generation_config.json}. Everything
 * else is refused with {@link dev.langchain4j.exception.UnsupportedFeatureException}. Thread-safe: requests are served in
 * order of arrival.
 */
public class IsothermChatModel implements ChatModel, AutoCloseable {
    private final LocalModel model;
    private final boolean owned;
    private final IsothermChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;

    /**
     * A chat model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermChatModel(Builder builder) {
        owned = builder.model == null;
        model = builder.model != null ? builder.model : LocalModel.open(builder.folder());
        listeners = List.copyOf(builder.listeners);
        try {
            defaults = IsothermChatRequestParameters.builder()
                    .modelName(model.name())
                    .build()
                    .overrideWith(builder.parameters());
            RequestTranslation.options(defaults, model.name());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A chat model to configure; with nothing set it is the bundled model.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        CompletionOptions options = RequestTranslation.options(request.parameters(), model.name());
        String prompt = Conversation.prompt(model.chatFormat(), request.messages(), List.of());
        return response(model.complete(prompt, options));
    }

    private static ChatResponse response(Completion completion) {
        int prompt = completion.result().promptTokens();
        int generated = completion.result().completionTokens();
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(completion.text()))
                .metadata(ChatResponseMetadata.builder()
                        .id(UUID.randomUUID().toString())
                        .modelName(completion.model())
                        .tokenUsage(new TokenUsage(prompt, generated))
                        .finishReason(reason(completion))
                        .build())
                .build();
    }

    private static FinishReason reason(Completion completion) {
        return switch (completion.finishReason()) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case CANCELLED, DEADLINE -> FinishReason.OTHER;
        };
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    /** Closes the model, when this chat model opened it. */
    @Override
    public void close() {
        if (owned) {
            model.close();
        }
    }

    /** Builds a chat model. */
    public static class Builder {
        private @Nullable LocalModel model;
        private @Nullable Path modelPath;
        private @Nullable ChatRequestParameters defaultRequestParameters;
        private final IsothermChatRequestParameters.Builder parameters = IsothermChatRequestParameters.builder();
        private List<ChatModelListener> listeners = List.of();

        /** A builder with nothing set. */
        public Builder() {}

        /**
         * Borrows an open model, which the caller closes.
         *
         * @param value the model
         * @return this
         */
        public Builder model(LocalModel value) {
            model = value;
            return this;
        }

        /**
         * Opens a folder, which is closed with the chat model.
         *
         * @param value the folder that holds model.onnx
         * @return this
         */
        public Builder modelPath(Path value) {
            modelPath = value;
            return this;
        }

        /**
         * Sets the default temperature.
         *
         * @param value ≥ 0
         * @return this
         */
        public Builder temperature(@Nullable Double value) {
            parameters.temperature(value);
            return this;
        }

        /**
         * Sets the default top-p.
         *
         * @param value in [0, 1]
         * @return this
         */
        public Builder topP(@Nullable Double value) {
            parameters.topP(value);
            return this;
        }

        /**
         * Sets the default top-k.
         *
         * @param value ≥ 0; 0 is off
         * @return this
         */
        public Builder topK(@Nullable Integer value) {
            parameters.topK(value);
            return this;
        }

        /**
         * Sets the default most tokens of an answer.
         *
         * @param value ≥ 1
         * @return this
         */
        public Builder maxOutputTokens(@Nullable Integer value) {
            parameters.maxOutputTokens(value);
            return this;
        }

        /**
         * Sets the default stop sequences.
         *
         * @param value none empty
         * @return this
         */
        public Builder stopSequences(List<String> value) {
            parameters.stopSequences(value);
            return this;
        }

        /**
         * Sets the default seed.
         *
         * @param value in [0, 2^53)
         * @return this
         */
        public Builder seed(@Nullable Long value) {
            parameters.seed(value);
            return this;
        }

        /**
         * Sets all defaults at once; what the builder's own methods set counts over them.
         *
         * @param value the parameters
         * @return this
         */
        public Builder defaultRequestParameters(ChatRequestParameters value) {
            defaultRequestParameters = value;
            return this;
        }

        /**
         * Sets who is told of requests, responses and errors.
         *
         * @param value the listeners
         * @return this
         */
        public Builder listeners(List<ChatModelListener> value) {
            listeners = value;
            return this;
        }

        /**
         * The chat model; opens the model's folder unless one was lent.
         *
         * @return the chat model
         */
        public IsothermChatModel build() {
            return new IsothermChatModel(this);
        }

        private Path folder() {
            return modelPath != null ? modelPath : LocalModel.bundledFolder();
        }

        private IsothermChatRequestParameters parameters() {
            IsothermChatRequestParameters own = parameters.build();
            return defaultRequestParameters == null ? own : own.defaultedBy(defaultRequestParameters);
        }
    }
}
