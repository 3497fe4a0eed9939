/**
 * The one list of processors: what each is called, takes, means and where it stands. From it come chain texts, orders,
 * settings, options, pages and a model's defaults.
 */
@NullMarked
package io.github.isotherm.sampling.catalog;

import org.jspecify.annotations.NullMarked;
