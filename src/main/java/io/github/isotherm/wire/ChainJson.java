package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chain as a list of objects, one processor each, and one such processor. */
public final class ChainJson {
    private ChainJson() {}

    /**
     * Reads a chain.
     *
     * @param chain {@code [{"temperature":0.7},{"top_k":{"k":40,"keep_ties":true}}]}
     * @param catalog the processors it may name
     * @return the steps in the order written
     * @throws io.github.isotherm.error.InvalidValueException when a name or a value is wrong
     */
    public static ProcessorChain read(JsonNode chain, ProcessorCatalog catalog) {
        if (!chain.isArray()) {
            throw Checks.invalid("chain", chain.toString(), "a list such as [{\"temperature\":0.7},{\"top_k\":40}]");
        }
        List<ChainStep> steps = new ArrayList<>();
        chain.forEach(step -> steps.add(step(step, catalog)));
        return ProcessorChain.ofSteps(steps);
    }

    private static ChainStep step(JsonNode step, ProcessorCatalog catalog) {
        if (!step.isObject() || step.size() != 1) {
            throw Checks.invalid(
                    "a step of the chain", step.toString(), "an object of one processor, such as {\"top_k\":40}");
        }
        Map.Entry<String, JsonNode> only = step.properties().iterator().next();
        return step(only.getKey(), only.getValue(), catalog);
    }

    /**
     * Reads a processor.
     *
     * @param name in either spelling
     * @param value an object of its parameters, or a value for the first of them
     * @param catalog knows it
     * @return the step
     * @throws io.github.isotherm.error.InvalidValueException when the name or a value is wrong
     */
    public static ChainStep step(String name, JsonNode value, ProcessorCatalog catalog) {
        Optional<ProcessorType> type = catalog.type(name).filter(ProcessorType::takesJson);
        if (type.isPresent()) {
            return stepOfJson(name, value, type.get().parameterNames().get(0), catalog);
        }
        Object plain = ApplyValues.plain(name, value);
        if (plain instanceof Map<?, ?> parameters) {
            return catalog.step(name, ApplyValues.parameters(parameters));
        }
        return catalog.step(name, plain);
    }

    /** A JSON value alone, or among parameters: an object that has the parameter is those. */
    private static ChainStep stepOfJson(String name, JsonNode value, String parameter, ProcessorCatalog catalog) {
        if (!value.has(parameter)) {
            return catalog.step(name, text(value));
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> parameters.put(
                        entry.getKey(),
                        entry.getKey().equals(parameter)
                                ? text(entry.getValue())
                                : ApplyValues.plain(entry.getKey(), entry.getValue())));
        return catalog.step(name, parameters);
    }

    private static String text(JsonNode json) {
        return json.isTextual() ? json.textValue() : json.toString();
    }
}
