/**
 * The decoding core: raw logits become candidates, processors change or drop them, a token is drawn, a trace says what
 * happened. Imports the JDK, {@code math} and {@code error} only.
 */
@NullMarked
package io.github.isotherm.sampling;

import org.jspecify.annotations.NullMarked;
