package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorCatalog;
import io.github.isotherm.sampling.ProcessorType;
import io.github.isotherm.sampling.SamplingSettings;
import io.github.isotherm.sampling.Temperature;
import java.util.Map;

/** A model's own sampling settings as processors: its configuration names them as the catalog does. */
final class ModelDefaults {
    private ModelDefaults() {}

    static SamplingSettings of(ModelFolder folder) {
        Map<String, Object> configured = folder.defaultSampling();
        SamplingSettings settings = SamplingSettings.NONE;
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        for (ProcessorType type : catalog.builtIn()) {
            Object value = configured.get(type.name());
            if (value != null) {
                settings = settings.with(step(catalog, type.name(), value, folder));
            }
        }
        return Boolean.FALSE.equals(configured.get("do_sample")) ? settings.with(new Temperature(0)) : settings;
    }

    private static ChainStep step(ProcessorCatalog catalog, String name, Object value, ModelFolder folder) {
        try {
            return catalog.step(name, value);
        } catch (InvalidValueException e) {
            throw new ModelException("The configuration in " + folder.path() + " is wrong: " + e.getMessage(), e);
        }
    }
}
