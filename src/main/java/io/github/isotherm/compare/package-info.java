/**
 * Completions of one prompt at many temperatures: common random numbers, statistics of samples, and how their first tokens
 * fit the exact distribution of {@code next}.
 */
@NullMarked
package io.github.isotherm.compare;

import org.jspecify.annotations.NullMarked;
