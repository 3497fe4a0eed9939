/**
 * A file of requests answered into a file, on one machine: rows share runs of the model at full width, and what is done is never
 * done again. {@link io.github.isotherm.batch.Batch} is the loop, {@link io.github.isotherm.batch.BatchInput} and {@link
 * io.github.isotherm.batch.BatchOutput} its two ends, {@link io.github.isotherm.batch.RowAnswers} what a row is answered by.
 */
@NullMarked
package io.github.isotherm.batch;

import org.jspecify.annotations.NullMarked;
