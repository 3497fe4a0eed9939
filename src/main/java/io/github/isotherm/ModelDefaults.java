package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.hub.ConfiguredField;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.catalog.ConfigurationKey;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's own sampling settings as processors: the catalog says which field of its configuration sets which. What is
 * absent or null means what it means in transformers 5.24, and {@code min_new_tokens} takes the place of {@code min_length}.
 */
final class ModelDefaults {
    /** transformers' top-k where a model samples and names none. */
    static final int UNSAID_TOP_K = 50;

    private ModelDefaults() {}

    static SamplingSettings of(ModelFolder folder) {
        return of(folder.generation(), folder.eosTokenIds(), ProcessorCatalog.standard());
    }

    static SamplingSettings of(Map<String, ConfiguredField> fields, List<Integer> ends, ProcessorCatalog catalog) {
        SamplingSettings settings = SamplingSettings.NONE;
        for (ProcessorType type : catalog.types()) {
            for (ConfigurationKey key : type.configuration()) {
                ConfiguredField field = fields.get(key.name());
                if (field != null && field.value() != null) {
                    settings = with(settings, catalog, type, key, field, ends);
                }
            }
        }
        if (says(fields, "min_new_tokens")) {
            settings = settings.without("min_length");
        }
        if (!samples(fields)) {
            return settings.with(new Temperature(0));
        }
        return says(fields, "top_k") ? settings : settings.with(new TopK(UNSAID_TOP_K));
    }

    /** Null says nothing. */
    private static boolean says(Map<String, ConfiguredField> fields, String name) {
        ConfiguredField field = fields.get(name);
        return field != null && field.value() != null;
    }

    private static boolean samples(Map<String, ConfiguredField> fields) {
        ConfiguredField field = fields.get("do_sample");
        if (field == null || field.value() == null) {
            return false;
        }
        if (!(field.value() instanceof Boolean samples)) {
            throw WrongField.of("do_sample", field, "true or false");
        }
        return samples;
    }

    private static SamplingSettings with(
            SamplingSettings settings,
            ProcessorCatalog catalog,
            ProcessorType type,
            ConfigurationKey key,
            ConfiguredField field,
            List<Integer> ends) {
        Object value = field.value();
        if (value == null) {
            return settings;
        }
        try {
            Optional<Map<String, Object>> parameters = key.reading().parameters(value, ends);
            return parameters.isEmpty()
                    ? settings
                    : settings.with(catalog.step(type.name(), parameters.get()), catalog);
        } catch (InvalidValueException e) {
            throw WrongField.of(key.name(), field, e);
        }
    }
}
