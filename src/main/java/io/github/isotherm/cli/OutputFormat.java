package io.github.isotherm.cli;

import java.util.Locale;

/** The forms that commands print their answers in. */
enum OutputFormat {
    /** Lines for people, in columns. */
    TABLE,
    /** Text for people. */
    TEXT,
    /** One JSON object on a line. */
    JSON,
    /** Comma-separated values. */
    CSV,
    /** Markdown. */
    MD,
    /** A picture. */
    SVG,
    /** Little-endian 32-bit floats and nothing else. */
    F32;

    /** As it is written behind {@code --format}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
