package io.github.isotherm.tokenizer;

import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.tokenizer.file.TokenizerFile;

/**
 * Which texts can be encoded.
 *
 * @param file what the tokenizer's own file allows
 * @param contextLength tokens that the model can hold; {@link Integer#MAX_VALUE} where nothing says
 */
record TextBounds(TokenizerFile file, int contextLength) {
    /** What a text may have at most, whatever the model: the native library takes some hundred bytes for each. */
    static final int MOST_BYTES = 1 << 24;

    /**
     * Refuses what does not fit.
     *
     * @throws ContextLengthException when the text has more bytes than so many of the longest tokens
     * @throws InvalidValueException when it has too long a run without a break for the tokenizer's expressions
     */
    void require(String text) {
        // No character has more than three bytes to a unit: most texts are not counted.
        if (text.length() * 3L > most()) {
            requireLength(utf8Length(text));
        }
        if (text.length() > file.run() && longestRun(text) > file.run()) {
            throw new InvalidValueException("The text has " + longestRun(text) + " characters without a "
                    + (file.wholeRun() ? "bound" : "change between white space and other characters")
                    + ", and the tokenizer's expressions can take at most " + file.run()
                    + "; break it up, or shorten it.");
        }
    }

    private long most() {
        return Math.min(MOST_BYTES, (long) contextLength * Math.max(1, file.longestTokenBytes()));
    }

    private void requireLength(long bytes) {
        if (bytes > most()) {
            throw most() == MOST_BYTES
                    ? new ContextLengthException(bytes, MOST_BYTES)
                    : new ContextLengthException(bytes, contextLength, file.longestTokenBytes());
        }
    }

    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a pair has two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private int longestRun(String text) {
        if (file.wholeRun()) {
            return text.length();
        }
        int longest = 0;
        int run = 0;
        boolean blankBefore = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = isBlank(text.charAt(i));
            run = blank == blankBefore ? run + 1 : 1;
            blankBefore = blank;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
