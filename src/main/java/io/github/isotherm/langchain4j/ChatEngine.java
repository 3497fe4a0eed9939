package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every chat adapter does with a request; one for blocking, streaming and asynchronous ones, so that they agree. */
final class ChatEngine implements AutoCloseable {
    /** Until the model ends it or its context is full. */
    private static final int UNBOUNDED = CompletionOptions.UNBOUNDED;

    /** JSON, dates and calls: a model that goes on with a list for ever is made to close it here. */
    private static final int TYPED = 2_048;

    private final LocalModel model;
    private final boolean owned;
    private final Executor executor;
    private final boolean allowSpecial;
    private final boolean returnsThinking;
    private final RequestLog log;

    ChatEngine(
            LocalModel model,
            boolean owned,
            Executor executor,
            boolean allowSpecial,
            boolean returnsThinking,
            RequestLog log) {
        this.log = log;
        this.allowSpecial = allowSpecial;
        this.returnsThinking = returnsThinking;
        this.model = model;
        this.owned = owned;
        this.executor = executor;
    }

    LocalModel model() {
        return model;
    }

    void execute(Runnable work) {
        executor.execute(work);
    }

    /** Refuses what cannot be honoured in the parameters that every request will inherit. */
    void check(ChatRequestParameters parameters) {
        Failures.translating(
                () -> model.chain(RequestTranslation.answered(translated(parameters), parameters, IntegerRange.INT)));
    }

    /** Refuses parameters of a request that cannot be honoured; its conversation is looked at when it is prepared. */
    void check(ChatRequest request) {
        Failures.translating(() -> translated(request.parameters()));
    }

    private CompletionOptions translated(ChatRequestParameters parameters) {
        TemplateInputs.refuseUnread(parameters, model);
        return RequestTranslation.options(parameters, model.name());
    }

    /**
     * Checks a request and renders its conversation.
     *
     * @param submitted when it was asked for, as {@link System#nanoTime} says
     */
    ChatTurn prepare(ChatRequest request, Cancellation cancellation, long submitted) {
        return Failures.translating(() -> {
            ChatRequestParameters parameters = request.parameters();
            CompletionOptions options = translated(parameters);
            TemplateInputs inputs = TemplateInputs.of(parameters, model);
            Runnable interruption = interruption(options.timeout(), cancellation, submitted);
            interruption.run();
            AskedTurn asked = asked(request, inputs, options.timeout(), cancellation, submitted);
            int[] prompt = asked.prompt(allowSpecial, interruption);
            log.request(parameters, model, prompt);
            AnswerReading reading = AnswerReading.of(model, prompt, inputs.tools(), returnsThinking);
            HeldOptions held = asked.held(options, parameters, request.messages(), reading);
            boolean typed = !held.options().equals(options) && !asked.turn().mayBeText();
            return new ChatTurn(
                    TokenSequence.of(prompt),
                    bounded(left(held.options(), submitted), prompt.length, typed ? TYPED : UNBOUNDED),
                    reading.heldTo(held.calls()),
                    options.timeout(),
                    inputs.time().read().orElse(null));
        });
    }

    /** The model may have to choose a tool, which ends with the request. */
    private AskedTurn asked(
            ChatRequest request,
            TemplateInputs inputs,
            @Nullable Duration timeout,
            Cancellation cancellation,
            long submitted) {
        return preparing(timeout, cancellation, submitted, stop -> {
            ToolChoice choice = OfferedTools.choice(request.parameters());
            return AskedTurn.of(model, request.messages(), inputs, choice, stop);
        });
    }

    /** Work that ends with the request, or when its time is over. */
    private static <T> T preparing(
            @Nullable Duration timeout, Cancellation cancellation, long submitted, Function<Cancellation, T> work) {
        Deadline deadline = new Deadline(cancellation, timeout, submitted);
        try {
            return work.apply(deadline.cancellation());
        } catch (CancelledException e) {
            throw timeout != null && deadline.isOver() ? unprepared(timeout) : e;
        } finally {
            deadline.close();
        }
    }

    private static TimeoutException unprepared(Duration timeout) {
        return new TimeoutException("The request waited and was prepared for longer than the timeout of "
                + timeout.toMillis() + " ms; allow more time or send less.");
    }

    /** Where nobody says how long an answer may be, neither a request nor the model. */
    private CompletionOptions bounded(CompletionOptions options, int promptTokens, int usual) {
        return options.maxTokens() != null
                ? options
                : options.maxTokens(model.limits().most(promptTokens, usual));
    }

    /** With what is left of the time. */
    private static CompletionOptions left(CompletionOptions options, long submitted) {
        Duration timeout = options.timeout();
        if (timeout == null) {
            return options;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - submitted);
        return options.timeout(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left);
    }

    /** A prompt that no template made, asked for at a time as {@link System#nanoTime} says. */
    ChatTurn plain(
            String prompt,
            ChatRequestParameters parameters,
            CompletionOptions options,
            Cancellation cancellation,
            long submitted) {
        return Failures.translating(() -> {
            int[] ids = preparing(options.timeout(), cancellation, submitted, stop -> model.encodePrompt(prompt, stop));
            log.request(parameters, model, ids);
            return new ChatTurn(TokenSequence.of(ids), left(options, submitted), null, options.timeout(), null);
        });
    }

