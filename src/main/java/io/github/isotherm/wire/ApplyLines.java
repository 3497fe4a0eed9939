package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
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
 * JSON Lines of logits and chains in, one answer a line out, in the memory of one line. A line that fails is answered with {@code
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
        BoundedLines lines = new BoundedLines(in);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank() || lines.isCut()) {
                failed += tell(lines.isCut() ? failure(NullNode.getInstance(), lines.tooLong()) : answer(line), out);
            }
        }
        return failed;
    }

    /** An answer that is too large for the memory fails too, and not those behind it. */
    private static int tell(Map<String, @Nullable Object> answer, Consumer<String> out) {
        String written;
        boolean failed = answer.containsKey("error");
        try {
            written = JsonLine.of(answer);
        } catch (OutOfMemoryError e) {
            failed = true;
            written = JsonLine.of(failure(String.valueOf(answer.get("id")), e));
        }
        out.accept(written);
        return failed ? 1 : 0;
    }

    private static Map<String, @Nullable Object> failure(Object id, Throwable e) {
        Map<String, @Nullable Object> failure = new LinkedHashMap<>();
        failure.put("id", id);
        failure.put("error", Fault.of(e, "report it with this line").sentence().text());
        return failure;
    }

    private Map<String, @Nullable Object> answer(String line) {
        JsonNode id = NullNode.getInstance();
        try {
            JsonNode request = parse(line);
            id = request.path("id").isMissingNode() ? id : request.get("id");
            return ApplyAnswer.of(id, ApplyRequest.read(request, catalog), seeds);
        } catch (RuntimeException | Error e) {
            return failure(id, e);
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
            throw new InvalidValueException(
                    "The line is malformed JSON: " + StrictJson.reason(e) + "; write one JSON object a line.");
        }
    }
}
