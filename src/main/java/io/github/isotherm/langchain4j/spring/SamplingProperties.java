package io.github.isotherm.langchain4j.spring;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Properties such as {@code sampling.xtc.probability=0.5} and {@code sampling.top-n-sigma=1.2} as settings. */
final class SamplingProperties {
    private SamplingProperties() {}

    static SamplingSettings of(Map<String, Object> properties) {
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        SamplingSettings settings = SamplingSettings.NONE;
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            settings = settings.with(step(catalog, property.getKey(), property.getValue()), catalog);
        }
        return settings;
    }

    /** Values are written as in a chain. */
    private static ChainStep step(ProcessorCatalog catalog, String name, Object value) {
        String text = value instanceof Map<?, ?> parameters ? name + named(parameters) : name + "=" + value;
        List<ChainStep> steps = catalog.parse(text).steps();
        if (steps.size() != 1) {
            throw Checks.invalid("sampling." + name, String.valueOf(value), "one value, or values by parameter");
        }
        return steps.get(0);
    }

    private static String named(Map<?, ?> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + written(parameter.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Spring hands a list over as a map of its indices, all of them and none else. */
    private static String written(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return String.valueOf(value);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, item) -> texts.put(String.valueOf(key), written(item)));
        List<String> indices =
                IntStream.range(0, texts.size()).mapToObj(String::valueOf).toList();
        return texts.keySet().equals(Set.copyOf(indices))
                ? indices.stream().map(texts::get).collect(Collectors.joining(", ", "[", "]"))
                : texts.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