    /** Ends the rendering of a conversation when its time is over, or it is cancelled or its thread interrupted. */
    static Runnable interruption(@Nullable Duration timeout, Cancellation cancellation) {
        return interruption(timeout, cancellation, System.nanoTime());
    }

    private static Runnable interruption(@Nullable Duration timeout, Cancellation cancellation, long start) {
        return () -> {
            if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
                throw new CancelledException();
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                throw unprepared(timeout);
            }
        };
    }

    /** Answers on this thread. */
    ChatResponse run(ChatTurn turn, GenerationListener listener, Cancellation cancellation) {
        Completion completion = Failures.translating(
                () -> model.complete(turn.prompt().toArray(), turn.options(), listener, cancellation));
        if (completion.finishReason() == io.github.isotherm.generate.FinishReason.CANCELLED
                && !cancellation.isCancelled()) {
            throw new LangChain4jException("The thread was interrupted while it waited for the answer, of which "
                    + completion.result().completionTokens()
                    + " tokens were generated; ask again.");
        }
        return answer(completion, turn);
    }

    /** Answers on threads of the executor, none of which is held while the model works. */
    CompletableFuture<ChatResponse> start(ChatTurn turn, GenerationListener listener, Cancellation cancellation) {
        return start(turn, listener, cancellation, (response, failure) -> {});
    }

    /**
     * The same, and tells the end on the executor's thread that receives it, behind the last piece.
     */
    CompletableFuture<ChatResponse> start(
            ChatTurn turn,
            GenerationListener listener,
            Cancellation cancellation,
            BiConsumer<@Nullable ChatResponse, @Nullable Throwable> end) {
        return Failures.translating(() -> model.completeAsync(
                turn.prompt().toArray(),
                turn.options(),
                listener,
                cancellation,
                executor,
                completed -> completed
                        .handle((completion, failure) -> {
                            if (failure != null) {
                                throw new CompletionException(Failures.translated(AsyncWork.cause(failure)));
                            }
                            return answer(completion, turn);
                        })
                        .whenComplete(end)));
    }

    private ChatResponse answer(Completion completion, ChatTurn turn) {
        Duration timeout = turn.timeout();
        if (timeout != null && completion.finishReason() == io.github.isotherm.generate.FinishReason.DEADLINE) {
            throw new TimeoutException("The answer took longer than its timeout of " + timeout.toMillis() + " ms ("
                    + completion.result().completionTokens()
                    + " tokens were generated); allow more time or fewer tokens.");
        }
        ChatResponse response = response(completion, turn);
        log.response(response);
        return response;
    }

    private ChatResponse response(Completion completion, ChatTurn turn) {
        GenerationResult result = completion.result();
        AnswerReading reading = turn.reading();
        Answer answer =
                reading == null ? new Answer(completion.text(), null, List.of()) : reading.read(result.marked());
        return ChatResponse.builder()
                .aiMessage(message(answer, reading != null && reading.returnsThinking()))
                .metadata(IsothermChatResponseMetadata.builder()
                        .id(UUID.randomUUID().toString())
                        .modelName(completion.model())
                        .tokenUsage(new TokenUsage(result.promptTokens(), result.completionTokens()))
                        .finishReason(answer.calls().isEmpty() ? reason(completion) : FinishReason.TOOL_EXECUTION)
                        .seed(completion.seed())
                        .chain(completion.chain().toString())
                        .timeToFirstToken(result.timeToFirstToken())
                        .tokensPerSecond(tokensPerSecond(result))
                        .templateTime(turn.templateTime())
                        .constraint(result.constraint())
                        .logprobs(completion.traces().stream()
                                .map(trace -> TokenLogprob.of(trace, model.vocabulary()))
                                .toList())
                        .build())
                .build();
    }

    private static AiMessage message(Answer answer, boolean returnsThinking) {
        List<ToolExecutionRequest> requests = IntStream.range(0, answer.calls().size())
                .mapToObj(index -> AnswerReading.request(index, answer.calls().get(index)))
                .toList();
        return AiMessage.builder()
                .text(answer.text().isEmpty() && !requests.isEmpty() ? null : answer.text())
                .thinking(returnsThinking ? answer.thinking() : null)
                .toolExecutionRequests(requests)
                .build();
    }

    private static double tokensPerSecond(GenerationResult result) {
        Duration later = result.duration().minus(result.timeToFirstToken());
        int tokens = result.completionTokens() - 1;
        return tokens < 1 || later.isZero() ? 0 : tokens / (later.toNanos() / 1e9);
    }

    private static FinishReason reason(Completion completion) {
        return switch (completion.finishReason()) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case CANCELLED, DEADLINE -> FinishReason.OTHER;
        };
    }

    /** Closes the model, where an adapter opened it. */
    @Override
    public void close() {
        if (owned) {
            model.close();
        }
    }
}
