/** Typed errors, one sentence each, and the checks that raise them. Depends on the JDK only. */
@NullMarked
package io.github.isotherm.error;

import org.jspecify.annotations.NullMarked;
