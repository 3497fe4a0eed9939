package io.github.isotherm.wire.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.wire.StrictJson;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/** The tokens of a completion, read back from a line of a batch that tells them. */
public final class AnsweredTokens {
    private static final String MINUS_INFINITY = "-inf";

    private final JsonNode line;

    private AnsweredTokens(JsonNode line) {
        this.line = line;
    }

    /**
     * Reads a line.
     *
     * @param answer of the form {@link BatchAnswer.Form#COMPLETION_WITH_TOKENS}
     * @return its tokens
     */
    public static AnsweredTokens of(BatchAnswer answer) {
        try {
            return new AnsweredTokens(StrictJson.READER.readTree(answer.json()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The ids.
     *
     * @return one a token
     */
    public int[] ids() {
        return StreamSupport.stream(line.path(BatchAnswer.TOKEN_IDS).spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /**
     * How probable each was under the model.
     *
     * @return ln p, in nats
     */
    public double[] logprobs() {
        return numbers(BatchAnswer.LOGPROBS).toArray();
    }

    /**
     * How much there was to choose from at each step.
     *
     * @return the entropies of what the tokens were drawn from, in nats
     */
    public double[] entropies() {
        return numbers(BatchAnswer.ENTROPIES).toArray();
    }

    private DoubleStream numbers(String field) {
        return StreamSupport.stream(line.path(field).spliterator(), false)
                .mapToDouble(
                        value -> value.asText().equals(MINUS_INFINITY) ? Double.NEGATIVE_INFINITY : value.asDouble());
    }
}
