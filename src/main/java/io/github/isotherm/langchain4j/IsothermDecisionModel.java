package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.DecisionRequestParameters;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.ChoiceAnswer;
import dev.langchain4j.model.decision.response.DecisionAnswer;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import dev.langchain4j.model.decision.response.YesNoAnswer;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.spi.ServiceHelper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.chat.RenderedTurn;
import io.github.isotherm.chat.TemplateInputs;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.langchain4j.spi.IsothermDecisionModelBuilderFactory;
import io.github.isotherm.next.ChannelScores;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.next.TemperatureSweep.Word;
import io.github.isotherm.sampling.ProcessorChain;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Decides by exact probabilities: the options of a question are never generated, only scored, in one of two ways ({@link
 * DecisionScoring}). The noisy channel asks how probable the text is after each option, so it reads the text once for each;
 * descriptions of the options say what the model is to look for. Direct scoring asks how probable each option is where an
 * answer would begin: exp Σ ln p(token) by the chain rule, renormalised among the options; for it the model reads text,
 * question and options through its chat template.
 *
 * <p>The temperature calibrates: above 1 probabilities move towards each other, below 1 apart. Everything is
 * deterministic; nothing is drawn. Probabilities of a question sum to 1.
 */
public class IsothermDecisionModel implements DecisionModel, AutoCloseable {
    private final ChatEngine engine;
    private final double temperature;
    private final @Nullable DecisionScoring scoring;
    private final @Nullable ContextualCalibration calibration;
    private final Map<String, Object> templateVariables;
    private final @Nullable LocalDateTime templateTime;
    private final List<DecisionModelListener> listeners;

    /**
     * A decision model from a builder.
     *
     * @param builder filled in
     */
    protected IsothermDecisionModel(Builder builder) {
        temperature = builder.temperature;
        scoring = builder.scoring;
        calibration = builder.calibration;
        templateVariables = builder.templateVariables;
        templateTime = builder.templateTime;
        listeners = builder.listeners;
        refuseUnread();
        Failures.translating(() -> new TemperatureSweep(ProcessorChain.EMPTY, List.of(temperature), 0, List.of()));
        engine = builder.parts().engine();
    }

    /** The noisy channel reads no chat template, and is not calibrated by what an answer would be. */
    private void refuseUnread() {
        if (scoring == DecisionScoring.DIRECT) {
            return;
        }
        refuse("templateVariables", "are", templateVariables.isEmpty());
        refuse("templateTime", "is", templateTime == null);
        refuse("calibration", "is", calibration == null);
    }

    private static void refuse(String setting, String verb, boolean leftOut) {
        if (!leftOut) {
            throw new InvalidRequestException("The " + setting + " of a decision model " + verb
                    + " read by direct scoring alone; set scoring(DecisionScoring.DIRECT), or leave that"
                    + " out.");
        }
    }

