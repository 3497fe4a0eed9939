/** Where isotherm writes on its own account, and how what it needs gets there. */
@NullMarked
package io.github.isotherm.files;

import org.jspecify.annotations.NullMarked;
