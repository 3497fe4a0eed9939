package io.github.isotherm.wire.openai;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /detokenize}.
 *
 * @param model the model's name, or null where it says none
 * @param tokens token ids that nobody has compared with a vocabulary
 */
public record DetokenizeRequest(@Nullable String model, List<Integer> tokens) {
    /** Copies the list. */
    public DetokenizeRequest {
        tokens = List.copyOf(tokens);
    }

    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8
     * @return the request
     * @throws InvalidRequestException when a field is unknown or not allowed as it is
     */
    public static DetokenizeRequest read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String model = fields.text("model");
        int[] tokens = fields.ids("tokens");
        if (tokens == null) {
            throw new InvalidRequestException(
                    "tokens is left out but must be given: a list of token ids.",
                    "tokens",
                    InvalidRequestException.MISSING);
        }
        fields.end();
        return new DetokenizeRequest(model, Arrays.stream(tokens).boxed().toList());
    }

    /**
     * The token ids.
     *
     * @return as a model takes them
     */
    public int[] ids() {
        return tokens.stream().mapToInt(id -> id).toArray();
    }
}