    /**
     * A decision model to configure; with nothing set it is the bundled model at temperature 1.
     *
     * @return the builder
     */
    public static Builder builder() {
        for (IsothermDecisionModelBuilderFactory factory :
                ServiceHelper.loadFactories(IsothermDecisionModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    @Override
    public DecisionResponse doDecide(DecisionRequest request) {
        return decide(request, new Cancellation());
    }

    private DecisionResponse decide(DecisionRequest request, Cancellation cancellation) {
        refuseForeign(request.modelName());
        List<DecisionPrompt> prompts = request.questions().values().stream()
                .map(question -> DecisionPrompt.of(DecisionText.of(request.input()), question))
                .toList();
        TemplateInputs inputs = new TemplateInputs(templateVariables, TemplateTime.of(templateTime));
        Map<String, DecisionAnswer> answers = new LinkedHashMap<>();
        int tokens = 0;
        for (Map.Entry<String, Question> question : request.questions().entrySet()) {
            DecisionPrompt prompt = prompts.get(answers.size());
            Shares shares = scoring == DecisionScoring.DIRECT
                    ? direct(prompt, question.getValue(), inputs, cancellation)
                    : channel(question.getValue(), DecisionText.plain(request.input()), cancellation);
            tokens += shares.tokens();
            answers.put(question.getKey(), answer(question.getValue(), shares.options(), prompt.options()));
        }
        return DecisionResponse.builder()
                .answers(answers)
                .modelName(modelName())
                .tokenUsage(new TokenUsage(tokens, 0))
                .build();
    }

    /**
     * The options' probabilities.
     *
     * @param options summing to 1
     * @param tokens that the model read for them, those of a text once for each option that it was read after
     */
    private record Shares(List<Double> options, int tokens) {}

    private void refuseForeign(@Nullable String name) {
        if (name != null && !name.equals(modelName())) {
            throw new UnsupportedFeatureException("The modelName \"" + name + "\" is not supported: this model is \""
                    + modelName() + "\"; leave modelName out or open that model.");
        }
    }

    private int[] ids(DecisionPrompt prompt, TemplateInputs inputs, Cancellation cancellation) {
        List<ChatMessage> messages = List.of(UserMessage.from(prompt.text()));
        Runnable interruption = RenderedTurn.interruption(null, cancellation, System.nanoTime());
        return Failures.translating(() ->
                inputs.ids(engine.model(), Conversation.said(messages), DecisionPrompt.BEGINNING, false, interruption));
    }

    private static DecisionAnswer answer(Question question, List<Double> shares, List<String> options) {
        if (question instanceof YesNoQuestion) {
            return YesNoAnswer.from(shares.get(0));
        }
        int best = 0;
        double mean = 0;
        for (int i = 0; i < shares.size(); i++) {
            best = shares.get(i) > shares.get(best) ? i : best;
            mean += i * shares.get(i);
        }
        if (question instanceof ChoiceQuestion) {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (int i = 0; i < shares.size(); i++) {
                probabilities.put(options.get(i), shares.get(i));
            }
            return ChoiceAnswer.builder()
                    .value(options.get(best))
                    .options(options)
                    .probabilities(probabilities)
                    .confidence(shares.get(best))
                    .build();
        }
        return ScaleAnswer.builder()
                .mean(Math.min(mean, shares.size() - 1.0))
                .probabilities(shares)
                .confidence(shares.get(best))
                .build();
    }

    /** The options after the prompt, renormalised among them, and calibrated where that is asked for. */
    private Shares direct(DecisionPrompt prompt, Question question, TemplateInputs inputs, Cancellation cancellation) {
        ContextualCalibration calibrating = calibration;
        if (calibrating == null) {
            Answers answers = answers(prompt, temperature, inputs, cancellation);
            return new Shares(answers.shares(), answers.tokens());
        }
        Answers text = answers(prompt, 1, inputs, cancellation);
        List<Answers> contentFree = calibrating.inputs().stream()
                .map(input -> answers(DecisionPrompt.of(input, question), 1, inputs, cancellation))
                .toList();
        int tokens = contentFree.stream().mapToInt(Answers::tokens).sum();
        List<List<Double>> priors = contentFree.stream().map(Answers::logprobs).toList();
        return Failures.translating(
                () -> new Shares(calibrating.calibrated(text.logprobs(), priors, temperature), text.tokens() + tokens));
    }

    /**
     * How probable the options are where an answer begins.
     *
     * @param options in order
     * @param tokens of the prompt
     */
    private record Answers(List<Candidate> options, int tokens) {
        List<Double> shares() {
            return options.stream().map(Candidate::share).toList();
        }

        List<Double> logprobs() {
            return options.stream().map(Candidate::logprob).toList();
        }
    }

    private Answers answers(
            DecisionPrompt prompt, double temperature, TemplateInputs inputs, Cancellation cancellation) {
        LocalModel model = engine.model();
        int[] ids = ids(prompt, inputs, cancellation);
        return Failures.translating(() -> {
            List<Word> words = prompt.options().stream().map(model::word).toList();
            TemperatureSweep sweep = new TemperatureSweep(ProcessorChain.EMPTY, List.of(temperature), 0, words);
            return new Answers(
                    model.next(ids, sweep, cancellation).distributions().get(0).candidates(), ids.length);
        });
    }

    /** The text after each option. */
    private Shares channel(Question question, String text, Cancellation cancellation) {
        LocalModel model = engine.model();
        return Failures.translating(() -> {
            List<int[]> contexts = ChannelContexts.of(question, DecisionOptions.of(question)).stream()
                    .map(model::encodeContent)
                    .toList();
            ChannelScores scores = model.channel(contexts, text, cancellation);
            int tokens = contexts.stream()
                    .mapToInt(context -> context.length + scores.tokens().size())
                    .sum();
            return new Shares(scores.posterior(temperature), tokens);
        });
    }

    /** Decides on a thread of the adapter's own; cancelling the future stops the model within one run. */
    @Override
    public CompletableFuture<DecisionResponse> doDecideAsync(DecisionRequest request) {
        return AsyncWork.submit(engine, cancellation -> decide(request, cancellation));
    }

    @Override
    public DecisionRequestParameters defaultRequestParameters() {
        return DecisionRequestParameters.builder().modelName(modelName()).build();
    }

    @Override
    public List<DecisionModelListener> listeners() {
        return listeners;
    }

    @Override
    public String modelName() {
        return engine.model().name();
    }

    /** Closes the model, when this decision model opened it. */
    @Override
    public void close() {
        engine.close();
    }

    /** Builds a decision model. */
    public static class Builder {
        private final IsothermChatModel.Builder parts = new IsothermChatModel.Builder();
        private double temperature = 1;
        private @Nullable DecisionScoring scoring;
        private @Nullable ContextualCalibration calibration;
        private Map<String, Object> templateVariables = Map.of();
        private @Nullable LocalDateTime templateTime;
        private List<DecisionModelListener> listeners = List.of();

        /** A builder with nothing set. */
        public Builder() {}

        /**
         * Borrows an open model, which the caller closes.
         *
         * @param value the model
         * @return this
         */
        public Builder model(@Nullable LocalModel value) {
            parts.model(value);
            return this;
        }

        /**
         * Opens a folder, which is closed with the decision model.
         *
         * @param value the folder that holds the exported model
         * @return this
         */
        public Builder modelPath(@Nullable Path value) {
            parts.modelPath(value);
            return this;
        }

        /**
         * Sets the temperature that calibrates the probabilities.
         *
         * @param value ≥ 0; 1 is the model's own
         * @return this
         */
        public Builder temperature(double value) {
            temperature = value;
            return this;
        }

        /**
         * Sets how the options are scored.
         *
         * @param value for questions of all kinds; null, the default, for what is right more often, which is the channel
         * @return this
         */
        public Builder scoring(@Nullable DecisionScoring value) {
            scoring = value;
            return this;
        }

        /**
         * Sets how direct scoring is freed of what the model answers whatever the text says; read by {@link
         * DecisionScoring#DIRECT} alone, and refused without it.
         *
         * @param value the calibration; null, the default, for none
         * @return this
         */
        public Builder calibration(@Nullable ContextualCalibration value) {
            calibration = value;
            return this;
        }

        /**
         * Sets variables of the chat template, such as {@code enable_thinking}; read by {@link DecisionScoring#DIRECT} alone, and
         * refused without it.
         *
         * @param value by name: strings, numbers, booleans, lists and maps; not {@code messages}
         * @return this
         */
        public Builder templateVariables(@Nullable Map<String, Object> value) {
            templateVariables = value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
            return this;
        }

        /**
         * Sets the time that the chat template reads, where it writes the date: probabilities are then the same on another day.
         *
         * @param value the time, or null for now
         * @return this
         */
        public Builder templateTime(@Nullable LocalDateTime value) {
            templateTime = value;
            return this;
        }

        /**
         * Sets who is told of requests, responses and errors.
         *
         * @param value the listeners
         * @return this
         */
        public Builder listeners(List<DecisionModelListener> value) {
            listeners = List.copyOf(value);
            return this;
        }

        /**
         * Sets where asynchronous requests run.
         *
         * @param value the executor
         * @return this
         */
        public Builder executor(@Nullable Executor value) {
            parts.executor(value);
            return this;
        }

        /**
         * The decision model; opens the model's folder unless a model was lent.
         *
         * @return the decision model
         */
        public IsothermDecisionModel build() {
            return new IsothermDecisionModel(this);
        }

        ModelBuilder<?> parts() {
            return parts;
        }
    }
}
