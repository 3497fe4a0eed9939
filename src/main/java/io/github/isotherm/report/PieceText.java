package io.github.isotherm.report;

import io.github.isotherm.report.FirstLook.Piece;
import java.util.ArrayList;
import java.util.List;

/** Texts in pieces, of which each has its probability, in the lines of a terminal. */
public final class PieceText {
    private PieceText() {}

    /**
     * A text without its pieces.
     *
     * @param pieces the pieces, in order
     * @return their texts, joined
     */
    public static String joined(List<Piece> pieces) {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.text()));
        return all.toString();
    }

    /**
     * A text in lines.
     *
     * @param pieces one line, in pieces
     * @param most cells of a line, ≥ 1
     * @return lines of at most so many cells, broken after spaces where there are any, in pieces
     */
    public static List<List<Piece>> wrapped(List<Piece> pieces, int most) {
        List<List<Piece>> lines = new ArrayList<>();
        int from = 0;
        for (String line : TerminalText.wrapped(joined(pieces), most)) {
            lines.add(part(pieces, from, from + line.length()));
            from += line.length();
        }
        return lines;
    }

    /**
     * What stands between two places.
     *
     * @param pieces the pieces, in order
     * @param from where it begins in their joined text, ≥ 0
     * @param to where it ends, ≥ from
     * @return the pieces in between, cut at both ends
     */
    public static List<Piece> part(List<Piece> pieces, int from, int to) {
        List<Piece> part = new ArrayList<>();
        int at = 0;
        for (Piece piece : pieces) {
            int end = at + piece.text().length();
            if (end > from && at < to) {
                String text = piece.text().substring(Math.max(0, from - at), Math.min(end, to) - at);
                part.add(new Piece(text, piece.probability()));
            }
            at = end;
        }
        return part;
    }
}
