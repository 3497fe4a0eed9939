package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.catalog.ConfigurationKey;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.Temperature;
import java.nio.file.Path;
import java.util.Map;

/** A model's own sampling settings as processors: the catalog says which field of its configuration sets which. */
final class ModelDefaults {
    private ModelDefaults() {}

    static SamplingSettings of(ModelFolder folder) {
        return of(folder.defaultSampling(), ProcessorCatalog.standard(), folder.path());
    }

    static SamplingSettings of(Map<String, Object> configured, ProcessorCatalog catalog, Path folder) {
        SamplingSettings settings = SamplingSettings.NONE;
        for (ProcessorType type : catalog.types()) {
            for (ConfigurationKey key : type.configuration()) {
                Object value = configured.get(key.name());
                if (value != null) {
                    settings = with(settings, catalog, type, key, value, folder);
                }
            }
        }
        return Boolean.FALSE.equals(configured.get("do_sample")) ? settings.with(new Temperature(0)) : settings;
    }

    private static SamplingSettings with(
            SamplingSettings settings,
            ProcessorCatalog catalog,
            ProcessorType type,
            ConfigurationKey key,
            Object value,
            Path folder) {
        try {
            return settings.with(catalog.step(type.name(), key.parameters().apply(value)), catalog);
        } catch (InvalidValueException e) {
            throw new ModelException("The configuration in " + folder + " is wrong: " + e.getMessage(), e);
        }
    }
}
