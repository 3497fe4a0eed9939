package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.openai.CompletionReply;
import io.github.isotherm.wire.openai.CompletionRequest;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.PromptTexts;
import io.github.isotherm.wire.openai.PromptTexts.Encoded;
import java.util.List;
import java.util.concurrent.Executor;

/** {@code POST /v1/completions}. */
public final class CompletionEndpoint implements Endpoint {
    private final Models models;
    private final ProcessorCatalog catalog;
    private final LogprobsMode mode;
    private final Executor executor;
    private final AnswerIds ids;

    /**
     * The endpoint.
     *
     * @param models who answers
     * @param catalog the processors that a request may name
     * @param mode whose log-probabilities where a request does not say
     * @param executor receives what the model tells; a thread of it waits where a client reads too slowly
     * @param ids tell answers from each other
     */
    public CompletionEndpoint(
            Models models, ProcessorCatalog catalog, LogprobsMode mode, Executor executor, AnswerIds ids) {
        this.models = models;
        this.catalog = catalog;
        this.mode = mode;
        this.executor = executor;
        this.ids = ids;
    }

    @Override
    public void handle(Exchange exchange) {
        CompletionRequest request = CompletionRequest.read(exchange.body(), catalog, mode);
        ServedModel served = models.get(request.model(), exchange);
        LocalModel model = served.model();
        List<Encoded> prompts = PromptTexts.encode(request, model, exchange.cancellation());
        prompts.forEach(prompt -> refuseTooLong(prompt, request, model));
        request.refuseTooManyNumbers(
                prompts.stream().map(prompt -> prompt.ids().length).toList(), model.contextLength());
        Long asked = request.options().seed();
        CompletionReply reply = new CompletionReply(
                ids.next("cmpl"), ids.created(), served.name(), asked == null ? Seeds.choose() : asked);
        new CompletionRun(exchange, model, request, prompts, reply, executor).start();
    }

    /** Before an answer begins, whose status could not tell it any more. */
    private static void refuseTooLong(Encoded prompt, CompletionRequest request, LocalModel model) {
        int length = prompt.ids().length;
        int most = model.contextLength() - (request.maxTokens() == 0 ? 0 : 1);
        if (length > most) {
            throw new ContextLengthException(length, model.contextLength());
        }
    }
}
