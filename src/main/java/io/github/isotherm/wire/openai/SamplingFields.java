package io.github.isotherm.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.wire.ChainJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a request says how tokens are drawn and when a text ends: OpenAI's fields, every processor of the catalog by its
 * snake_case name, and {@code chain}. What is left out is the model's own.
 */
public final class SamplingFields {
    private static final String GBNF = "gbnf";

    /** Longer than any text: the end then never comes. */
    private static final int NEVER = Integer.MAX_VALUE;

    private final RequestFields fields;
    private final ProcessorCatalog catalog;
    private final Map<String, ChainStep> steps = new LinkedHashMap<>();

    private SamplingFields(RequestFields fields, ProcessorCatalog catalog) {
        this.fields = fields;
        this.catalog = catalog;
    }

    /**
     * Reads them.
     *
     * @param fields the request's
     * @param catalog the processors that a request may name
     * @return how to complete; how many tokens, and what traces hold, is not said yet
     * @throws InvalidRequestException when a value is not allowed
     */
    public static CompletionOptions read(RequestFields fields, ProcessorCatalog catalog) {
        SamplingFields sampling = new SamplingFields(fields, catalog);
        sampling.readSteps();
        return sampling.options();
    }

    private void readSteps() {
        for (ProcessorType type : catalog.types()) {
            readStep(type.name(), type);
        }
        if (fields.has("grammar")) {
            fields.checked("grammar", () -> put("grammar", catalog.step(GBNF, grammar())));
        }
        Integer least = fields.whole("min_tokens", 0, NEVER);
        if (least != null) {
            put("min_tokens", catalog.step("min_new_tokens", least));
        }
        if (fields.flag("ignore_eos", false)) {
            put("ignore_eos", catalog.step("min_new_tokens", NEVER));
        }
    }

    private Object grammar() {
        String text = fields.text("grammar");
        return text == null ? "" : text;
    }

    private void readStep(String name, ProcessorType type) {
        JsonNode value = fields.node(name);
        if (value.isMissingNode() || (type.parameters().isEmpty() && isSwitchedOff(name))) {
            return;
        }
        fields.checked(name, () -> put(name, step(name, type, value)));
    }

    private ChainStep step(String name, ProcessorType type, JsonNode value) {
        if (type.parameters().isEmpty() || isBias(name, value)) {
            return catalog.step(name, isBias(name, value) ? Map.of("bias", bias(value)) : Map.of());
        }
        return ChainJson.step(name, value, catalog);
    }

    /** A processor without parameters is {@code true}, or {@code {}}. */
    private boolean isSwitchedOff(String name) {
        JsonNode value = fields.node(name);
        if (!value.isBoolean() && !(value.isObject() && value.isEmpty())) {
            throw fields.wrong(name, "true or false");
        }
        return value.isBoolean() && !value.booleanValue();
    }

    /** OpenAI's own form: ids alone. */
    private static boolean isBias(String name, JsonNode value) {
        return name.equals("logit_bias") && value.isObject() && !value.has("bias");
    }

    private static Map<String, Object> bias(JsonNode value) {
        Map<String, Object> bias = new LinkedHashMap<>();
        value.properties().forEach(entry -> bias.put(entry.getKey(), biasOf(entry.getKey(), entry.getValue())));
        return bias;
    }

    private static Object biasOf(String id, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        throw Checks.invalid("the bias of " + id, value.toString(), "a number, or \"-inf\" for never");
    }

    private ChainStep put(String field, ChainStep step) {
        if (steps.putIfAbsent(step.name(), step) != null) {
            throw fields.refused(field, field + " says again what " + step.name() + " says; leave one of them out.");
        }
        return step;
    }

    private CompletionOptions options() {
        CompletionOptions options = CompletionOptions.defaults().order(order());
        Long seed = fields.integer64("seed");
        int[] ends = fields.ids("stop_token_ids");
        return drawn(options)
                .seed(seed == null ? null : RequestSeed.of(seed))
                .stop(stops())
                .stopTokenIds(
                        ends == null ? List.of() : Arrays.stream(ends).boxed().toList())
                .timeout(timeout());
    }

    private CompletionOptions drawn(CompletionOptions options) {
        if (!fields.has("chain")) {
            return options.settings(settings());
        }
        for (String step : steps.keySet()) {
            throw fields.refused(
                    "chain",
                    step + " and chain are both given, but chain is the whole chain; put it in there or leave it out.");
        }
        if (fields.has("order")) {
            throw fields.refused(
                    "order", "order and chain are both given, but chain has its own order; leave one of them out.");
        }
        return options.chain(fields.checked("chain", this::chain));
    }

    /** As text, or as a list of objects. */
    private ProcessorChain chain() {
        JsonNode chain = fields.node("chain");
        return chain.isTextual() ? catalog.parse(chain.textValue()) : ChainJson.read(chain, catalog);
    }

    private SamplingSettings settings() {
        SamplingSettings settings = SamplingSettings.NONE;
        for (ChainStep step : steps.values()) {
            settings = settings.with(step, catalog);
        }
        return settings;
    }

    private ProcessorOrder order() {
        String order = fields.text("order");
        if (order == null) {
            return ProcessorOrder.DEFAULT;
        }
        return switch (order) {
            case "hf" -> ProcessorOrder.HF;
            case "llama-cpp" -> ProcessorOrder.LLAMA_CPP;
            case "openai" -> ProcessorOrder.OPENAI;
            default -> throw fields.wrong("order", "\"hf\", \"llama-cpp\" or \"openai\"");
        };
    }

    private @Nullable List<String> stops() {
        List<String> stops = fields.texts("stop");
        if (stops == null) {
            return null;
        }
        if (stops.size() > GenerationRequest.MOST_STOPS) {
            throw fields.refused(
                    "stop",
                    "stop has " + stops.size() + " texts but may have at most " + GenerationRequest.MOST_STOPS
                            + "; leave some out.");
        }
        for (String stop : stops) {
            if (stop.isEmpty() || stop.length() > GenerationRequest.LONGEST_STOP) {
                throw fields.refused(
                        "stop",
                        "A text of stop has " + stop.length() + " characters but must have from 1 to "
                                + GenerationRequest.LONGEST_STOP + "; leave it out or shorten it.");
            }
        }
        return stops;
    }

    /** Seconds, from the moment the model is asked. */
    private @Nullable Duration timeout() {
        Double seconds = fields.number("timeout");
        if (seconds == null) {
            return null;
        }
        if (seconds < 1e-3 || seconds > 1e9) {
            throw fields.wrong("timeout", "seconds, from 0.001 to 1000000000");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
