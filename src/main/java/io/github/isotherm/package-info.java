/** {@link io.github.isotherm.LocalModel}: opens a model folder, owns everything it needs, and answers most questions. */
@NullMarked
package io.github.isotherm;

import org.jspecify.annotations.NullMarked;
