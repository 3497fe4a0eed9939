/**
 * Model folders: what their files say, where they are found. One of the two packages that
 * read JSON; plain types go out.
 */
@NullMarked
package io.github.isotherm.hub;

import org.jspecify.annotations.NullMarked;
