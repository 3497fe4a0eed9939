package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all adapters have in common: which model, default parameters, who listens, where work runs.
 *
 * @param <B> the builder itself
 */
public abstract class ModelBuilder<B extends ModelBuilder<B>> {
    private @Nullable LocalModel model;
    private @Nullable Path modelPath;
    private @Nullable ChatRequestParameters defaultRequestParameters;
    private boolean allowSpecialInContent;
    private boolean returnsThinking;
    private @Nullable Executor executor;
    private EngineOptions engineOptions = EngineOptions.defaults();
    private @Nullable Activations activations;
    private final IsothermChatRequestParameters.Builder parameters = IsothermChatRequestParameters.builder();
    private List<ChatModelListener> listeners = List.of();

    /** A builder with nothing set. */
    protected ModelBuilder() {}

    /**
     * The builder itself.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * Borrows an open model, which the caller closes. Adapters that share one share its weights.
     *
     * @param value the model
     * @return this
     */
    public B model(@Nullable LocalModel value) {
        model = value;
        return self();
    }

    /**
     * Opens a folder, which is closed with the adapter. Without a model and a path it is the bundled model's.
     *
     * @param value the folder that holds the exported model
     * @return this
     */
    public B modelPath(@Nullable Path value) {
        modelPath = value;
        return self();
    }

    /**
     * Sets how the engine runs the model that this builder opens: threads, rows that share a run, the graph as it is. Has no
     * meaning beside a borrowed model.
     *
     * @param value the options
     * @return this
     */
    public B engineOptions(EngineOptions value) {
        engineOptions = value;
        return self();
    }

    /**
     * Sets what becomes of the numbers that the model's weights are multiplied with, whatever {@link #engineOptions} say.
     * {@link Activations#FAST} reads a long prompt in half the time, with probabilities that depend on the processor.
     *
     * @param value null for that of the engine's options, {@link Activations#EXACT} by default
     * @return this
     */
    public B activations(@Nullable Activations value) {
        activations = value;
        return self();
    }

    /**
     * Sets the default temperature.
     *
     * @param value ≥ 0; 0 always takes the most probable token
     * @return this
     */
    public B temperature(@Nullable Double value) {
        parameters.temperature(value);
        return self();
    }

    /**
     * Sets the default top-p.
     *
     * @param value in [0, 1]; 1 is off
     * @return this
     */
    public B topP(@Nullable Double value) {
        parameters.topP(value);
        return self();
    }

    /**
     * Sets the default top-k.
     *
     * @param value ≥ 0; 0 is off
     * @return this
     */
    public B topK(@Nullable Integer value) {
        parameters.topK(value);
        return self();
    }

    /**
     * Sets the default min-p.
     *
     * @param value in [0, 1]; 0 is off
     * @return this
     */
    public B minP(@Nullable Double value) {
        parameters.minP(value);
        return self();
    }

    /**
     * Sets the default typical-p.
     *
     * @param value in (0, 1]; 1 is off
     * @return this
     */
    public B typicalP(@Nullable Double value) {
        parameters.typicalP(value);
        return self();
    }

    /**
     * Sets the default frequency penalty.
     *
     * @param value finite; 0 is off
     * @return this
     */
    public B frequencyPenalty(@Nullable Double value) {
        parameters.frequencyPenalty(value);
        return self();
    }

    /**
     * Sets the default presence penalty.
     *
     * @param value finite; 0 is off
     * @return this
     */
    public B presencePenalty(@Nullable Double value) {
        parameters.presencePenalty(value);
        return self();
    }

    /**
     * Sets the default repetition penalty.
     *
     * @param value &gt; 0; 1 is off
     * @return this
     */
    public B repetitionPenalty(@Nullable Double value) {
        parameters.repetitionPenalty(value);
        return self();
    }

    /**
     * Sets what is added to the logits of tokens by default.
     *
     * @param value token id to bias, −infinity to ban
     * @return this
     */
    public B logitBias(@Nullable Map<Integer, Double> value) {
        parameters.logitBias(value);
        return self();
    }

    /**
     * Sets processors by kind by default, any that the catalog knows.
     *
     * @param value such as {@code SamplingSettings.of(new Xtc(0.5, 0.1, 1, List.of()))}
     * @return this
     */
    public B sampling(@Nullable SamplingSettings value) {
        parameters.sampling(value);
        return self();
    }

    /**
     * Sets the whole chain by default.
     *
     * @param value the chain
     * @return this
     */
    public B chain(@Nullable ProcessorChain value) {
        parameters.chain(value);
        return self();
    }

    /**
     * Sets processors of the user's own by default.
     *
     * @param value in order
     * @return this
     */
    public B logitsProcessors(@Nullable List<LogitsProcessor> value) {
        parameters.logitsProcessors(value);
        return self();
    }

    /**
     * Sets whether responses tell the probability of every token by default.
     *
     * @param value true to tell
     * @return this
     */
    public B logprobs(@Nullable Boolean value) {
        parameters.logprobs(value);
        return self();
    }

    /**
     * Sets how many of the model's most probable tokens responses list at each step by default.
     *
     * @param value ≥ 0
     * @return this
     */
    public B topLogprobs(@Nullable Integer value) {
        parameters.topLogprobs(value);
        return self();
    }

    /**
     * Sets the default most tokens of an answer.
     *
     * @param value ≥ 1
     * @return this
     */
    public B maxOutputTokens(@Nullable Integer value) {
        parameters.maxOutputTokens(value);
        return self();
    }

