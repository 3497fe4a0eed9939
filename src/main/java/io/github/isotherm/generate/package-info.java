/**
 * The generation loop and the ports it runs over: {@link io.github.isotherm.generate.CausalModel} and {@link
 * io.github.isotherm.generate.TextCodec} are implemented by a runtime, or by three lines in a test.
 */
@NullMarked
package io.github.isotherm.generate;

import org.jspecify.annotations.NullMarked;
