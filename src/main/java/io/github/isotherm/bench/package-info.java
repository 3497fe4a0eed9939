/** How fast a model runs here: the engine and the loop, measured as they are used. */
@NullMarked
package io.github.isotherm.bench;

import org.jspecify.annotations.NullMarked;
