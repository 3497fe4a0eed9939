package io.github.isotherm.batch;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import io.github.isotherm.wire.batch.BatchRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of every row.
 *
 * @param columns which columns of a table are a row's parts
 * @param completion how prompts are completed; requests of OpenAI's form say it themselves. Its
 *     seed and traces are not looked at
 * @param catalog the processors that requests may name
 * @param seed of the batch, in [0, 2^53): each row draws by a seed of its own, made of this and its id
 * @param limit the most rows of the file, from its beginning, ≥ 1
 * @param temperatures each ≥ 0 and once: every row is answered at each from the same random numbers; none where it is answered as
 *     the rest says
 * @param scores whether texts are scored instead of completed; not with temperatures
 * @param details what a line of a completion tells beside its text
 */
public record BatchOptions(
        TableColumns columns,
        CompletionOptions completion,
        ProcessorCatalog catalog,
        long seed,
        long limit,
        List<Double> temperatures,
        boolean scores,
        Details details) {
    private static final List<@Nullable Double> NONE = Collections.singletonList(null);

    /** Checks the ranges. */
    public BatchOptions {
        temperatures = List.copyOf(temperatures);
        Checks.seed(seed);
        if (limit < 1) {
            throw Checks.invalid("--limit", Long.toString(limit), "at least 1");
        }
        temperatures.forEach(t -> Checks.nonNegative("temperature", t));
        if (new HashSet<>(temperatures).size() < temperatures.size()) {
            throw new InvalidValueException("A temperature is given twice; give each once.");
        }
        if (scores && !temperatures.isEmpty()) {
            throw new InvalidValueException(
                    "Texts are scored under the model itself, whatever a temperature would make of it; leave one of --score-only"
                            + " and --temperatures out.");
        }
    }

    /**
     * Every row completed as the model's configuration says, under seed 0.
     *
     * @return the usual ones
     */
    public static BatchOptions defaults() {
        return new BatchOptions(
                TableColumns.USUAL,
                CompletionOptions.defaults(),
                ProcessorCatalog.standard(),
                0,
                Long.MAX_VALUE,
                List.of(),
                false,
                Details.NONE);
    }

    /**
     * The same for a table.
     *
     * @param value which columns
     * @return the changed options
     */
    public BatchOptions columns(TableColumns value) {
        return new BatchOptions(value, completion, catalog, seed, limit, temperatures, scores, details);
    }

    /**
     * The same, completed in another way.
     *
     * @param value how
     * @return the changed options
     */
    public BatchOptions completion(CompletionOptions value) {
        return new BatchOptions(columns, value, catalog, seed, limit, temperatures, scores, details);
    }

    /**
     * The same with other processors to name.
     *
     * @param value them
     * @return the changed options
     */
    public BatchOptions catalog(ProcessorCatalog value) {
        return new BatchOptions(columns, completion, value, seed, limit, temperatures, scores, details);
    }

    /**
     * The same from other draws.
     *
     * @param value of the batch, in [0, 2^53)
     * @return the changed options
     */
    public BatchOptions seed(long value) {
        return new BatchOptions(columns, completion, catalog, value, limit, temperatures, scores, details);
    }

    /**
     * The same of the first rows only.
     *
     * @param value how many, ≥ 1
     * @return the changed options
     */
    public BatchOptions limit(long value) {
        return new BatchOptions(columns, completion, catalog, seed, value, temperatures, scores, details);
    }

    /**
     * The same at several temperatures.
     *
     * @param value each ≥ 0 and once
     * @return the changed options
     */
    public BatchOptions temperatures(List<Double> value) {
        return new BatchOptions(columns, completion, catalog, seed, limit, value, scores, details);
    }

    /**
     * Texts scored instead of completed, or not.
     *
     * @param value whether
     * @return the changed options
     */
    public BatchOptions scores(boolean value) {
        return new BatchOptions(columns, completion, catalog, seed, limit, temperatures, value, details);
    }

    /**
     * The same with other details.
     *
     * @param value which
     * @return the changed options
     */
    public BatchOptions details(Details value) {
        return new BatchOptions(columns, completion, catalog, seed, limit, temperatures, scores, value);
    }

    /** At which temperatures a row is answered; a single null where at none of the batch's. */
    List<@Nullable Double> temperaturesOf(BatchRow row) {
        return row.asked() == null || temperatures.isEmpty() ? NONE : new ArrayList<>(temperatures);
    }

    /**
     * Whether an answer of an earlier run is one that these options ask for.
     *
     * @return null where it is, otherwise what it is, completing "Line 3 of it …"
     */
    @Nullable
    String refusal(BatchAnswer earlier) {
        return switch (earlier.form()) {
            case ERROR -> null;
            case SCORE -> scores ? null : "is a score, but completions are asked for";
            case COMPLETION ->
                scores
                        ? "is a completion, but scores are asked for"
                        : details == Details.TOKENS
                                ? "has no tokens, which --report needs of every answer"
                                : otherTemperature(earlier);
            case COMPLETION_WITH_TOKENS ->
                scores ? "is a completion, but scores are asked for" : otherTemperature(earlier);
            case REPLY -> scores ? "is a reply, but scores are asked for" : otherTemperature(earlier);
        };
    }

    private @Nullable String otherTemperature(BatchAnswer earlier) {
        if (temperatures.isEmpty() == (earlier.temperature() == null)) {
            return null;
        }
        return temperatures.isEmpty()
                ? "is of a batch with --temperatures, but none are given"
                : "says no temperature, but --temperatures are given";
    }
}
