package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the builders of all adapters have in common: which model, default parameters, who listens, where work runs.
 *
 * @param <B> the builder itself
 */
public abstract class ModelBuilder<B extends ModelBuilder<B>> extends DefaultsBuilder<B> {
    private static final Set<Capability> CAPABILITIES = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);

    private @Nullable LocalModel model;
    private @Nullable Path modelPath;
    private @Nullable ChatRequestParameters defaultRequestParameters;
    private boolean allowSpecialInContent;
    private boolean returnsThinking;
    private @Nullable Executor executor;
    private @Nullable EngineOptions engineOptions;
    private @Nullable Activations activations;
    private @Nullable Integer threads;
    private @Nullable Integer sessions;
    private boolean logRequests;
    private boolean logResponses;
    private Logger logger = LoggerFactory.getLogger(RequestLog.class);
    private @Nullable Set<Capability> supportedCapabilities;
    private List<ChatModelListener> listeners = List.of();

    /** A builder with nothing set. */
    protected ModelBuilder() {}

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
     * Opens a folder, which is closed with the adapter. Without a model and a path it is the one that the environment variable
     * {@code ISOTHERM_MODEL} names, else the bundled model's.
     *
     * @param value the folder that holds the exported model
     * @return this
     */
    public B modelPath(@Nullable Path value) {
        modelPath = value;
        return self();
    }

    /**
     * Opens a folder, which is closed with the adapter.
     *
     * @param value the folder that holds the exported model, one of the graphs in it, or the id {@code ORG/NAME} of a downloaded
     *     one
     * @return this
     */
    public B modelPath(String value) {
        return modelPath(Failures.translating(() -> LocalModel.folder(value)));
    }

    /**
     * Sets how the engine runs the model that this builder opens: threads, rows that share a run, the graph as it is. Refused
     * beside a borrowed model, as are {@link #threads} and {@link #sessions}.
     *
     * @param value the options, or null for {@link EngineOptions#defaults}
     * @return this
     */
    public B engineOptions(@Nullable EngineOptions value) {
        engineOptions = value;
        return self();
    }

    /**
     * Sets how many threads share one step of the model that this builder opens, whatever {@link #engineOptions} say.
     *
     * @param value ≥ 1; null for that of the engine's options, one per physical core by default
     * @return this
     */
    public B threads(@Nullable Integer value) {
        threads = value;
        return self();
    }

    /**
     * Sets how many answers share one run of the model that this builder opens, whatever {@link #engineOptions} say; more are
     * answered at once too, by turns.
     *
     * @param value ≥ 1; null for the rows of the engine's options, 1 by default
     * @return this
     */
    public B sessions(@Nullable Integer value) {
        sessions = value;
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
     * Sets who is told of requests, responses and errors.
     *
     * @param value the listeners
     * @return this
     */
    public B listeners(ChatModelListener... value) {
        return listeners(List.of(value));
    }

    /**
     * Sets what the model says that it can do ({@code supportedCapabilities()}), by which AI services choose how they ask.
     *
     * @param value the capabilities; JSON schemas as response formats by default. Without them AI services describe the format of
     *     their results in the prompt instead
     * @return this
     */
    public B supportedCapabilities(Set<Capability> value) {
        supportedCapabilities = Set.copyOf(value);
        return self();
    }

    /**
     * Sets what the model says that it can do.
     *
     * @param value the capabilities
     * @return this
     */
    public B supportedCapabilities(Capability... value) {
        return supportedCapabilities(Set.of(value));
    }

    /**
     * Sets whether every request is logged, at level INFO: its parameters and the prompt that the model reads.
     *
     * @param value off by default
     * @return this
     */
    public B logRequests(@Nullable Boolean value) {
        logRequests = Boolean.TRUE.equals(value);
        return self();
    }

    /**
     * Sets whether every response is logged, at level INFO: its message and its metadata.
     *
     * @param value off by default
     * @return this
     */
    public B logResponses(@Nullable Boolean value) {
        logResponses = Boolean.TRUE.equals(value);
        return self();
    }

    /**
     * Sets where requests and responses are logged.
     *
     * @param value by default the logger named {@code io.github.isotherm.langchain4j.RequestLog}
     * @return this
     */
    public B logger(Logger value) {
        logger = value;
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

    Set<Capability> capabilities() {
        return supportedCapabilities == null ? CAPABILITIES : supportedCapabilities;
    }

    ChatEngine engine() {
        LocalModel borrowed = model;
        if (borrowed != null) {
            return engine(Failures.translating(() -> checked(borrowed)), false);
        }
        Path folder = modelPath != null ? modelPath : Failures.translating(LocalModel::defaultFolder);
        return engine(Failures.translating(() -> LocalModel.open(folder, options())), true);
    }

    private ChatEngine engine(LocalModel of, boolean owned) {
        RequestLog log = new RequestLog(logger, logRequests, logResponses);
        return new ChatEngine(of, owned, executor(of), allowSpecialInContent, returnsThinking, log);
    }

    /** How the engine runs a model that this builder opens. */
    EngineOptions options() {
        EngineOptions options = engineOptions == null ? EngineOptions.defaults() : engineOptions;
        options = activations == null ? options : options.withActivations(activations);
        options = threads == null ? options : options.withThreads(Checks.atLeast("threads", threads, 1));
        return sessions == null ? options : options.withRows(Checks.atLeast("sessions", sessions, 1));
    }

    /** A borrowed model is as it was opened. */
    private LocalModel checked(LocalModel borrowed) {
        if (activations != null && activations != borrowed.activations()) {
            throw new InvalidValueException("activations is " + activations.label() + " but the model was opened with "
                    + borrowed.activations().label() + "; open it with the same, or leave activations out.");
        }
        refuseBeside("modelPath", modelPath);
        refuseBeside("engineOptions", engineOptions);
        refuseBeside("threads", threads);
        refuseBeside("sessions", sessions);
        return borrowed;
    }

    private static void refuseBeside(String name, @Nullable Object value) {
        if (value != null) {
            throw new InvalidValueException(
                    name + " is " + value + " but the builder was lent an open model, which is as it"
                            + " was opened; leave " + name + " out, or leave model out to have one opened.");
        }
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
            IsothermChatRequestParameters own = defaults();
            IsothermChatRequestParameters defaults = IsothermChatRequestParameters.builder()
                    .modelName(engine.model().name())
                    .build()
                    .overrideWith(defaultRequestParameters == null ? own : own.defaultedBy(defaultRequestParameters));
            engine.check(defaults);
            if (!chats) {
                refuseOfChats(defaults);
            }
            return defaults;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** A completion of plain text has no messages, no template and no listeners. */
    private void refuseOfChats(IsothermChatRequestParameters parameters) {
        refuseOfChats("listeners", !listeners.isEmpty());
        refuseOfChats("supportedCapabilities", supportedCapabilities != null);
        refuseOfChats("templateVariables", parameters.templateVariables() != null);
        refuseOfChats("templateTime", parameters.templateTime() != null);
        refuseOfChats("enableThinking", parameters.enableThinking() != null);
        refuseOfChats("schemaInPrompt", parameters.schemaInPrompt() != null);
        refuseOfChats("toolSpecifications", !parameters.toolSpecifications().isEmpty());
        refuseOfChats("toolChoice", parameters.toolChoice() != null);
    }

    private static void refuseOfChats(String name, boolean isSet) {
        if (isSet) {
            throw new UnsupportedFeatureException(name + " is set but a language model completes plain text and has no"
                    + " messages; leave it out, or take a chat model.");
        }
    }
}
