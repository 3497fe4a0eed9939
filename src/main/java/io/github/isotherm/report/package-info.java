/**
 * Output only: traces, distributions and completions as tables, JSON, CSV, Markdown and SVG, in one place for every surface.
 * What is read from outside, and what answers it, is in {@code wire}.
 */
@NullMarked
package io.github.isotherm.report;

import org.jspecify.annotations.NullMarked;
