package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.wire.openai.TemplateRequest;
import io.github.isotherm.wire.openai.TokenizerReplies;

/** {@code POST /apply-template}: the prompt that the model's chat template makes of a conversation. */
public final class ApplyTemplateEndpoint implements Endpoint {
    private static final int OK = 200;

    private final Models models;

    /**
     * The endpoint.
     *
     * @param models whose tokenizers answer
     */
    public ApplyTemplateEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        TemplateRequest request = TemplateRequest.read(exchange.body());
        ServedModel served = models.get(request.model(), exchange);
        exchange.reply(OK, TokenizerReplies.prompt(served.model(), request, exchange.cancellation()::check));
    }
}
