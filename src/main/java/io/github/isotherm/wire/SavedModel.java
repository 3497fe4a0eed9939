package io.github.isotherm.wire;

import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;

/**
 * The model of a saved run, and how it ran as far as that changes numbers.
 *
 * @param name the model's name
 * @param fingerprint SHA-256 of the model's files
 * @param asIs whether its graph ran untouched ({@code --as-is})
 * @param activations what became of the numbers that weights are multiplied with ({@code --activations})
 * @param keyValues how many bits keys and values had ({@code --kv-type})
 */
public record SavedModel(
        String name, String fingerprint, boolean asIs, Activations activations, KeyValueType keyValues) {}
