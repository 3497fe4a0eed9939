package io.github.isotherm.serve;

import io.github.isotherm.wire.openai.TokenizerReplies;

/** {@code GET /tokenizer_info}: what a client that makes prompts itself has to know; {@code ?model=} where there are several. */
final class TokenizerInfoEndpoint implements Endpoint {
    private static final int OK = 200;

    private final Models models;

    TokenizerInfoEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        ServedModel served = models.get(exchange.query().get("model"), exchange);
        exchange.reply(OK, TokenizerReplies.info(served.model()));
    }
}
