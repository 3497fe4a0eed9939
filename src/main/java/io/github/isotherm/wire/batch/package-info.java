/** The lines of a batch as JSON: rows that are asked, and their answers. */
@NullMarked
package io.github.isotherm.wire.batch;

import org.jspecify.annotations.NullMarked;
