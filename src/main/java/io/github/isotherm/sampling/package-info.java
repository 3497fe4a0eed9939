/**
 * The sampling core: raw logits become candidates, processors change or drop them, a token is drawn, a trace says what
 * happened. It knows no processor: those stand in {@code processors}, their names in {@code catalog}. What they share (the
 * guard of thresholds, token ids, tallies of the history) is public, for a user's own too. Imports the JDK, {@code math}
 * and {@code error} only.
 */
@NullMarked
package io.github.isotherm.sampling;

import org.jspecify.annotations.NullMarked;
