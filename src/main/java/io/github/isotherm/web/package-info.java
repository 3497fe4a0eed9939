/** The playground: a page and its server, on this computer only unless told otherwise. */
@NullMarked
package io.github.isotherm.web;

import org.jspecify.annotations.NullMarked;
