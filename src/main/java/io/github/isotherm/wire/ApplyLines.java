package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines of logits and chains in, one answer a line out, in constant memory. A line that fails is answered with {@code
 * {"id","error"}} and does not stop the next one.
 */
public final class ApplyLines {
    private final ProcessorCatalog catalog;
    private final LongSupplier seeds;

    /**
     * Answers lines.
     *
     * @param catalog the processors that chains may name
     * @param seeds chooses a seed, in [0, 2^53), for lines that draw and give none
     */
    public ApplyLines(ProcessorCatalog catalog, LongSupplier seeds) {
        this.catalog = catalog;
        this.seeds = seeds;
    }

    /**
     * Answers every line; blank ones are passed over.
     *
     * @param in the lines
     * @param out receives each answer
     * @return how many lines failed
     * @throws IOException when the input cannot be read
     */
    public long answer(BufferedReader in, Consumer<String> out) throws IOException {
        long failed = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                Map<String, @Nullable Object> answer = answer(line);
                failed += answer.containsKey("error") ? 1 : 0;
                out.accept(JsonLine.of(answer));
            }
        }
        return failed;
    }

    private Map<String, @Nullable Object> answer(String line) {
        JsonNode id = NullNode.getInstance();
        try {
            JsonNode request = parse(line);
            id = request.path("id").isMissingNode() ? id : request.get("id");
            return ApplyAnswer.of(id, ApplyRequest.read(request, catalog), seeds);
        } catch (IsothermException e) {
            Map<String, @Nullable Object> failure = new LinkedHashMap<>();
            failure.put("id", id);
            failure.put("error", e.getMessage());
            return failure;
        }
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode request = StrictJson.READER.readTree(line);
            if (!request.isObject()) {
                throw new InvalidValueException("The line is no JSON object but must be one, such as"
                        + " {\"logits\":[1,2],\"chain\":[{\"temperature\":0.7}]}.");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("The line is malformed JSON: " + sentence(e.getOriginalMessage())
                    + "; write one JSON object a line.");
        }
    }

    /** The parser's own words, on one line and without its full stop. */
    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("it cannot be read").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
