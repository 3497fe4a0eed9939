package io.github.isotherm;

import io.github.isotherm.hub.ConfiguredField;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.ConfigurationKey;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What becomes of a field of {@code generation_config.json}, or of {@code search} in {@code genai_config.json}.
 *
 * @param name the field's name
 * @param field what is said under it, and by which file
 * @param kind whether it counts
 * @param meaning what it does, or why it does nothing; empty where the field is unknown
 */
public record ConfigurationUse(String name, ConfiguredField field, Kind kind, String meaning) {
    /** Whether a field counts. */
    public enum Kind {
        /** It counts. */
        USED,
        /** It is known, and there is a reason why it does nothing. */
        UNUSED,
        /** Nobody knows it. */
        UNKNOWN
    }

    static List<ConfigurationUse> of(ModelFolder folder) {
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        Map<String, String> used = used(catalog);
        off(folder, catalog).forEach(name -> used.computeIfPresent(name, (same, meaning) -> meaning + ", off"));
        return folder.generation().entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), used))
                .toList();
    }

    /** Fields of processors that this model's defaults do without. */
    private static List<String> off(ModelFolder folder, ProcessorCatalog catalog) {
        Set<String> acting = ModelDefaults.of(folder).steps().stream()
                .filter(step -> !step.processor().isOff())
                .map(ChainStep::name)
                .collect(Collectors.toSet());
        return catalog.types().stream()
                .filter(type -> !acting.contains(type.name()))
                .flatMap(type -> type.configuration().stream())
                .map(ConfigurationKey::name)
                .toList();
    }

    private static ConfigurationUse of(String name, ConfiguredField field, Map<String, String> used) {
        if (used.containsKey(name)) {
            return new ConfigurationUse(name, field, Kind.USED, used.get(name));
        }
        String reason = KnownFields.UNUSED.get(name);
        return reason == null
                ? new ConfigurationUse(name, field, Kind.UNKNOWN, "")
                : new ConfigurationUse(name, field, Kind.UNUSED, reason);
    }

    /** Field to what it does, for each that counts. */
    static Map<String, String> used(ProcessorCatalog catalog) {
        Map<String, String> used = new TreeMap<>(KnownFields.USED);
        for (ProcessorType type : catalog.types()) {
            for (ConfigurationKey key : type.configuration()) {
                used.put(key.name(), "the processor " + Spelling.kebab(type.name()));
            }
        }
        return used;
    }
}
