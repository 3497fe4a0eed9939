/**
 * The built-in processors, one record a file. They use nothing of the core that a processor of the user's own could not
 * use.
 */
@NullMarked
package io.github.isotherm.sampling.processors;

import org.jspecify.annotations.NullMarked;
