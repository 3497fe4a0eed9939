package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.wire.openai.CompletionReply;
import io.github.isotherm.wire.openai.CompletionRequest;
import io.github.isotherm.wire.openai.PromptTexts.Encoded;
import io.github.isotherm.wire.openai.TextToken;
import io.github.isotherm.wire.openai.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request for completions, on its way. Some prompts at a time are with the model, in order, so that one request
 * does not fill the queue; the end of each brings the next one on. Thread-safe.
 */
final class CompletionRun {
    private final Exchange exchange;
    private final LocalModel model;
    private final CompletionRequest request;
    private final List<Encoded> prompts;
    private final Executor executor;
    private final CompletionSink sink;
    private final long seed;
    private final Cancellation cancellation = new Cancellation();
    private final Runnable cancel = cancellation::cancel;

    private int begun;
    private int ended;
    private boolean over;
    private int completionTokens;
    private FinishReason reason = FinishReason.LENGTH;

    CompletionRun(
            Exchange exchange,
            LocalModel model,
            CompletionRequest request,
            List<Encoded> prompts,
            CompletionReply reply,
            Executor executor) {
        this.exchange = exchange;
        this.model = model;
        this.request = request;
        this.prompts = prompts;
        this.executor = executor;
        seed = reply.seed();
        sink = request.stream().streams()
                ? new StreamedCompletions(exchange.stream(), reply, request, model)
                : new WholeCompletions(exchange, reply, request, model);
    }

    void start() {
        exchange.cancellation().onCancel(cancel);
        exchange.notes().prompt(promptTokens());
        for (int i = 0; i < sink.promptsAtOnce(); i++) {
            beginNext();
        }
    }

    private void beginNext() {
        int prompt;
        synchronized (this) {
            if (over || begun == prompts.size()) {
                return;
            }
            prompt = begun++;
        }
        try {
            CompletableFuture<?> unused = answer(prompt).whenComplete((done, error) -> ended(cause(error)));
        } catch (RuntimeException | Error e) {
            ended(e);
        }
    }

    /** What failed, without what the future wraps around it. */
    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private CompletableFuture<@Nullable Void> answer(int prompt) {
        Encoded encoded = prompts.get(prompt);
        CompletableFuture<List<TextToken>> scored = request.scoresPrompts()
                ? model.scoresAsync(encoded.ids(), logprobs(), exchange.notes()::admitted, cancellation, executor)
                        .thenApply(scores -> tokens(encoded, scores))
                : CompletableFuture.completedFuture(List.of());
        return scored.thenCompose(tokens -> {
            sink.prompt(prompt, encoded.text(), tokens);
            return request.maxTokens() == 0 ? nothing(prompt) : generated(prompt, encoded);
        });
    }

    private int logprobs() {
        Integer asked = request.logprobs();
        return asked == null ? 0 : asked;
    }

    private static List<TextToken> tokens(Encoded encoded, List<TokenScore> scores) {
        List<TextToken> tokens = new ArrayList<>();
        tokens.add(TextToken.first(encoded.ids()[0]));
        scores.forEach(score -> tokens.add(TextToken.of(score)));
        return tokens;
    }

    private CompletableFuture<@Nullable Void> nothing(int prompt) {
        sink.scored(prompt);
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<@Nullable Void> generated(int prompt, Encoded encoded) {
        List<SampleTokens> listeners = new ArrayList<>();
        for (int sample = 0; sample < request.bestOf(); sample++) {
            listeners.add(sink.listener(prompt, sample));
        }
        return model.completeAsync(
                        encoded.ids(),
                        request.generating(seed),
                        request.bestOf(),
                        sample -> exchange.notes().following(listeners.get(sample)),
                        cancellation,
                        executor)
                .thenAccept(completions -> {
                    cancellation.check();
                    count(completions);
                    sink.completed(prompt, completions, listeners);
                });
    }

    private synchronized void count(List<Completion> completions) {
        for (Completion completion : completions) {
            completionTokens += completion.result().completionTokens();
        }
        reason = completions.get(0).finishReason();
    }

    private void ended(@Nullable Throwable error) {
        boolean last;
        synchronized (this) {
            if (over) {
                return;
            }
            last = ++ended == prompts.size();
            over = error != null || last;
        }
        if (error != null) {
            fail(error);
        } else if (last) {
            finish();
        } else {
            goOn();
        }
    }

    /** Not on this thread's stack: a prompt that needs no run of the model is over at once. */
    private void goOn() {
        try {
            executor.execute(this::beginNext);
        } catch (RuntimeException e) { // it takes nothing more
            ended(e);
        }
    }

    private void finish() {
        exchange.cancellation().forget(cancel);
        Usage usage = usage();
        exchange.notes().usage(usage.promptTokens(), usage.completionTokens(), CompletionReply.reason(reason));
        try {
            sink.end(usage);
        } catch (CancelledException e) {
            sink.fail(e);
        }
    }

    private synchronized Usage usage() {
        return new Usage(promptTokens(), completionTokens);
    }

    private int promptTokens() {
        int tokens = 0;
        for (Encoded prompt : prompts) {
            tokens += prompt.ids().length;
        }
        return tokens;
    }

    /** The others are not wanted any more. */
    private void fail(Throwable error) {
        exchange.cancellation().forget(cancel);
        cancellation.cancel();
        sink.fail(error);
    }
}
