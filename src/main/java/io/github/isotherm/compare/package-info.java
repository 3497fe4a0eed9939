/** One prompt under many temperatures: exact next-token distributions and scores of the user's own words. */
@NullMarked
package io.github.isotherm.compare;

import org.jspecify.annotations.NullMarked;
