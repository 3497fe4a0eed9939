package io.github.isotherm.langchain4j.spring;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Drafting;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.langchain4j.ContextualCalibration;
import io.github.isotherm.langchain4j.DecisionScoring;
import io.github.isotherm.wire.TemplateVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code langchain4j.isotherm}.
 *
 * @param modelPath the folder that holds the exported model; when not set, the one that {@code ISOTHERM_MODEL} names,
 *     else the bundled one
 * @param threads threads that share one step, ≥ 1; one per physical core when not set
 * @param rows how many sequences share one run of the model, ≥ 1; more widen it when there is enough to do
 * @param activations what becomes of the numbers that weights are multiplied with; exact when not set, fast where the graph
 *     runs untouched
 * @param asIs whether the graph runs untouched, one sequence at a time
 * @param hugePages whether weights are moved to pages of 2 MiB where the system allows
 * @param kvMemory the most memory for keys and values of all requests; three quarters of Java's {@code -Xmx} when not set
 * @param kvType how many bits keys and values have; as the graph's file has them when not set
 * @param speculate how next tokens are guessed, {@code prompt-lookup} or {@code off}; prompt lookup when not set
 * @param openTimeout how long opening the model may take, such as {@code 60s}; as long as it needs when not set
 * @param chatModel of the chat model
 * @param streamingChatModel of the streaming chat model
 * @param languageModel of the language model
 * @param streamingLanguageModel of the streaming language model
 * @param decisionModel of the decision model
 */
@ConfigurationProperties(IsothermProperties.PREFIX)
public record IsothermProperties(
        @Nullable Path modelPath,
        @Nullable Integer threads,
        @DefaultValue("1") int rows,
        @Nullable Activations activations,
        @DefaultValue("false") boolean asIs,
        @DefaultValue("true") boolean hugePages,
        @Nullable DataSize kvMemory,
        @Nullable KeyValueType kvType,
        @Nullable String speculate,
        @Nullable Duration openTimeout,
        @DefaultValue IsothermModelProperties chatModel,
        @DefaultValue IsothermModelProperties streamingChatModel,
        @DefaultValue IsothermModelProperties languageModel,
        @DefaultValue IsothermModelProperties streamingLanguageModel,
        @DefaultValue Decision decisionModel) {
    static final String PREFIX = "langchain4j.isotherm";

    EngineOptions engine() {
        EngineOptions options = EngineOptions.defaults()
                .withRows(rows)
                .withAsIs(asIs)
                .withHugePages(hugePages)
                .withOpenTimeout(openTimeout);
        options = threads == null ? options : options.withThreads(Checks.atLeast("threads", threads, 1));
        options = activations == null ? options : options.withActivations(activations);
        return kvType == null ? options : options.withKeyValues(kvType);
    }

    SchedulerOptions scheduling() {
        SchedulerOptions options = SchedulerOptions.defaults();
        options = kvMemory == null ? options : options.withStateBytes(kvMemory.toBytes());
        return speculate == null ? options : options.withDrafting(Drafting.of(PREFIX + ".speculate", speculate));
    }

    /**
     * The properties of the decision model.
     *
     * @param temperature calibrates the probabilities; 1 is the model's own
     * @param scoring {@code channel} or {@code direct}; what is right more often, the channel, when not set
     * @param calibration texts without content, such as {@code N/A}, that direct scoring is calibrated by; none when not set
     * @param templateVariables variables of the chat template, as one JSON object
     * @param templateTime what time the chat template reads: a date, or with a time of day
     */
    public record Decision(
            @DefaultValue("1") double temperature,
            @Nullable DecisionScoring scoring,
            @Nullable List<String> calibration,
            @Nullable String templateVariables,
            @Nullable String templateTime) {
        @Nullable
        ContextualCalibration calibrating() {
            return calibration == null ? null : new ContextualCalibration(calibration);
        }

        @Nullable
        Map<String, Object> variables() {
            return templateVariables == null ? null : TemplateVariables.read(templateVariables);
        }

        @Nullable
        LocalDateTime time() {
            return templateTime == null ? null : TemplateTime.parse(templateTime);
        }
    }
}
