package io.github.isotherm.cli;

/** The forms that distributions and comparisons are printed in. */
enum OutputFormat {
    TABLE,
    JSON,
    CSV,
    MD,
    SVG
}
