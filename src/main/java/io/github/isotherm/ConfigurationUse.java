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
import java.util.stream.Stream;

/**
 * What becomes of a field of {@code generation_config.json} or {@code genai_config.json}.
 *
 * @param name the field's name, in {@code genai_config.json} its path, such as {@code search.top_k}
 * @param field what is said under it, and by which file
 * @param kind whether it counts
 * @param meaning what it does, or why it does nothing; empty where the field is unknown
 */
public record ConfigurationUse(String name, ConfiguredField field, Kind kind, String meaning) {
    private static final String GENAI = "genai_config.json";
    private static final String SEARCH = "search.";

    /** onnxruntime-genai has its ends under {@code model}. */
    private static final String NO_ENDS = SEARCH + "eos_token_id";

    private static final String REPLACED = "generation_config.json has a field of this name, which counts";

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
        return Stream.concat(
                        folder.generation().entrySet().stream()
                                .map(entry -> of(entry.getKey(), entry.getValue(), used)),
                        folder.genaiFields().entrySet().stream()
                                .filter(entry -> !counts(entry.getKey(), folder))
                                .map(entry -> ofGenai(entry.getKey(), entry.getValue())))
                .toList();
    }

    /** Whether it is one of {@code search} that no other file replaces. */
    private static boolean counts(String path, ModelFolder folder) {
        return folder.generation().entrySet().stream()
                .filter(entry -> isGenai(entry.getValue()))
                .anyMatch(entry -> (path + ".").startsWith(SEARCH + entry.getKey() + "."));
    }

    private static boolean isGenai(ConfiguredField field) {
        return field.file().endsWith(GENAI);
    }

    private static ConfigurationUse ofGenai(String path, ConfiguredField field) {
        if (path.startsWith(SEARCH)) {
            return new ConfigurationUse(path, field, Kind.UNUSED, REPLACED);
        }
        String meaning = KnownGenaiFields.USED.get(path);
        if (meaning != null) {
            return new ConfigurationUse(path, field, Kind.USED, meaning);
        }
        return KnownGenaiFields.reason(path)
                .map(reason -> new ConfigurationUse(path, field, Kind.UNUSED, reason))
                .orElseGet(() -> new ConfigurationUse(path, field, Kind.UNKNOWN, ""));
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
        String path = isGenai(field) ? SEARCH + name : name;
        if (used.containsKey(name) && !path.equals(NO_ENDS)) {
            return new ConfigurationUse(path, field, Kind.USED, used.get(name));
        }
        String reason = KnownFields.UNUSED.get(name);
        return reason == null
                ? new ConfigurationUse(path, field, Kind.UNKNOWN, "")
                : new ConfigurationUse(path, field, Kind.UNUSED, reason);
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
