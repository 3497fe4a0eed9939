package io.github.isotherm.langchain4j.spring;

import io.github.isotherm.generate.PoolOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code langchain4j.isotherm}.
 *
 * @param modelPath the folder that holds the exported model; the bundled one when not set
 * @param sessions how many requests run at once, ≥ 1
 * @param kvMemory the most memory for keys and values of all requests; three quarters of Java's {@code -Xmx} when not set
 * @param chatModel of the chat model
 * @param streamingChatModel of the streaming chat model
 * @param languageModel of the language model
 * @param streamingLanguageModel of the streaming language model
 * @param decisionModel of the decision model
 */
@ConfigurationProperties(IsothermProperties.PREFIX)
public record IsothermProperties(
        @Nullable Path modelPath,
        @DefaultValue("1") int sessions,
        @Nullable DataSize kvMemory,
        @DefaultValue IsothermModelProperties chatModel,
        @DefaultValue IsothermModelProperties streamingChatModel,
        @DefaultValue IsothermModelProperties languageModel,
        @DefaultValue IsothermModelProperties streamingLanguageModel,
        @DefaultValue Decision decisionModel) {
    static final String PREFIX = "langchain4j.isotherm";

    PoolOptions pool() {
        PoolOptions options = PoolOptions.defaults().withSessions(sessions);
        return kvMemory == null ? options : options.withStateBytes(kvMemory.toBytes());
    }

    /**
     * The properties of the decision model.
     *
     * @param temperature calibrates the probabilities; 1 is the model's own
     */
    public record Decision(@DefaultValue("1") double temperature) {}
}
