/** The command line: thin, holds no logic of its own. The only package that prints, and that imports picocli. */
@NullMarked
package io.github.isotherm.cli;

import org.jspecify.annotations.NullMarked;
