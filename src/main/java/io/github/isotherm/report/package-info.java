/** Traces, distributions and completions as tables, JSON, CSV, Markdown and SVG: one place for every surface. */
@NullMarked
package io.github.isotherm.report;

import org.jspecify.annotations.NullMarked;
