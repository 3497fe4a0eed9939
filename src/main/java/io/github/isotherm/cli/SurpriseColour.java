package io.github.isotherm.cli;

import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.TerminalText;
import java.util.List;

/**
 * The colours of a text's tokens by the probability that the model gives them: from blue to orange, which every kind of sight
 * tells apart, and underlined where it is least.
 */
enum SurpriseColour {
    LIKELY(0.5, "", "at least 1/2"),
    USUAL(0.1, "\033[38;5;75m", "1/10"),
    UNUSUAL(0.01, "\033[38;5;215m", "1/100"),
    RARE(0, "\033[4;38;5;208m", "less");

    private static final String SOFT = "\033[90m";
    private static final String PLAIN = "\033[0m";

    private final double least;
    private final String code;
    private final String meaning;

    SurpriseColour(double least, String code, String meaning) {
        this.least = least;
        this.code = code;
        this.meaning = meaning;
    }

    static SurpriseColour of(double probability) {
        for (SurpriseColour colour : values()) {
            if (probability >= colour.least) {
                return colour;
            }
        }
        return RARE;
    }

    /** A piece in its colour; what the model did not write is grey. */
    static String painted(Piece piece) {
        if (Double.isNaN(piece.probability())) {
            return soft(piece.text());
        }
        return painted(of(piece.probability()).code, piece.text());
    }

    static String soft(String text) {
        return painted(SOFT, text);
    }

    private static String painted(String code, String text) {
        return code.isEmpty() || text.isBlank() ? text : code + text + PLAIN;
    }

    /** What the colours mean, in lines without the codes' width. */
    static List<String> legend(int columns) {
        StringBuilder plain = new StringBuilder("probability:");
        StringBuilder coloured = new StringBuilder(soft(plain.toString()));
        for (SurpriseColour colour : values()) {
            plain.append("  ").append(colour.meaning);
            coloured.append("  ").append(painted(colour.code, colour.meaning));
        }
        return TerminalText.width(plain.toString()) <= columns ? List.of(coloured.toString()) : List.of();
    }
}
