package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.wire.openai.TokenizeRequest;
import io.github.isotherm.wire.openai.TokenizerReplies;

/** {@code POST /tokenize}: a text as token ids. */
public final class TokenizeEndpoint implements Endpoint {
    private static final int OK = 200;

    private final Models models;

    /**
     * The endpoint.
     *
     * @param models whose tokenizers answer
     */
    public TokenizeEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        TokenizeRequest request = TokenizeRequest.read(exchange.body());
        ServedModel served = models.get(request.model(), exchange);
        exchange.reply(OK, TokenizerReplies.tokens(served.model(), request, exchange.cancellation()));
    }
}
