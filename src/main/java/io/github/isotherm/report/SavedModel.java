package io.github.isotherm.report;

/**
 * The model of a saved run, and how it ran as far as that changes numbers.
 *
 * @param name the model's name
 * @param fingerprint SHA-256 of the model's files
 * @param asIs whether its graph ran untouched ({@code --as-is})
 */
public record SavedModel(String name, String fingerprint, boolean asIs) {}