    /**
     * Sets the default stop sequences.
     *
     * @param value none empty; the name of a special token is found where that token is
     * @return this
     */
    public B stopSequences(List<String> value) {
        parameters.stopSequences(value);
        return self();
    }

    /**
     * Sets the default ids that end an answer beside the model's own ends.
     *
     * @param value token ids
     * @return this
     */
    public B stopTokenIds(@Nullable List<Integer> value) {
        parameters.stopTokenIds(value);
        return self();
    }

    /**
     * Sets the default seed.
     *
     * @param value in [0, 2^53)
     * @return this
     */
    public B seed(@Nullable Long value) {
        parameters.seed(value);
        return self();
    }

    /**
     * Sets the default variables of the chat template, such as {@code enable_thinking}.
     *
     * @param value by name: strings, numbers, booleans, lists and maps; not {@code messages}
     * @return this
     */
    public B templateVariables(@Nullable Map<String, Object> value) {
        parameters.templateVariables(value);
        return self();
    }

    /**
     * Sets whether the model thinks before it answers by default.
     *
     * @param value true to think, or null for the chat template's own default; refused where the template has no switch
     * @return this
     */
    public B enableThinking(@Nullable Boolean value) {
        parameters.enableThinking(value);
        return self();
    }

    /**
     * Sets the default time that the chat template reads, where it writes the date: with the same time and the same seed an
     * answer is the same on another day.
     *
     * @param value the time, or null for now; responses tell it where the template read it
     * @return this
     */
    public B templateTime(@Nullable LocalDateTime value) {
        parameters.templateTime(value);
        return self();
    }

    /**
     * Sets how the model is told the JSON schema of a response format by default, where its chat template has no place for it;
     * the answer fits it in any case. Language models, whose prompts are read as they are, tell none.
     *
     * @param value in which words, or null for {@link SchemaInPrompt#SHAPE}
     * @return this
     */
    public B schemaInPrompt(@Nullable SchemaInPrompt value) {
        parameters.schemaInPrompt(value);
        return self();
    }

    /**
     * Sets how long an answer may take by default.
     *
     * @param value longer than zero
     * @return this
     */
    public B timeout(@Nullable Duration value) {
        parameters.timeout(value);
        return self();
    }

    /**
     * Sets all defaults at once; what the builder's own methods set counts over them.
     *
     * @param value the parameters
     * @return this
     */
    public B defaultRequestParameters(@Nullable ChatRequestParameters value) {
        defaultRequestParameters = value;
        return self();
    }

    /**
     * Sets who is told of requests, responses and errors.
     *
     * @param value the listeners
     * @return this
     */
    public B listeners(List<ChatModelListener> value) {
        listeners = List.copyOf(value);
        return self();
    }

    /**
     * Sets whether names of special tokens that a message spells become those tokens. Off, as whoever writes a message could
     * then end its turn and begin another.
     *
     * @param value true for messages of the application's own making that hold markup
     * @return this
     */
    public B allowSpecialInContent(boolean value) {
        allowSpecialInContent = value;
        return self();
    }

    /**
     * Sets where the callbacks of streaming and asynchronous requests run, instead of daemon threads of the adapter's own, of
     * which there are as many as callbacks run at once.
     *
     * @param value the executor; must not run work on the caller's thread
     * @return this
     */
    public B executor(@Nullable Executor value) {
        executor = value;
        return self();
    }

    B returnsThinking(@Nullable Boolean value) {
        returnsThinking = Boolean.TRUE.equals(value);
        return self();
    }

    List<ChatModelListener> listeners() {
        return listeners;
    }

    ChatEngine engine() {
        LocalModel borrowed = model;
        if (borrowed != null) {
            Failures.translating(() -> checked(borrowed));
            return new ChatEngine(borrowed, false, executor(borrowed), allowSpecialInContent, returnsThinking);
        }
        Path folder = modelPath != null ? modelPath : Failures.translating(LocalModel::bundledFolder);
        LocalModel opened = Failures.translating(() -> LocalModel.open(folder, options()));
        return new ChatEngine(opened, true, executor(opened), allowSpecialInContent, returnsThinking);
    }

    private EngineOptions options() {
        return activations == null ? engineOptions : engineOptions.withActivations(activations);
    }

    /** A borrowed model is as it was opened. */
    private LocalModel checked(LocalModel borrowed) {
        if (activations != null && activations != borrowed.activations()) {
            throw new InvalidValueException("activations is " + activations.label() + " but the model was opened with "
                    + borrowed.activations().label() + "; open it with the same, or leave activations out.");
        }
        return borrowed;
    }

    private Executor executor(LocalModel of) {
        return executor == null ? DeliveryThreads.of(of.name()) : executor;
    }

    /** The defaults, under the model's own name; refused here if a request could never honour them. */
    IsothermChatRequestParameters checkedDefaults(ChatEngine engine, boolean chats) {
        try {
            if (chats) {
                Failures.translating(engine.model()::chatFormat);
            }
            IsothermChatRequestParameters own = parameters.build();
            IsothermChatRequestParameters defaults = IsothermChatRequestParameters.builder()
                    .modelName(engine.model().name())
                    .build()
                    .overrideWith(defaultRequestParameters == null ? own : own.defaultedBy(defaultRequestParameters));
            engine.check(defaults);
            return defaults;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }
}
