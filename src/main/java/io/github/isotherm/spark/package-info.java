/**
 * Completions, scores and next tokens of the rows of a table on Spark: the same row is the same bytes on whichever executor, in whichever
 * partition and attempt it is answered. The only package that uses Spark, which the application brings: 3.5 and 4.
 */
@NullMarked
package io.github.isotherm.spark;

import org.jspecify.annotations.NullMarked;
