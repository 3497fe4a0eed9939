package io.github.isotherm.sampling.catalog;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of a processor.
 *
 * @param name snake_case, the record component's
 * @param initial what stands where none is given, or null where one must be given
 * @param range which numbers it takes, or null where it is no number
 */
public record Parameter(
        String name, @Nullable Object initial, @Nullable Range range) {}
