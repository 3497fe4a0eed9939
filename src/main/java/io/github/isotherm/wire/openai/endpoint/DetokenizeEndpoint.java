package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.wire.openai.DetokenizeRequest;
import io.github.isotherm.wire.openai.TokenizerReplies;

/** {@code POST /detokenize}: token ids as a text. */
public final class DetokenizeEndpoint implements Endpoint {
    private static final int OK = 200;

    private final Models models;

    /**
     * The endpoint.
     *
     * @param models whose tokenizers answer
     */
    public DetokenizeEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        DetokenizeRequest request = DetokenizeRequest.read(exchange.body());
        ServedModel served = models.get(request.model(), exchange);
        exchange.reply(OK, TokenizerReplies.text(served.model(), request));
    }
}
