package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.AppliedChain;
import io.github.isotherm.next.ListedVocabulary;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of {@code apply}: logits, history, chain, and how often to draw. */
final class ApplyRequest {
    private static final Set<String> KEYS = Set.of(
            "id",
            "logits",
            "probabilities",
            "tokens",
            "history",
            "prompt_length",
            "end_of_sequence",
            "chain",
            "seed",
            "draws");

    /** So many draws of a line at most: all of them are in memory. */
    private static final int MOST_DRAWS = 1_000_000;

    /** Draws by logits at most: each draw looks at all of them. */
    private static final long MOST_WORK = 10_000_000_000L;

    private final double[] logits;
    private final @Nullable List<String> tokens;
    private final int[] history;
    private final int promptLength;
    private final int[] endOfSequence;
    private final ProcessorChain chain;
    private final @Nullable Long seed;
    private final int draws;

    private ApplyRequest(JsonNode request, ProcessorCatalog catalog) {
        logits = logits(request);
        tokens = tokens(request, logits.length);
        history = ints(request, "history");
        promptLength =
                request.has("prompt_length") ? ApplyValues.whole("prompt_length", request.get("prompt_length")) : 0;
        if (promptLength < 0 || promptLength > history.length) {
            throw Checks.invalid(
                    "prompt_length",
                    Integer.toString(promptLength),
                    "from 0 to the length of the history, " + history.length);
        }
        endOfSequence = ends(request, logits.length);
        chain = chain(request, catalog);
        seed = request.has("seed") ? Checks.seed(ApplyValues.longWhole("seed", request.get("seed"))) : null;
        draws = request.has("draws") ? draws(ApplyValues.whole("draws", request.get("draws")), logits.length) : 0;
    }

    private static int draws(int draws, int logits) {
        return Checks.atMost(
                "draws", Checks.atLeast("draws", draws, 0), (int) Math.min(MOST_DRAWS, MOST_WORK / logits));
    }

    static ApplyRequest read(JsonNode request, ProcessorCatalog catalog) {
        request.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new InvalidValueException(
                        "The line has the unknown key \"" + key
                                + "\"; known are id, logits, probabilities, tokens, history, prompt_length, end_of_sequence, chain, seed and draws.");
            }
        });
        return new ApplyRequest(request, catalog);
    }

    private static double[] logits(JsonNode request) {
        boolean given = request.has("logits");
        if (given == request.has("probabilities")) {
            throw new InvalidValueException("The line has " + (given ? "both logits and probabilities" : "no logits")
                    + " but must have exactly one of logits and probabilities.");
        }
        double[] values = ApplyValues.numbers(
                given ? "logits" : "probabilities", request.get(given ? "logits" : "probabilities"));
        if (values.length == 0) {
            throw new InvalidValueException("The list of logits is empty but must have at least one number.");
        }
        return given ? values : logarithms(values);
    }

    private static double[] logarithms(double[] probabilities) {
        for (double p : probabilities) {
            Checks.between("a probability", p, 0, 1);
        }
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }

    private static @Nullable List<String> tokens(JsonNode request, int count) {
        if (!request.has("tokens")) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        request.get("tokens").forEach(text -> texts.add(text.asText()));
        if (!request.get("tokens").isArray() || texts.size() != count) {
            throw Checks.invalid(
                    "tokens",
                    request.get("tokens").toString(),
                    "a list of as many texts as there are logits, " + count);
        }
        return texts;
    }

    private static int[] ints(JsonNode request, String key) {
        if (!request.has(key)) {
            return new int[0];
        }
        double[] numbers = ApplyValues.numbers(key, request.get(key));
        int[] ids = new int[numbers.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) numbers[i];
            if (ids[i] != numbers[i]) {
                throw Checks.invalid("an id of " + key, Checks.number(numbers[i]), "a whole number");
            }
        }
        return ids;
    }

    private static int[] ends(JsonNode request, int count) {
        int[] ids = ints(request, "end_of_sequence");
        for (int id : ids) {
            if (id < 0 || id >= count) {
                throw Checks.invalid(
                        "an id of end_of_sequence",
                        Integer.toString(id),
                        "one of the logits, from 0 to " + (count - 1));
            }
        }
        return ids;
    }

    private static ProcessorChain chain(JsonNode request, ProcessorCatalog catalog) {
        return request.has("chain") ? ChainJson.read(request.get("chain"), catalog) : ProcessorChain.EMPTY;
    }

    int draws() {
        return draws;
    }

    /** The key of the draws, or null to have one chosen. */
    @Nullable
    Long seed() {
        return seed;
    }

    /** What the chain makes of the logits. */
    AppliedChain applied(long key) {
        return AppliedChain.of(logits, context(key), chain);
    }

    private StepContext context(long key) {
        return StepContext.builder()
                .prompt(TokenSequence.of(Arrays.copyOf(history, promptLength)))
                .generated(TokenSequence.of(Arrays.copyOfRange(history, promptLength, history.length)))
                .endOfSequence(endOfSequence)
                .vocabulary(tokens == null ? null : new ListedVocabulary(tokens))
                .seed(key, 0)
                .build();
    }
}
