package io.github.isotherm.batch;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.RowSeed;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.endpoint.AnswerIds;
import io.github.isotherm.wire.openai.endpoint.ChatEndpoint;
import io.github.isotherm.wire.openai.endpoint.CompletionEndpoint;
import io.github.isotherm.wire.openai.endpoint.Endpoint;
import io.github.isotherm.wire.openai.endpoint.Models;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import io.github.isotherm.wire.openai.endpoint.ServedModel;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Rows answered by a model: prompts completed, requests as a server answers them. The names, the seed and the time of an answer are
 * functions of its row, so that a row that is answered again is the same.
 *
 * @param model who answers
 * @param executor receives what the model tells; must not run work on the thread that submits it
 * @param options how prompts are completed; their seed is not used
 * @param catalog the processors that requests may name
 * @param seed of the batch, in [0, 2^53)
 * @param created what answers of OpenAI's form say of when they were made
 */
record ModelAnswers(
        LocalModel model,
        Executor executor,
        CompletionOptions options,
        ProcessorCatalog catalog,
        long seed,
        InstantSource created)
        implements RowAnswers {
    private static final String CHATS = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";

    @Override
    public CompletableFuture<BatchAnswer> answer(BatchRow row, Cancellation cancellation) {
        RowSeed own = RowSeed.of(seed, row.key());
        if (row.asked() instanceof BatchRow.Prompt prompt) {
            return complete(row, prompt.text(), own, cancellation);
        }
        if (row.asked() instanceof BatchRow.Request request) {
            return ask(row, request, own, cancellation);
        }
        String error = row.error();
        return CompletableFuture.completedFuture(BatchAnswer.failed(row, own.name(), error == null ? "" : error));
    }

    private CompletableFuture<BatchAnswer> complete(
            BatchRow row, String prompt, RowSeed own, Cancellation cancellation) {
        try {
            int[] ids = model.encode(prompt, cancellation);
            return model.completeAsync(ids, options.seed(own.value()), GenerationListener.NONE, cancellation, executor)
                    .handle((completion, error) -> {
                        refuseCancelled(completion, error, cancellation);
                        return error == null ? BatchAnswer.of(row, completion) : failed(row, own, error);
                    });
        } catch (RuntimeException | Error e) {
            return cancellation.isCancelled()
                    ? CompletableFuture.failedFuture(e)
                    : CompletableFuture.completedFuture(failed(row, own, e));
        }
    }

    /** What was broken off is no answer; the row is answered another time. */
    private static void refuseCancelled(
            @Nullable Completion completion, @Nullable Throwable error, Cancellation cancellation) {
        boolean isBroken = error != null || completion == null || completion.finishReason() == FinishReason.CANCELLED;
        if (cancellation.isCancelled() && isBroken) {
            throw new CancelledException();
        }
    }

    private static BatchAnswer failed(BatchRow row, RowSeed own, Throwable error) {
        return BatchAnswer.failed(
                row, own.name(), Fault.of(error, "the log has more").sentence().text());
    }

    private CompletableFuture<BatchAnswer> ask(
            BatchRow row, BatchRow.Request request, RowSeed own, Cancellation cancellation) {
        LineExchange exchange = new LineExchange(request.url(), request.body(own.value()), cancellation);
        try {
            endpoint(request.url(), own).handle(exchange);
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
        }
        return exchange.reply().thenApply(reply -> {
            RequestNotes.Said said = exchange.notes().said();
            return BatchAnswer.of(
                    row, own.name(), reply.status(), reply.json(), said.promptTokens(), said.completionTokens());
        });
    }

    private Endpoint endpoint(String url, RowSeed own) {
        Models models = (asked, exchange) -> served(asked);
        AnswerIds ids = new AnswerIds(own::name, created);
        return switch (url) {
            case CHATS -> new ChatEndpoint(models, executor, catalog, LogprobsMode.RAW, ids);
            case COMPLETIONS -> new CompletionEndpoint(models, catalog, LogprobsMode.RAW, executor, ids);
            default ->
                throw new RefusedException(
                        404, "url is " + ShownText.value(url) + " but must be " + CHATS + " or " + COMPLETIONS + ".");
        };
    }

    private ServedModel served(@Nullable String asked) {
        if (asked != null && !asked.equals(model.name())) {
            throw new RefusedException(
                    404,
                    "model_not_found",
                    "model",
                    "There is no model " + ShownText.value(asked) + " here, but " + model.name()
                            + "; name that one, or leave model out.");
        }
        return new ServedModel(model.name(), model);
    }
}
