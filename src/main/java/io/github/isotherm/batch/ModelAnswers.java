package io.github.isotherm.batch;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.RowSeed;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows answered by a model: prompts completed, requests as a server answers them. The names, the seed and the time of an answer are
 * functions of its row, so that a row that is answered again is the same.
 *
 * @param model who answers
 * @param executor receives what the model tells; must not run work on the thread that submits it
 * @param options what is asked of every row
 * @param created what answers of OpenAI's form say of when they were made
 */
record ModelAnswers(LocalModel model, Executor executor, BatchOptions options, InstantSource created)
        implements RowAnswers {
    private static final String CHATS = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";

    @Override
    public CompletableFuture<List<BatchAnswer>> answer(
            BatchRow row, List<@Nullable Double> temperatures, Cancellation cancellation) {
        String error = row.error();
        if (row.asked() instanceof BatchRow.Prompt prompt) {
            try {
                return answered(row, prompt, temperatures, cancellation).exceptionally(e -> {
                    refusePassing(e);
                    return failed(row, temperatures, said(e));
                });
            } catch (RuntimeException | Error e) {
                refusePassing(e);
                error = said(e);
            }
        } else if (row.asked() instanceof BatchRow.Request request) {
            return asked(row, request, temperatures, cancellation);
        }
        return CompletableFuture.completedFuture(failed(row, temperatures, error == null ? "" : error));
    }

    private CompletableFuture<List<BatchAnswer>> answered(
            BatchRow row, BatchRow.Prompt prompt, List<@Nullable Double> temperatures, Cancellation cancellation) {
        if (options.scores()) {
            return model.scoreAsync(prompt.text(), prompt.after(), cancellation, executor)
                    .thenApply(score -> List.of(BatchAnswer.of(row, score)));
        }
        if (prompt.after() != null) {
            throw new InvalidValueException(
                    "The row has a text to be scored, but prompts are completed; leave it out, or add --score-only.");
        }
        List<CompletionOptions> ways = temperatures.stream()
                .map(temperature -> way(temperature, seed(row, null).value()))
                .toList();
        return model.completeAsync(model.encodePrompt(prompt.text(), cancellation), ways, cancellation, executor)
                .thenApply(completions -> lines(row, temperatures, completions, cancellation));
    }

    /** The chain keeps everything but its temperature. */
    private CompletionOptions way(@Nullable Double temperature, long seed) {
        CompletionOptions seeded =
                options.completion().seed(seed).trace(options.details() == Details.NONE ? null : TraceOptions.TOKENS);
        return temperature == null
                ? seeded
                : seeded.settings(SamplingSettings.NONE)
                        .chain(TemperatureChain.at(model.chain(options.completion()), temperature));
    }

    private List<BatchAnswer> lines(
            BatchRow row,
            List<@Nullable Double> temperatures,
            List<Completion> completions,
            Cancellation cancellation) {
        if (cancellation.isCancelled()
                && completions.stream().anyMatch(one -> one.finishReason() == FinishReason.CANCELLED)) {
            throw new CancelledException();
        }
        return IntStream.range(0, completions.size())
                .mapToObj(at -> BatchAnswer.of(row, temperatures.get(at), completions.get(at), options.details()))
                .toList();
    }

    /** What the row has no part in is no answer; it is answered another time. */
    private static void refusePassing(Throwable error) {
        if (Fault.mayPass(error)) {
            throw error instanceof CompletionException wrapped ? wrapped : new CompletionException(error);
        }
    }

    private List<BatchAnswer> failed(BatchRow row, List<@Nullable Double> temperatures, String sentence) {
        return temperatures.stream()
                .map(temperature -> BatchAnswer.failed(
                        row, temperature, seed(row, temperature).name(), sentence))
                .toList();
    }

    private static String said(Throwable error) {
        return Fault.of(error, "the log has more").sentence().text();
    }

    /** What a row draws by, the same at every temperature; its name is another one at each. */
    private RowSeed seed(BatchRow row, @Nullable Double temperature) {
        return RowSeed.of(options.seed(), row.key(temperature));
    }

    private CompletableFuture<List<BatchAnswer>> asked(
            BatchRow row, BatchRow.Request request, List<@Nullable Double> temperatures, Cancellation cancellation) {
        if (options.scores()) {
            return CompletableFuture.completedFuture(
                    failed(row, temperatures, "A request says itself what is scored; write a row with a prompt."));
        }
        CompletableFuture<List<BatchAnswer>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Double temperature : temperatures) {
            all = all.thenCombine(ask(row, request, temperature, cancellation), (answers, next) -> {
                answers.add(next);
                return answers;
            });
        }
        return all;
    }

    private CompletableFuture<BatchAnswer> ask(
            BatchRow row, BatchRow.Request request, @Nullable Double temperature, Cancellation cancellation) {
        RowSeed own = seed(row, temperature);
        byte[] body;
        try {
            body = request.body(seed(row, null).value(), temperature);
        } catch (InvalidValueException e) {
            return CompletableFuture.completedFuture(BatchAnswer.failed(
                    row, temperature, own.name(), e.sentence().text()));
        }
        LineExchange exchange = new LineExchange(request.url(), body, cancellation);
        try {
            endpoint(request.url(), own).handle(exchange);
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
        }
        return exchange.reply().thenApply(reply -> {
            RequestNotes.Said said = exchange.notes().said();
            return BatchAnswer.of(
                    row,
                    temperature,
                    own.name(),
                    new BatchAnswer.Reply(reply.status(), reply.json(), said.promptTokens(), said.completionTokens()));
        });
    }

    private Endpoint endpoint(String url, RowSeed own) {
        Models models = (asked, exchange) -> served(asked);
        AnswerIds ids = new AnswerIds(own::name, created);
        return switch (url) {
            case CHATS -> new ChatEndpoint(models, executor, options.catalog(), LogprobsMode.RAW, ids);
            case COMPLETIONS -> new CompletionEndpoint(models, options.catalog(), LogprobsMode.RAW, executor, ids);
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
