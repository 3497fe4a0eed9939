package io.github.isotherm.chat;

import java.util.function.Consumer;

/**
 * Text on its way to a listener. Blanks at its beginning are held until it is known whether they stay, and if wished those at
 * the end of what was told so far. Mutable.
 */
final class ToldText {
    private final Consumer<String> listener;
    private final boolean holdsBlanks;
    private final StringBuilder told = new StringBuilder();
    private final StringBuilder blanks = new StringBuilder();
    private boolean begins = true;
    private int blanksBeforeCall = -1;
    private String joint = "";

    ToldText(Consumer<String> listener, boolean holdsBlanks) {
        this.listener = listener;
        this.holdsBlanks = holdsBlanks;
    }

    /**
     * Adds to it.
     *
     * @param dropsFirst whether blanks that it would begin with are none of it
     */
    void add(String piece, boolean dropsFirst) {
        String all = blanks + piece;
        int from = begins ? firstOf(all) : 0;
        if (from == all.length()) {
            blanks.append(piece);
            return;
        }
        int to = holdsBlanks ? all.stripTrailing().length() : all.length();
        blanks.setLength(0);
        blanks.append(all, to, all.length());
        begins = false;
        blanksBeforeCall = to > 0 ? -1 : blanksBeforeCall;
        tell(joint + all.substring(dropsFirst ? from : 0, to));
        joint = "";
    }

    private static int firstOf(String text) {
        return text.length() - text.stripLeading().length();
    }

    private void tell(String piece) {
        if (!piece.isEmpty()) {
            told.append(piece);
            listener.accept(piece);
        }
    }

    /** A call came: blanks between calls are none of the text. */
    void passCall() {
        if (blanksBeforeCall < 0) {
            blanksBeforeCall = blanks.length();
        } else {
            blanks.setLength(blanksBeforeCall);
        }
    }

    /** Begins anew, behind a line break if anything was told and anything follows. */
    void breakLine() {
        blanks.setLength(0);
        begins = true;
        joint = isEmpty() ? "" : "\n";
    }

    /** Tells the blanks at the end, too. */
    void tellBlanks() {
        tell(blanks.toString());
        blanks.setLength(0);
    }

    boolean isEmpty() {
        return told.length() == 0;
    }

    String text() {
        return told.toString();
    }
}
