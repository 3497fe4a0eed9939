package io.github.isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.math.Entropy;
import io.github.isotherm.math.KeyedUniform;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Draw;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StageObserver;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One line of {@code apply}: logits, history, chain, and how often to draw. */
final class ApplyRequest {
    private static final Set<String> KEYS =
            Set.of("id", "logits", "probabilities", "tokens", "history", "prompt_length", "chain", "seed", "draws");

    private final double[] logits;
    private final @Nullable List<String> tokens;
    private final int[] history;
    private final int promptLength;
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
        chain = chain(request, catalog);
        seed = request.has("seed") ? Checks.seed(ApplyValues.longWhole("seed", request.get("seed"))) : null;
        draws = request.has("draws") ? Checks.atLeast("draws", ApplyValues.whole("draws", request.get("draws")), 0) : 0;
    }

    static ApplyRequest read(JsonNode request, ProcessorCatalog catalog) {
        request.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new InvalidValueException(
                        "The line has the unknown key \"" + key
                                + "\"; known are id, logits, probabilities, tokens, history, prompt_length, chain, seed and draws.");
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

    private static ProcessorChain chain(JsonNode request, ProcessorCatalog catalog) {
        List<ChainStep> steps = new ArrayList<>();
        if (request.has("chain")) {
            JsonNode chain = request.get("chain");
            if (!chain.isArray()) {
                throw Checks.invalid(
                        "chain", chain.toString(), "a list such as [{\"temperature\":0.7},{\"top_k\":40}]");
            }
            chain.forEach(step -> steps.add(step(step, catalog)));
        }
        return ProcessorChain.ofSteps(steps);
    }

    private static ChainStep step(JsonNode step, ProcessorCatalog catalog) {
        if (!step.isObject() || step.size() != 1) {
            throw Checks.invalid(
                    "a step of the chain", step.toString(), "an object of one processor, such as {\"top_k\":40}");
        }
        Map.Entry<String, JsonNode> only = step.properties().iterator().next();
        Object value = ApplyValues.plain(only.getKey(), only.getValue());
        if (value instanceof Map<?, ?> parameters) {
            return catalog.step(only.getKey(), ApplyValues.parameters(parameters));
        }
        return catalog.step(only.getKey(), value);
    }

    ObjectNode answer(LongSupplier seeds) {
        long key = seed != null ? seed : seeds.getAsLong();
        Candidates candidates = new Candidates(logits.length).load(logits);
        ArrayNode steps = Json.array();
        chain.forRow().process(candidates, context(key), stages(steps));
        ObjectNode answer = Json.object();
        answer.putNull("id");
        write(candidates, answer);
        answer.set("steps", steps);
        if (draws > 0) {
            draw(candidates, key, answer.putArray("drawn"));
            if (seed == null) {
                answer.put("seed", key);
            }
        }
        return answer;
    }

    private StepContext context(long key) {
        return StepContext.builder()
                .prompt(TokenSequence.of(Arrays.copyOf(history, promptLength)))
                .generated(TokenSequence.of(Arrays.copyOfRange(history, promptLength, history.length)))
                .vocabulary(tokens == null ? null : new ListedVocabulary(tokens))
                .seed(key, 0)
                .build();
    }

    private StageObserver stages(ArrayNode steps) {
        return new StageObserver() {
            @Override
            public void before(Candidates candidates) {}

            @Override
            public void after(int place, Candidates candidates, double keptMass) {
                ObjectNode step = steps.addObject();
                step.put("processor", chain.steps().get(place).name());
                step.put("kept", candidates.size());
                step.set("mass", Json.number(keptMass));
            }
        };
    }

    private void write(Candidates candidates, ObjectNode answer) {
        double[] probabilities = new double[logits.length];
        double[] processed = new double[logits.length];
        Arrays.fill(processed, Double.NEGATIVE_INFINITY);
        ArrayNode kept = Json.array();
        for (int i = 0; i < candidates.size(); i++) {
            int id = candidates.id(i);
            probabilities[id] = candidates.probability(i);
            processed[id] = candidates.logit(i);
            kept.add(id);
        }
        answer.set("probabilities", numbers(probabilities));
        answer.set("logits", numbers(processed));
        answer.set("kept", kept);
        answer.put("argmax", candidates.id(candidates.argmax()));
        answer.put("entropy", candidates.entropy());
        answer.put("effective", Entropy.effective(candidates.entropy()));
    }

    private static ArrayNode numbers(double[] values) {
        ArrayNode array = Json.array();
        for (double value : values) {
            array.add(Json.number(value));
        }
        return array;
    }

    private void draw(Candidates candidates, long key, ArrayNode drawn) {
        for (int step = 0; step < draws; step++) {
            int index = Draw.byRank(candidates, KeyedUniform.at(key, 0, step));
            drawn.add(candidates.id(index));
        }
    }
}
