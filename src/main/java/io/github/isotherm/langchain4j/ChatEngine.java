package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.AskedTurn;
import io.github.isotherm.chat.ChatTurn;
import io.github.isotherm.chat.RenderedTurn;
import io.github.isotherm.chat.ToolTurn;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every chat adapter does with a request; one for blocking, streaming and asynchronous ones, so that they agree. */
final class ChatEngine implements AutoCloseable {
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
        RequestInputs.refuseUnread(parameters, model);
        return RequestTranslation.options(parameters, model.name());
    }

    /**
     * Checks a request and renders its conversation.
     *
     * @param submitted when it was asked for, as {@link System#nanoTime} says
     */
    ChatTurn prepare(ChatRequest request, Cancellation cancellation, long submitted) {
        return Failures.translating(() -> {
            RenderedTurn rendered = RenderedTurn.of(model, asked(request), cancellation, submitted);
            log.request(request.parameters(), model, rendered.prompt().toArray());
            return rendered.ready();
        });
    }

    private AskedTurn asked(ChatRequest request) {
        ChatRequestParameters parameters = request.parameters();
        CompletionOptions options = translated(parameters);
        return new AskedTurn(
                Conversation.said(request.messages()),
                RequestInputs.of(parameters, model),
                OfferedTools.choice(parameters),
                ToolTurn.MOST_CALLS,
                options,
                unheld -> form(unheld, request),
                allowSpecial,
                returnsThinking);
    }

    /** Holds an answer to the response format, or to what LangChain4j asks for in words. */
    private static CompletionOptions form(CompletionOptions options, ChatRequest request) {
        IntegerRange integers = IntegerRange.of(request.messages());
        return FormatInstruction.held(
                RequestTranslation.answered(options, request.parameters(), integers), request.messages());
    }

    /** A prompt that no template made, asked for at a time as {@link System#nanoTime} says. */
    ChatTurn plain(
            String prompt,
            ChatRequestParameters parameters,
            CompletionOptions options,
            Cancellation cancellation,
            long submitted) {
        return Failures.translating(() -> {
            int[] ids = RenderedTurn.preparing(
                    options.timeout(), cancellation, submitted, stop -> model.encodePrompt(prompt, stop));
            log.request(parameters, model, ids);
            return ChatTurn.plain(TokenSequence.of(ids), options, submitted);
        });
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
        Answer answer = Failures.translating(() -> turn.answer(completion.result()));
        ChatResponse response = response(completion, answer, turn);
        log.response(response);
        return response;
    }

    private ChatResponse response(Completion completion, Answer answer, ChatTurn turn) {
        GenerationResult result = completion.result();
        return ChatResponse.builder()
                .aiMessage(message(answer))
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
                        .drafts(result.drafts())
                        .logprobs(completion.traces().stream()
                                .map(trace -> TokenLogprob.of(trace, model.vocabulary()))
                                .toList())
                        .build())
                .build();
    }

    private static AiMessage message(Answer answer) {
        List<ToolExecutionRequest> requests = IntStream.range(0, answer.calls().size())
                .mapToObj(index -> ToolRequests.of(index, answer.calls().get(index)))
                .toList();
        return AiMessage.builder()
                .text(answer.text().isEmpty() && !requests.isEmpty() ? null : answer.text())
                .thinking(answer.thinking())
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
