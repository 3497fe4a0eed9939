/** Pure functions on numbers: softmax, selection, entropy, keyed uniforms. Sums in double; depends on the JDK only. */
@NullMarked
package io.github.isotherm.math;

import org.jspecify.annotations.NullMarked;
