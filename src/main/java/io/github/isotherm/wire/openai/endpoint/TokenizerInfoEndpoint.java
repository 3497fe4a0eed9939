package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.wire.openai.TokenizerReplies;

/** {@code GET /tokenizer_info}: what a client that makes prompts itself has to know; {@code ?model=} where there are several. */
public final class TokenizerInfoEndpoint implements Endpoint {
    private static final int OK = 200;

    private final Models models;

    /**
     * The endpoint.
     *
     * @param models whose tokenizers answer
     */
    public TokenizerInfoEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        ServedModel served = models.get(exchange.query().get("model"), exchange);
        exchange.reply(OK, TokenizerReplies.info(served.model()));
    }
}
