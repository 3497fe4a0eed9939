package io.github.isotherm.langchain4j.spring;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.language.LanguageModel;
import dev.langchain4j.model.language.StreamingLanguageModel;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermDecisionModel;
import io.github.isotherm.langchain4j.IsothermLanguageModel;
import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import io.github.isotherm.langchain4j.IsothermStreamingLanguageModel;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Beans for Spring Boot: one {@link LocalModel}, opened when first needed and shared by all, and an adapter for each of
 * {@code langchain4j.isotherm.chat-model}, {@code .streaming-chat-model}, {@code .language-model}, {@code
 * .streaming-language-model} and {@code .decision-model} whose {@code enabled} is true. Backs off from beans of the
 * application's own.
 *
 * <p>An application may bring another version of LangChain4j than ours. What only some versions have is named in classes of its
 * own, which are read where it is there.
 */
@AutoConfiguration
@EnableConfigurationProperties(IsothermProperties.class)
public class IsothermAutoConfiguration {
    private static final String CHAT = IsothermProperties.PREFIX + ".chat-model";
    private static final String STREAMING_CHAT = IsothermProperties.PREFIX + ".streaming-chat-model";
    private static final String LANGUAGE = IsothermProperties.PREFIX + ".language-model";
    private static final String STREAMING_LANGUAGE = IsothermProperties.PREFIX + ".streaming-language-model";
    private static final String DECISION = IsothermProperties.PREFIX + ".decision-model";
    private static final String ENABLED = "enabled";
    private static final String DECISION_MODEL = "dev.langchain4j.model.decision.DecisionModel";

    /** Auto-configuration, made by Spring. */
    public IsothermAutoConfiguration() {}

    /**
     * The weights, once for all adapters; closed with the application.
     *
     * @param properties where they are
     * @return the model
     */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    public LocalModel isothermLocalModel(IsothermProperties properties) {
        Path path = properties.modelPath();
        return LocalModel.open(
                path == null ? LocalModel.defaultFolder() : path, properties.engine(), properties.scheduling());
    }

    /** The chat models. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ChatModel.class, StreamingChatModel.class})
    public static class ChatModels {
        /** Made by Spring. */
        public ChatModels() {}

        /**
         * The chat model.
         *
         * @param model the weights
         * @param properties its parameters
         * @param listeners told of requests, responses and errors
         * @return the chat model
         */
        @Bean
        @ConditionalOnMissingBean(ChatModel.class)
        @ConditionalOnProperty(prefix = CHAT, name = ENABLED, havingValue = "true")
        public IsothermChatModel isothermChatModel(
                LocalModel model, IsothermProperties properties, ObjectProvider<ChatModelListener> listeners) {
            return properties
                    .chatModel()
                    .applyTo(IsothermChatModel.builder())
                    .returnThinking(properties.chatModel().returnThinking())
                    .model(model)
                    .listeners(listeners.orderedStream().toList())
                    .build();
        }

        /**
         * The streaming chat model.
         *
         * @param model the weights
         * @param properties its parameters
         * @param listeners told of requests, responses and errors
         * @return the streaming chat model
         */
        @Bean
        @ConditionalOnMissingBean(StreamingChatModel.class)
        @ConditionalOnProperty(prefix = STREAMING_CHAT, name = ENABLED, havingValue = "true")
        public IsothermStreamingChatModel isothermStreamingChatModel(
                LocalModel model, IsothermProperties properties, ObjectProvider<ChatModelListener> listeners) {
            return properties
                    .streamingChatModel()
                    .applyTo(IsothermStreamingChatModel.builder())
                    .returnThinking(properties.streamingChatModel().returnThinking())
                    .model(model)
                    .listeners(listeners.orderedStream().toList())
                    .build();
        }
    }

    /** The language models. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({LanguageModel.class, StreamingLanguageModel.class})
    public static class LanguageModels {
        /** Made by Spring. */
        public LanguageModels() {}

        /**
         * The language model.
         *
         * @param model the weights
         * @param properties its parameters
         * @return the language model
         */
        @Bean
        @ConditionalOnMissingBean(LanguageModel.class)
        @ConditionalOnProperty(prefix = LANGUAGE, name = ENABLED, havingValue = "true")
        public IsothermLanguageModel isothermLanguageModel(LocalModel model, IsothermProperties properties) {
            return properties
                    .languageModel()
                    .withoutThinking(LANGUAGE)
                    .applyTo(IsothermLanguageModel.builder())
                    .model(model)
                    .build();
        }

        /**
         * The streaming language model.
         *
         * @param model the weights
         * @param properties its parameters
         * @return the streaming language model
         */
        @Bean
        @ConditionalOnMissingBean(StreamingLanguageModel.class)
        @ConditionalOnProperty(prefix = STREAMING_LANGUAGE, name = ENABLED, havingValue = "true")
        public IsothermStreamingLanguageModel isothermStreamingLanguageModel(
                LocalModel model, IsothermProperties properties) {
            return properties
                    .streamingLanguageModel()
                    .withoutThinking(STREAMING_LANGUAGE)
                    .applyTo(IsothermStreamingLanguageModel.builder())
                    .model(model)
                    .build();
        }
    }

    /** The decision model, where LangChain4j has any. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DecisionModel.class)
    public static class DecisionModels {
        /** Made by Spring. */
        public DecisionModels() {}

        /**
         * The decision model.
         *
         * @param model the weights
         * @param properties its temperature, scoring, calibration and template variables
         * @return the decision model
         */
        @Bean
        @ConditionalOnMissingBean(DecisionModel.class)
        @ConditionalOnProperty(prefix = DECISION, name = ENABLED, havingValue = "true")
        public IsothermDecisionModel isothermDecisionModel(LocalModel model, IsothermProperties properties) {
            IsothermProperties.Decision asked = properties.decisionModel();
            return IsothermDecisionModel.builder()
                    .temperature(asked.temperature())
                    .scoring(asked.scoring())
                    .calibration(asked.calibrating())
                    .templateVariables(asked.variables())
                    .templateTime(asked.time())
                    .model(model)
                    .build();
        }
    }

    /** Where a decision model is asked for and LangChain4j has none. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(DECISION_MODEL)
    @ConditionalOnProperty(prefix = DECISION, name = ENABLED, havingValue = "true")
    public static class NoDecisionModels {
        /** Stops the application with a sentence. */
        public NoDecisionModels() {
            throw new InvalidValueException(DECISION + "." + ENABLED
                    + " is true but the application's langchain4j-core is older than 1.23.0 and has no decision models;"
                    + " take langchain4j-core 1.23.0 or later, or leave the property out.");
        }
    }
}
